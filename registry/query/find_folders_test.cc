#include "registry/query/find_folders.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::APatient;
using metadata::v1::Folder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::FindFoldersRequest;
using Response = v1::FindFoldersResponse;

Request Query() {
  Request request;
  *request.mutable_patient_id() = APatient();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

Folder WithCodes(const std::vector<std::string>& codes) {
  Folder folder = AFolder();
  folder.clear_codes();
  for (const std::string& code : codes) *folder.add_codes() = ACode(code, "2.999.7");
  return folder;
}

void AddGroup(Request& request, const std::vector<std::string>& any_of,
              const std::string& system = "2.999.7") {
  auto& group = *request.add_codes();
  for (const std::string& code : any_of) {
    auto& filter = *group.add_any_of();
    filter.set_code(code);
    filter.set_code_system(system);
  }
}

class FindFoldersTest : public ::testing::Test {
 protected:
  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(FindFolders, request, db_.store()));
  }

  // lastUpdateTime of a folder.
  std::string UpdatedAt(const std::string& urn) {
    auto folder = ReadFolder(db_.store().reader(), *EntryUuid::Parse(urn));
    EXPECT_TRUE(folder.ok() && folder->has_value());
    return (*folder)->folder.last_update_time();
  }

  RegisteredStore db_;
};

TEST_F(FindFoldersTest, GivesWholeFoldersOfTheNamedPatient) {
  Folder folder = AFolder();
  folder.mutable_title()->mutable_localized(0)->set_value("Mappe – øre");
  const std::string mine = db_.AddFolder(folder);
  db_.AddFolder(AFolder("30916130186"));
  Request request = Query();
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(FindFolders, request, db_.store());
  ASSERT_THAT(IdsOf(response), ElementsAre(mine));
  EXPECT_EQ(response.folders(0).title().localized(0).value(), "Mappe – øre");
  EXPECT_EQ(response.folders(0).version(), 1u);
  EXPECT_EQ(response.commit_position(), db_.store().commit_position());
  *request.mutable_patient_id() = APatient("20891270128");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(FindFoldersTest, LastUpdateTimeIsFromInclusiveToExclusive) {
  const std::string first = db_.AddFolder(AFolder());
  const std::string second = db_.AddFolder(AFolder());
  ASSERT_LT(UpdatedAt(first), UpdatedAt(second));
  const auto between = [&](const std::string& from, const std::string& to) {
    Request request = Query();
    request.mutable_last_update_time()->set_from(from);
    request.mutable_last_update_time()->set_to(to);
    return Ids(request);
  };
  EXPECT_THAT(between(UpdatedAt(second), ""), ElementsAre(second));
  EXPECT_THAT(between("", UpdatedAt(second)), ElementsAre(first));
  EXPECT_THAT(between(UpdatedAt(first), UpdatedAt(second)), ElementsAre(first));
  EXPECT_THAT(between("2024", "2025"), UnorderedElementsAre(first, second));
  EXPECT_THAT(between("2025", ""), IsEmpty());
  EXPECT_THAT(between("", "2024"), IsEmpty());
  EXPECT_THAT(between("2025", "2024"), IsEmpty());
  db_.Edit([&](ObjectEditor& editor) {
    EXPECT_TRUE(editor.TouchFolder(*EntryUuid::Parse(first)).ok());
  });
  EXPECT_THAT(between(UpdatedAt(first), ""), ElementsAre(first));
}

TEST_F(FindFoldersTest, CodeGroupsAreAndedAndMatchByCodeAndSystem) {
  const std::string both = db_.AddFolder(WithCodes({"A", "B"}));
  const std::string a = db_.AddFolder(WithCodes({"A"}));
  db_.AddFolder(WithCodes({"C"}));
  Request either = Query();
  AddGroup(either, {"A", "B"});
  EXPECT_THAT(Ids(either), UnorderedElementsAre(both, a));
  Request all = Query();
  AddGroup(all, {"A"});
  AddGroup(all, {"B", "never seen"});
  EXPECT_THAT(Ids(all), ElementsAre(both));
  Request other_system = Query();
  AddGroup(other_system, {"A"}, "2.999.8");
  EXPECT_THAT(Ids(other_system), IsEmpty());
  Request thousand = Query();
  std::vector<std::string> codes;
  for (int i = 0; i < 999; ++i) codes.push_back(absl::StrCat("code-", i));
  codes.emplace_back("B");
  AddGroup(thousand, codes);
  EXPECT_THAT(Ids(thousand), ElementsAre(both));
}

// Level 1 does not hide deprecated folders here.
TEST_F(FindFoldersTest, StatusesAreOredAndAloneDecide) {
  const std::string approved = db_.AddFolder(AFolder());
  const std::string deprecated = db_.AddFolder(AFolder());
  db_.Deprecate(deprecated);
  EXPECT_THAT(Ids(Query()), ElementsAre(approved));
  Request request = Query();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(approved, deprecated));
}

TEST_F(FindFoldersTest, MetadataLevelOneHidesOlderVersions) {
  const std::string first = db_.AddFolder(AFolder());
  const std::string second = db_.UpdateFolder(first, AFolder());
  Request request = Query();
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), ElementsAre(second));
  request.set_metadata_level(1);
  EXPECT_THAT(Ids(request), ElementsAre(second));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(first, second));
}

TEST_F(FindFoldersTest, PagesCoverEverythingOnce) {
  for (int i = 0; i < 10; ++i) db_.AddFolder(WithCodes({i % 3 == 0 ? "X" : "A"}));
  Request request = Query();
  AddGroup(request, {"A"});
  EXPECT_EQ(ExpectSameOnPages<Response>(FindFolders, request, db_.store()).size(), 6u);
}

TEST_F(FindFoldersTest, RefusesMissingAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(FindFolders, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam patient_id\n"
            "XDSStoredQueryMissingParam statuses");
  Request request = Query();
  // A status nobody knows is dropped, and then none is left.
  request.clear_statuses();
  request.add_statuses(static_cast<metadata::v1::AvailabilityStatus>(7));
  request.set_metadata_level(3);
  request.mutable_last_update_time()->set_to("yesterday");
  request.add_codes();
  request.add_codes()->add_any_of()->set_code("A");
  EXPECT_EQ(RefusalOf(FindFolders, request, db_.store()),
            "XDSRegistryError metadata_level\n"
            "XDSStoredQueryMissingParam statuses\n"
            "XDSRegistryError last_update_time\n"
            "XDSRegistryError codes[0].any_of\n"
            "XDSRegistryError codes[1].any_of[0]");
}

}  // namespace
}  // namespace docshare::registry
