#include "registry/query/get_submission_set_and_contents.h"

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
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::GetSubmissionSetAndContentsRequest;
using Response = v1::GetSubmissionSetAndContentsResponse;

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

// A submission of a document and a folder that holds it, with a reference to an older document that
// it puts into an older folder.
class GetSubmissionSetAndContentsTest : public ::testing::Test {
 protected:
  GetSubmissionSetAndContentsTest() {
    metadata::v1::SubmissionSet set = ASubmissionSet();
    set.set_unique_id("2.999.20.1400");
    set_ = db_.AddSubmissionSet(set);
    new_document_ = db_.AddDocument(WithCodes("F1", {"N"}));
    old_document_ = db_.AddDocument(WithCodes("F2", {"N", "R"}));
    new_folder_ = db_.AddFolder(AFolder());
    old_folder_ = db_.AddFolder(AFolder());
    has_new_document_ = db_.Associate(set_, kHasMember, new_document_);
    has_old_document_ = db_.Associate(set_, kHasMember, old_document_);
    has_new_folder_ = db_.Associate(set_, kHasMember, new_folder_);
    membership_ = db_.Associate(new_folder_, kHasMember, new_document_);
    has_membership_ = db_.Associate(set_, kHasMember, membership_);
    old_membership_ = db_.Associate(old_folder_, kHasMember, old_document_);
    has_old_membership_ = db_.Associate(set_, kHasMember, old_membership_);
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
    return IdsOf(Ask<Response>(GetSubmissionSetAndContents, request, db_.store()));
  }

  RegisteredStore db_;
  std::string set_, new_document_, old_document_, new_folder_, old_folder_;
  std::string has_new_document_, has_old_document_, has_new_folder_;
  std::string membership_, has_membership_, old_membership_, has_old_membership_;
};

// The older folder is no member, so neither its membership nor the link to it is in the answer.
TEST_F(GetSubmissionSetAndContentsTest, AssociationsHaveBothEndsInTheAnswer) {
  const auto contents =
      UnorderedElementsAre(set_, new_document_, old_document_, new_folder_, has_new_document_,
                           has_old_document_, has_new_folder_, membership_, has_membership_);
  EXPECT_THAT(Ids(ByEntryUuid(set_)), contents);
  EXPECT_THAT(Ids(ByUniqueId("2.999.20.1400")), contents);
  Request whole = ByEntryUuid(set_);
  whole.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(GetSubmissionSetAndContents, whole, db_.store());
  EXPECT_EQ(response.submission_sets_size(), 1);
  EXPECT_EQ(response.document_entries_size(), 2);
  EXPECT_EQ(response.folders_size(), 1);
  EXPECT_EQ(response.associations_size(), 5);
}

TEST_F(GetSubmissionSetAndContentsTest, FiltersLimitDocumentsAndWhatLinksThem) {
  Request request = ByEntryUuid(set_);
  request.add_format_codes()->set_code("F2");
  request.mutable_format_codes(0)->set_code_system(kSystem);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(set_, old_document_, new_folder_,
                                                 has_old_document_, has_new_folder_));
  request = ByEntryUuid(set_);
  for (const char* code : {"N", "R"}) {
    auto& filter = *request.add_confidentiality_codes()->add_any_of();
    filter.set_code(code);
    filter.set_code_system(kSystem);
  }
  EXPECT_THAT(Ids(request), UnorderedElementsAre(set_, old_document_, new_folder_,
                                                 has_old_document_, has_new_folder_));
}

TEST_F(GetSubmissionSetAndContentsTest, StableEntriesAreTheDefaultType) {
  const std::string on_demand = db_.AddDocument(AnEntry().AsOnDemand().Build());
  const std::string has = db_.Associate(set_, kHasMember, on_demand);
  EXPECT_THAT(Ids(ByEntryUuid(set_)), ::testing::SizeIs(9));
  Request request = ByEntryUuid(set_);
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  EXPECT_THAT(Ids(request),
              UnorderedElementsAre(set_, on_demand, new_folder_, has, has_new_folder_));
}

