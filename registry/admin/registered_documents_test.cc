#include "registry/admin/registered_documents.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/objects/testing/edited_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using ::testing::UnorderedElementsAre;

constexpr char kKari[] = "12838520020";
constexpr char kRepository[] = "2.999.4.1";
constexpr char kOtherRepository[] = "2.999.4.2";

class RegisteredDocumentsTest : public ::testing::Test {
 protected:
  RegisteredDocumentsTest() { edited_.AddPatient(kKari); }

  void Register(const std::string& unique_id, const std::string& repository,
                bool on_demand = false) {
    auto request = ASubmission()
                       .OfPatient(kKari)
                       .WithUniqueId(absl::StrCat("2.999.5.", ++submissions_))
                       .With(AnEntry().WithUniqueId(unique_id))
                       .Build();
    metadata::v1::DocumentEntry& entry = *request.mutable_document_entries(0);
    entry.set_repository_unique_id(repository);
    if (on_demand) entry.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
    edited_.Register(request);
  }

  std::multiset<std::string> List(const std::string& repository) {
    admin::v1::ListRegisteredDocumentsRequest request;
    request.set_repository_unique_id(repository);
    std::multiset<std::string> unique_ids;
    const absl::Status listed = ListRegisteredDocuments(
        edited_.store(), request, [&](const admin::v1::ListRegisteredDocumentsResponse& response) {
          EXPECT_LE(response.documents_size(), 1000);
          for (const auto& document : response.documents()) unique_ids.insert(document.unique_id());
          entries_ = response.entries();
          return absl::OkStatus();
        });
    EXPECT_TRUE(listed.ok()) << listed;
    return unique_ids;
  }

  EditedStore edited_;
  int submissions_ = 0;
  uint64_t entries_ = 0;
};

TEST_F(RegisteredDocumentsTest, ListsTheStableDocumentsOfOneRepository) {
  Register("2.999.1.1", kRepository);
  Register("2.999.1.2", kOtherRepository);
  Register("2.999.1.3", kRepository, true);
  Register("2.999.1.4", kRepository);
  EXPECT_THAT(List(kRepository), UnorderedElementsAre("2.999.1.1", "2.999.1.4"));
  EXPECT_EQ(entries_, 4u);
  EXPECT_THAT(List("2.999.404"), ::testing::IsEmpty());
}

TEST_F(RegisteredDocumentsTest, ListsMoreThanOneStep) {
  for (int i = 0; i < 1100; ++i) Register(absl::StrCat("2.999.1.", i), kRepository);
  const std::multiset<std::string> listed = List(kRepository);
  EXPECT_EQ(listed.size(), 1100u);
  EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()).size(), 1100u);
}

TEST_F(RegisteredDocumentsTest, LooksUpThoseThatAreRegisteredThere) {
  Register("2.999.1.1", kRepository);
  Register("2.999.1.2", kOtherRepository);
  admin::v1::LookUpRegisteredDocumentsRequest request;
  request.set_repository_unique_id(kRepository);
  for (const char* id : {"2.999.1.2", "2.999.404", "2.999.1.1"}) request.add_unique_ids(id);
  const auto response = LookUpRegisteredDocuments(edited_.store(), request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->documents_size(), 1);
  EXPECT_EQ(response->documents(0).unique_id(), "2.999.1.1");
  EXPECT_GT(response->documents(0).size(), 0u);
  EXPECT_EQ(response->documents(0).hash().size(), 40u);
}

TEST_F(RegisteredDocumentsTest, BadQuestionsAreRefused) {
  admin::v1::LookUpRegisteredDocumentsRequest request;
  EXPECT_TRUE(
      absl::IsInvalidArgument(LookUpRegisteredDocuments(edited_.store(), request).status()));
  request.set_repository_unique_id(kRepository);
  for (int i = 0; i < 1001; ++i) request.add_unique_ids("2.999.1");
  EXPECT_TRUE(
      absl::IsInvalidArgument(LookUpRegisteredDocuments(edited_.store(), request).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ListRegisteredDocuments(
      edited_.store(), {},
      [](const admin::v1::ListRegisteredDocumentsResponse&) { return absl::OkStatus(); })));
}

}  // namespace
}  // namespace docshare::registry
