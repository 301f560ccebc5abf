#include "registry/query/get_folder_and_contents.h"

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::AnEntry;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::GetFolderAndContentsRequest;
using Response = v1::GetFolderAndContentsResponse;

constexpr char kSystem[] = "2.999.7";

Request ByEntryUuid(const std::string& urn) {
  Request request;
  request.set_entry_uuid(urn);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

Request ByUniqueId(const std::string& unique_id) {
  Request request;
  request.set_unique_id(unique_id);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

// A folder of two documents, a third one outside, and a submission set that holds the folder.
class GetFolderAndContentsTest : public ::testing::Test {
 protected:
  GetFolderAndContentsTest() {
    Folder folder = AFolder();
    folder.set_unique_id("2.999.50.1200");
    folder_ = db_.AddFolder(folder);
    a_ = db_.AddDocument(WithCodes("F1", {"N"}));
    b_ = db_.AddDocument(WithCodes("F2", {"N", "R"}));
    has_a_ = db_.Associate(folder_, kHasMember, a_);
    has_b_ = db_.Associate(folder_, kHasMember, b_);
    db_.Associate(db_.AddSubmissionSet(ASubmissionSet()), kHasMember, folder_);
    db_.Associate(db_.AddDocument(AnEntry().Build()), kAppend, a_);
  }

  static DocumentEntry WithCodes(const std::string& format,
                                 const std::vector<std::string>& confidentiality) {
    DocumentEntry entry = AnEntry().Build();
    *entry.mutable_format_code() = ACode(format, kSystem);
    entry.clear_confidentiality_codes();
    for (const auto& code : confidentiality) {
      *entry.add_confidentiality_codes() = ACode(code, kSystem);
    }
    return entry;
  }

  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(GetFolderAndContents, request, db_.store()));
  }

  RegisteredStore db_;
  std::string folder_, a_, b_, has_a_, has_b_;
};

TEST_F(GetFolderAndContentsTest, GivesTheFolderItsDocumentsAndWhatLinksThem) {
  EXPECT_THAT(Ids(ByEntryUuid(folder_)), UnorderedElementsAre(folder_, a_, b_, has_a_, has_b_));
  EXPECT_THAT(Ids(ByUniqueId("2.999.50.1200")),
              UnorderedElementsAre(folder_, a_, b_, has_a_, has_b_));
  Request whole = ByEntryUuid(folder_);
  whole.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(GetFolderAndContents, whole, db_.store());
  EXPECT_EQ(response.folders_size(), 1);
  EXPECT_EQ(response.document_entries_size(), 2);
  EXPECT_EQ(response.associations_size(), 2);
}

TEST_F(GetFolderAndContentsTest, FiltersLimitDocumentsAndTheirAssociations) {
  Request request = ByEntryUuid(folder_);
  request.add_format_codes()->set_code("F1");
  request.mutable_format_codes(0)->set_code_system(kSystem);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(folder_, a_, has_a_));
  request = ByEntryUuid(folder_);
  for (const char* code : {"N", "R"}) {
    auto& filter = *request.add_confidentiality_codes()->add_any_of();
    filter.set_code(code);
    filter.set_code_system(kSystem);
  }
  EXPECT_THAT(Ids(request), UnorderedElementsAre(folder_, b_, has_b_));
  request.mutable_confidentiality_codes(0)->mutable_any_of(0)->set_code("never seen");
  EXPECT_THAT(Ids(request), ElementsAre(folder_));
}

TEST_F(GetFolderAndContentsTest, StableEntriesAreTheDefaultType) {
  const std::string on_demand = db_.AddDocument(AnEntry().AsOnDemand().Build());
  const std::string has = db_.Associate(folder_, kHasMember, on_demand);
  Request request = ByEntryUuid(folder_);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(folder_, a_, b_, has_a_, has_b_));
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(folder_, on_demand, has));
}

TEST_F(GetFolderAndContentsTest, DeprecatedDocumentsOfTheFolderAreShown) {
  db_.Deprecate(a_);
  EXPECT_THAT(Ids(ByEntryUuid(folder_)), UnorderedElementsAre(folder_, a_, b_, has_a_, has_b_));
}

TEST_F(GetFolderAndContentsTest, AssociationStatusesAndLevel) {
  db_.Deprecate(has_a_);
  EXPECT_THAT(Ids(ByEntryUuid(folder_)), UnorderedElementsAre(folder_, b_, has_b_));
  Request request = ByEntryUuid(folder_);
  request.add_association_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), ElementsAre(folder_));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(folder_, a_, has_a_));
}

TEST_F(GetFolderAndContentsTest, MetadataLevelOneHidesOlderVersionsAndDeprecatedFolders) {
  const std::string newer_a = db_.UpdateDocument(a_, WithCodes("F1", {"N"}));
  const std::string has_newer_a = db_.Associate(folder_, kHasMember, newer_a);
  EXPECT_THAT(Ids(ByEntryUuid(folder_)),
              UnorderedElementsAre(folder_, newer_a, b_, has_newer_a, has_b_));
  const std::string newer_folder = db_.UpdateFolder(folder_, AFolder());
  EXPECT_THAT(Ids(ByEntryUuid(folder_)), IsEmpty());
  EXPECT_THAT(Ids(ByUniqueId("2.999.50.1200")), ElementsAre(newer_folder));
  Request request = ByUniqueId("2.999.50.1200");
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(folder_, newer_folder, a_, newer_a, b_, has_a_,
                                                 has_newer_a, has_b_));
  db_.Deprecate(newer_folder);
  EXPECT_THAT(Ids(ByUniqueId("2.999.50.1200")), IsEmpty());
}

TEST_F(GetFolderAndContentsTest, WholeObjectsOfSeveralPatientsAreRefusedIdsAreNot) {
  const std::string other = db_.AddDocument(AnEntry().OfPatient("30916130186").Build());
  db_.Associate(folder_, kHasMember, other);
  Request request = ByEntryUuid(folder_);
  EXPECT_THAT(Ids(request), ::testing::SizeIs(7));
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_EQ(
      RefusalOf(GetFolderAndContents, request, db_.store(), absl::StatusCode::kFailedPrecondition),
      "XDSResultNotSinglePatient ");
}

TEST_F(GetFolderAndContentsTest, OtherKindsAndUnknownIdsFindNothing) {
  EXPECT_THAT(Ids(ByEntryUuid(a_)), IsEmpty());
  EXPECT_THAT(Ids(ByEntryUuid("urn:uuid:00000000-0000-4000-8000-000000000001")), IsEmpty());
  EXPECT_THAT(Ids(ByUniqueId("2.999.404")), IsEmpty());
}

TEST_F(GetFolderAndContentsTest, PagesCoverEverythingOnce) {
  EXPECT_EQ(
      ExpectSameOnPages<Response>(GetFolderAndContents, ByEntryUuid(folder_), db_.store()).size(),
      5u);
}

TEST_F(GetFolderAndContentsTest, RefusesMissingDoubledAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(GetFolderAndContents, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam ");
  Request request = ByEntryUuid("x");
  request.set_unique_id("1.2");
  request.set_metadata_level(3);
  request.add_format_codes()->set_code("F");
  request.add_confidentiality_codes();
  EXPECT_EQ(RefusalOf(GetFolderAndContents, request, db_.store()),
            "XDSStoredQueryParamNumber \n"
            "XDSRegistryError entry_uuid\n"
            "XDSRegistryError metadata_level\n"
            "XDSRegistryError format_codes[0]\n"
            "XDSRegistryError confidentiality_codes[0].any_of");
}

}  // namespace
}  // namespace docshare::registry
