#include "registry/query/get_folders.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using metadata::v1::Folder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::GetFoldersRequest;
using Response = v1::GetFoldersResponse;

Request ByEntryUuid(const std::vector<std::string>& urns) {
  Request request;
  for (const std::string& urn : urns) request.add_entry_uuids(urn);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

Request ByUniqueId(const std::string& unique_id) {
  Request request;
  request.add_unique_ids(unique_id);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

Request ByLogicalId(const std::string& urn) {
  Request request;
  request.add_logical_ids(urn);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

class GetFoldersTest : public ::testing::Test {
 protected:
  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(GetFolders, request, db_.store()));
  }

  RegisteredStore db_;
};

TEST_F(GetFoldersTest, FindsByEachKindOfId) {
  Folder folder = AFolder();
  folder.set_unique_id("2.999.50.900");
  const std::string urn = db_.AddFolder(folder);
  const std::string other = db_.AddFolder(AFolder());
  EXPECT_THAT(Ids(ByEntryUuid({urn, other, urn})), UnorderedElementsAre(urn, other));
  EXPECT_THAT(Ids(ByUniqueId("2.999.50.900")), ElementsAre(urn));
  EXPECT_THAT(Ids(ByLogicalId(urn)), ElementsAre(urn));
  Request whole = ByEntryUuid({urn});
  whole.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(GetFolders, whole, db_.store());
  ASSERT_EQ(response.folders_size(), 1);
  EXPECT_EQ(response.folders(0).unique_id(), "2.999.50.900");
}

TEST_F(GetFoldersTest, OtherKindsAndUnknownIdsFindNothing) {
  const std::string document = db_.AddDocument(AnEntry().WithUniqueId("2.999.10.1000").Build());
  const std::string set = db_.AddSubmissionSet(ASubmissionSet());
  EXPECT_THAT(Ids(ByEntryUuid({document, set, "urn:uuid:00000000-0000-4000-8000-000000000001"})),
              IsEmpty());
  EXPECT_THAT(Ids(ByUniqueId("2.999.10.1000")), IsEmpty());
  EXPECT_THAT(Ids(ByLogicalId(document)), IsEmpty());
}

TEST_F(GetFoldersTest, MetadataLevelOneHidesOlderVersionsAndDeprecatedFolders) {
  const std::string first = db_.AddFolder(AFolder());
  const std::string second = db_.UpdateFolder(first, AFolder());
  const std::string deprecated = db_.AddFolder(AFolder());
  db_.Deprecate(deprecated);
  EXPECT_THAT(Ids(ByLogicalId(first)), ElementsAre(second));
  Request request = ByEntryUuid({first, second, deprecated});
  EXPECT_THAT(Ids(request), ElementsAre(second));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(first, second, deprecated));
}

TEST_F(GetFoldersTest, WholeObjectsOfSeveralPatientsAreRefusedIdsAreNot) {
  Request request = ByEntryUuid({db_.AddFolder(AFolder()), db_.AddFolder(AFolder("30916130186"))});
  EXPECT_THAT(Ids(request), ::testing::SizeIs(2));
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_EQ(RefusalOf(GetFolders, request, db_.store(), absl::StatusCode::kFailedPrecondition),
            "XDSResultNotSinglePatient ");
}

// Versions of one folder may be of different patients.
TEST_F(GetFoldersTest, VersionsOfSeveralPatientsAreSeveralPatients) {
  const std::string first = db_.AddFolder(AFolder());
  const std::string second = db_.UpdateFolder(first, AFolder("30916130186"));
  Request request = ByLogicalId(first);
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_THAT(Ids(request), ElementsAre(second));
  request.set_metadata_level(2);
  EXPECT_EQ(RefusalOf(GetFolders, request, db_.store(), absl::StatusCode::kFailedPrecondition),
            "XDSResultNotSinglePatient ");
}

TEST_F(GetFoldersTest, PagesCoverEverythingOnce) {
  std::vector<std::string> urns;
  for (int i = 0; i < 7; ++i) urns.push_back(db_.AddFolder(AFolder()));
  EXPECT_EQ(ExpectSameOnPages<Response>(GetFolders, ByEntryUuid(urns), db_.store()).size(), 7u);
}

TEST_F(GetFoldersTest, RefusesMissingDoubledAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(GetFolders, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam ");
  Request request = ByEntryUuid({"urn:uuid:NOT"});
  request.add_unique_ids("");
  request.add_logical_ids("");
  request.set_metadata_level(3);
  EXPECT_EQ(RefusalOf(GetFolders, request, db_.store()),
            "XDSStoredQueryParamNumber \n"
            "XDSRegistryError entry_uuids[0]\n"
            "XDSRegistryError unique_ids[0]\n"
            "XDSRegistryError logical_ids[0]\n"
            "XDSRegistryError metadata_level");
}

}  // namespace
}  // namespace docshare::registry
