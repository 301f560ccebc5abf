#include "registry/query/get_related_documents.h"

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::GetRelatedDocumentsRequest;
using Response = v1::GetRelatedDocumentsResponse;

Request ByEntryUuid(const std::string& urn, const std::vector<std::string>& types) {
  Request request;
  request.set_entry_uuid(urn);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  for (const std::string& type : types) request.add_association_types(type);
  return request;
}

// A document that was replaced, amended, and is in a submission set and a folder.
class GetRelatedDocumentsTest : public ::testing::Test {
 protected:
  GetRelatedDocumentsTest() {
    document_ = db_.AddDocument(AnEntry().WithUniqueId("2.999.10.1300").Build());
    replacement_ = db_.AddDocument(AnEntry().Build());
    addendum_ = db_.AddDocument(AnEntry().Build());
    replaces_ = db_.Associate(replacement_, kReplace, document_);
    appends_ = db_.Associate(addendum_, kAppend, document_);
    db_.Associate(db_.AddSubmissionSet(ASubmissionSet()), kHasMember, document_);
    db_.Associate(db_.AddFolder(AFolder()), kHasMember, document_);
    // Two steps away.
    db_.Associate(db_.AddDocument(AnEntry().Build()), kReplace, replacement_);
  }

  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(GetRelatedDocuments, request, db_.store()));
  }

  RegisteredStore db_;
  std::string document_, replacement_, addendum_, replaces_, appends_;
};

TEST_F(GetRelatedDocumentsTest, GivesAssociationsOfTheTypesAndBothEnds) {
  EXPECT_THAT(Ids(ByEntryUuid(document_, {kReplace})),
              UnorderedElementsAre(document_, replacement_, replaces_));
  EXPECT_THAT(Ids(ByEntryUuid(document_, {kReplace, kAppend})),
              UnorderedElementsAre(document_, replacement_, addendum_, replaces_, appends_));
  // As source, too.
  EXPECT_THAT(Ids(ByEntryUuid(addendum_, {kAppend})),
              UnorderedElementsAre(document_, addendum_, appends_));
  Request whole = ByEntryUuid(document_, {kReplace});
  whole.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(GetRelatedDocuments, whole, db_.store());
  EXPECT_EQ(response.document_entries_size(), 2);
  ASSERT_EQ(response.associations_size(), 1);
  EXPECT_EQ(response.associations(0).association_type(), kReplace);
}

TEST_F(GetRelatedDocumentsTest, FindsByUniqueId) {
  const std::string same = db_.AddDocument(AnEntry().WithUniqueId("2.999.10.1300").Build());
  const std::string signs = db_.Associate(same, kSigns, document_);
  Request request;
  request.set_unique_id("2.999.10.1300");
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  request.add_association_types(kSigns);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(document_, same, signs));
}

// Also without the document itself.
TEST_F(GetRelatedDocumentsTest, NothingRelatedIsAnEmptyAnswer) {
  EXPECT_THAT(Ids(ByEntryUuid(document_, {kTransform})), IsEmpty());
  EXPECT_THAT(Ids(ByEntryUuid(document_, {"urn:a-type:nobody:knows"})), IsEmpty());
  EXPECT_THAT(Ids(ByEntryUuid("urn:uuid:00000000-0000-4000-8000-000000000001", {kReplace})),
              IsEmpty());
}

TEST_F(GetRelatedDocumentsTest, BothEndsAreDocuments) {
  EXPECT_THAT(Ids(ByEntryUuid(document_, {kHasMember})), IsEmpty());
}

TEST_F(GetRelatedDocumentsTest, ObjectTypesHoldForBothEnds) {
  const std::string on_demand = db_.AddDocument(AnEntry().AsOnDemand().Build());
  const std::string snapshot_of = db_.Associate(document_, kIsSnapshotOf, on_demand);
  EXPECT_THAT(Ids(ByEntryUuid(document_, {kIsSnapshotOf})), IsEmpty());
  EXPECT_THAT(Ids(ByEntryUuid(on_demand, {kIsSnapshotOf})), IsEmpty());
  Request request = ByEntryUuid(document_, {kIsSnapshotOf});
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  EXPECT_THAT(Ids(request), IsEmpty());
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(document_, on_demand, snapshot_of));
}

TEST_F(GetRelatedDocumentsTest, DeprecatedDocumentsAreShown) {
  db_.Deprecate(document_);
  EXPECT_THAT(Ids(ByEntryUuid(replacement_, {kReplace})), ::testing::SizeIs(5));
  EXPECT_THAT(Ids(ByEntryUuid(document_, {kReplace})),
              UnorderedElementsAre(document_, replacement_, replaces_));
}

TEST_F(GetRelatedDocumentsTest, AssociationStatusesAndLevel) {
  db_.Deprecate(replaces_);
  EXPECT_THAT(Ids(ByEntryUuid(document_, {kReplace})), IsEmpty());
  Request request = ByEntryUuid(document_, {kReplace, kAppend});
  request.add_association_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(document_, replacement_, replaces_));
}

TEST_F(GetRelatedDocumentsTest, MetadataLevelOneHidesOlderVersions) {
  const std::string newer = db_.UpdateDocument(addendum_, AnEntry().Build());
  const std::string appends_too = db_.Associate(newer, kAppend, document_);
  EXPECT_THAT(Ids(ByEntryUuid(document_, {kAppend})),
              UnorderedElementsAre(document_, newer, appends_too));
  EXPECT_THAT(Ids(ByEntryUuid(addendum_, {kAppend})), IsEmpty());
  Request request = ByEntryUuid(document_, {kAppend});
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request),
              UnorderedElementsAre(document_, addendum_, newer, appends_, appends_too));
}

// Bad metadata that no rule lets in.
TEST_F(GetRelatedDocumentsTest, ACycleAndASelfRelationEnd) {
  const std::string back = db_.Associate(document_, kReplace, replacement_);
  const std::string self = db_.Associate(document_, kReplace, document_);
  EXPECT_THAT(Ids(ByEntryUuid(document_, {kReplace})),
              UnorderedElementsAre(document_, replacement_, replaces_, back, self));
}

TEST_F(GetRelatedDocumentsTest, WholeObjectsOfSeveralPatientsAreRefusedIdsAreNot) {
  const std::string other = db_.AddDocument(AnEntry().OfPatient("30916130186").Build());
  db_.Associate(other, kSigns, document_);
  Request request = ByEntryUuid(document_, {kSigns});
  EXPECT_THAT(Ids(request), ::testing::SizeIs(3));
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_EQ(
      RefusalOf(GetRelatedDocuments, request, db_.store(), absl::StatusCode::kFailedPrecondition),
      "XDSResultNotSinglePatient ");
}

TEST_F(GetRelatedDocumentsTest, PagesCoverEverythingOnce) {
  EXPECT_EQ(ExpectSameOnPages<Response>(GetRelatedDocuments,
                                        ByEntryUuid(document_, {kReplace, kAppend}), db_.store())
                .size(),
            5u);
}

TEST_F(GetRelatedDocumentsTest, RefusesMissingDoubledAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(GetRelatedDocuments, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam \n"
            "XDSStoredQueryMissingParam association_types");
  Request request = ByEntryUuid("x", {kReplace, ""});
  request.set_unique_id("1.2");
  request.set_metadata_level(3);
  EXPECT_EQ(RefusalOf(GetRelatedDocuments, request, db_.store()),
            "XDSStoredQueryParamNumber \n"
            "XDSRegistryError entry_uuid\n"
            "XDSRegistryError association_types[1]\n"
            "XDSRegistryError metadata_level");
}

}  // namespace
}  // namespace docshare::registry
