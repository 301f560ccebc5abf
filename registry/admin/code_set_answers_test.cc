#include "registry/admin/code_set_answers.h"

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/temporary_folder.h"

namespace docshare::registry {
namespace {

using ::testing::HasSubstr;

// A server with one file of codes.
class CodeSetAnswersTest : public ::testing::Test {
 protected:
  CodeSetAnswersTest() {
    files_.Add()->set_path(absl::StrCat(folder_.path(), "/codes.xml"));
    Write(R"(<Code code="A00-1" codingScheme="1.2.3" display="Epikriser"/>)");
  }

  void Write(const std::string& codes) {
    std::ofstream(files_[0].path())
        << R"(<Codes><CodeType name="classCode">)" << codes << "</CodeType></Codes>";
  }

  admin::v1::LoadCodeSetsResponse Load() {
    auto response = LoadCodeSets(codes_, files_);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : admin::v1::LoadCodeSetsResponse();
  }

  void Activate(uint64_t version) {
    admin::v1::ActivateCodeSetsRequest request;
    request.set_version(version);
    EXPECT_TRUE(ActivateCodeSets(codes_, request).ok());
  }

  const platform::TemporaryFolder folder_;
  google::protobuf::RepeatedPtrField<config::v1::CodeFile> files_;
  CodeSets codes_;
};

TEST_F(CodeSetAnswersTest, LoadingTellsWhatWouldChangeAndChangesNothing) {
  const auto loaded = Load();
  EXPECT_EQ(loaded.loaded().number(), 1u);
  EXPECT_EQ(loaded.loaded().codes(), 1u);
  EXPECT_EQ(loaded.loaded().fingerprint().size(), 64u);
  EXPECT_EQ(loaded.active().number(), 0u);
  EXPECT_EQ(loaded.diff().added_count(), 1u);
  ASSERT_EQ(loaded.diff().added_size(), 1);
  EXPECT_EQ(loaded.diff().added(0).attribute(), "classCode");
  EXPECT_EQ(loaded.diff().added(0).code().code(), "A00-1");
  auto list = ListCodeSets(codes_, {});
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->active().number(), 0u);
  EXPECT_EQ(list->loaded().number(), 1u);
  EXPECT_FALSE(list->has_previous());
}

TEST_F(CodeSetAnswersTest, ListsCountsOfAllAttributesOrTheCodesOfOne) {
  Activate(Load().loaded().number());
  auto all = ListCodeSets(codes_, {});
  ASSERT_TRUE(all.ok());
  EXPECT_GT(all->code_sets_size(), 10);
  EXPECT_EQ(all->code_sets(0).attribute(), "classCode");
  EXPECT_EQ(all->code_sets(0).count(), 1u);
  EXPECT_EQ(all->code_sets(0).codes_size(), 0);
  admin::v1::ListCodeSetsRequest request;
  request.set_attribute("classCode");
  auto one = ListCodeSets(codes_, request);
  ASSERT_TRUE(one.ok());
  ASSERT_EQ(one->code_sets_size(), 1);
  ASSERT_EQ(one->code_sets(0).codes_size(), 1);
  EXPECT_EQ(one->code_sets(0).codes(0).display_name(), "Epikriser");
  EXPECT_EQ(one->code_sets(0).codes(0).code_system(), "1.2.3");
}

TEST_F(CodeSetAnswersTest, ActivatesTheLoadedVersionAndGoesBack) {
  Activate(Load().loaded().number());
  Write(R"(<Code code="B00-1" codingScheme="1.2.3" display="Svar"/>)");
  Activate(Load().loaded().number());
  admin::v1::DiffCodeSetsRequest diff;
  diff.set_previous(true);
  auto compared = DiffCodeSets(codes_, diff);
  ASSERT_TRUE(compared.ok()) << compared.status();
  EXPECT_EQ(compared->other().number(), 1u);
  EXPECT_EQ(compared->diff().removed(0).code().code(), "B00-1");

  admin::v1::RollBackCodeSetsRequest request;
  request.set_active(1);
  EXPECT_TRUE(absl::IsFailedPrecondition(RollBackCodeSets(codes_, request).status()));
  request.set_active(2);
  auto back = RollBackCodeSets(codes_, request);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->active().number(), 1u);
}

TEST_F(CodeSetAnswersTest, DiffComparesWithTheLoadedVersion) {
  EXPECT_TRUE(absl::IsFailedPrecondition(DiffCodeSets(codes_, {}).status()));
  Load();
  auto compared = DiffCodeSets(codes_, {});
  ASSERT_TRUE(compared.ok());
  EXPECT_EQ(compared->diff().added_count(), 1u);
}

TEST_F(CodeSetAnswersTest, WhatCannotBeIsRefused) {
  admin::v1::ListCodeSetsRequest list;
  list.set_attribute("colour");
  const absl::Status unknown = ListCodeSets(codes_, list).status();
  EXPECT_TRUE(absl::IsInvalidArgument(unknown));
  EXPECT_THAT(std::string(unknown.message()), HasSubstr("classCode"));
  EXPECT_TRUE(absl::IsFailedPrecondition(LoadCodeSets(codes_, {}).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(ActivateCodeSets(codes_, {}).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(RollBackCodeSets(codes_, {}).status()));
  Write("<Nonsense/>");
  EXPECT_TRUE(absl::IsInvalidArgument(LoadCodeSets(codes_, files_).status()));
  files_[0].set_path(absl::StrCat(folder_.path(), "/nothing.xml"));
  EXPECT_TRUE(absl::IsFailedPrecondition(LoadCodeSets(codes_, files_).status()));
}

TEST_F(CodeSetAnswersTest, LongListsAreCutAndCounted) {
  std::string codes;
  for (int i = 0; i < 10001; ++i) {
    absl::StrAppend(&codes, "<Code code=\"", i, "\" codingScheme=\"1.2.3\" display=\"x\"/>");
  }
  Write(codes);
  const auto loaded = Load();
  EXPECT_EQ(loaded.diff().added_count(), 10001u);
  EXPECT_EQ(loaded.diff().added_size(), 1000);
  Activate(loaded.loaded().number());
  admin::v1::ListCodeSetsRequest request;
  request.set_attribute("classCode");
  auto list = ListCodeSets(codes_, request);
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->code_sets(0).count(), 10001u);
  EXPECT_EQ(list->code_sets(0).codes_size(), 10000);
}

}  // namespace
}  // namespace docshare::registry