TEST_F(GetSubmissionSetAndContentsTest, MetadataLevelOneHidesOlderVersionsAndDeprecatedObjects) {
  const std::string newer = db_.UpdateDocument(new_document_, WithCodes("F1", {"N"}));
  EXPECT_THAT(Ids(ByEntryUuid(set_)), UnorderedElementsAre(set_, old_document_, new_folder_,
                                                           has_old_document_, has_new_folder_));
  db_.Deprecate(new_folder_);
  EXPECT_THAT(Ids(ByEntryUuid(set_)), UnorderedElementsAre(set_, old_document_, has_old_document_));
  Request request = ByEntryUuid(set_);
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), ::testing::SizeIs(9));
  EXPECT_THAT(Ids(request), ::testing::Not(::testing::Contains(newer)));
}

TEST_F(GetSubmissionSetAndContentsTest, MetadataLevelOneHidesDeprecatedAssociations) {
  db_.Deprecate(membership_);
  EXPECT_THAT(Ids(ByEntryUuid(set_)),
              UnorderedElementsAre(set_, new_document_, old_document_, new_folder_,
                                   has_new_document_, has_old_document_, has_new_folder_));
  Request request = ByEntryUuid(set_);
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), ::testing::SizeIs(9));
}

TEST_F(GetSubmissionSetAndContentsTest, DeprecatedDocumentsAreShown) {
  db_.Deprecate(new_document_);
  EXPECT_THAT(Ids(ByEntryUuid(set_)), ::testing::SizeIs(9));
}

// A reference to a document of another patient is good metadata.
TEST_F(GetSubmissionSetAndContentsTest, WholeObjectsOfSeveralPatientsAreRefusedIdsAreNot) {
  const std::string foreign = db_.AddDocument(AnEntry().OfPatient("30916130186").Build());
  db_.Associate(set_, kHasMember, foreign);
  Request request = ByEntryUuid(set_);
  EXPECT_THAT(Ids(request), ::testing::SizeIs(11));
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_EQ(RefusalOf(GetSubmissionSetAndContents, request, db_.store(),
                      absl::StatusCode::kFailedPrecondition),
            "XDSResultNotSinglePatient ");
  // What the filters keep out of the answer does not count.
  request.add_format_codes()->set_code("F1");
  request.mutable_format_codes(0)->set_code_system(kSystem);
  EXPECT_THAT(Ids(request), ::testing::SizeIs(7));
}

TEST_F(GetSubmissionSetAndContentsTest, OtherKindsAndUnknownIdsFindNothing) {
  EXPECT_THAT(Ids(ByEntryUuid(new_folder_)), IsEmpty());
  EXPECT_THAT(Ids(ByEntryUuid("urn:uuid:00000000-0000-4000-8000-000000000001")), IsEmpty());
  EXPECT_THAT(Ids(ByUniqueId("2.999.404")), IsEmpty());
}

TEST_F(GetSubmissionSetAndContentsTest, ASetWithoutMembersIsAlone) {
  const std::string empty = db_.AddSubmissionSet(ASubmissionSet());
  EXPECT_THAT(Ids(ByEntryUuid(empty)), ElementsAre(empty));
}

TEST_F(GetSubmissionSetAndContentsTest, PagesCoverEverythingOnce) {
  EXPECT_EQ(ExpectSameOnPages<Response>(GetSubmissionSetAndContents, ByEntryUuid(set_), db_.store())
                .size(),
            9u);
}

TEST_F(GetSubmissionSetAndContentsTest, RefusesMissingDoubledAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(GetSubmissionSetAndContents, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam ");
  Request request = ByEntryUuid("x");
  request.set_unique_id("1.2");
  request.set_metadata_level(3);
  request.add_format_codes()->set_code("F");
  request.add_confidentiality_codes();
  EXPECT_EQ(RefusalOf(GetSubmissionSetAndContents, request, db_.store()),
            "XDSStoredQueryParamNumber \n"
            "XDSRegistryError entry_uuid\n"
            "XDSRegistryError metadata_level\n"
            "XDSRegistryError format_codes[0]\n"
            "XDSRegistryError confidentiality_codes[0].any_of");
}

}  // namespace
}  // namespace docshare::registry
