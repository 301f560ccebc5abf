#include "registry/query/get_documents_and_associations.h"

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
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::GetDocumentsAndAssociationsRequest;
using Response = v1::GetDocumentsAndAssociationsResponse;

Request Query(const std::vector<std::string>& entry_uuids) {
  Request request;
  for (const std::string& uuid : entry_uuids) request.add_entry_uuids(uuid);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

class GetDocumentsAndAssociationsTest : public ::testing::Test {
 protected:
  GetDocumentsAndAssociationsTest() {
    set_ = db_.AddSubmissionSet(ASubmissionSet());
    folder_ = db_.AddFolder(AFolder());
    document_ = db_.AddDocument(AnEntry().WithUniqueId("2.999.10.700").Build());
    addendum_ = db_.AddDocument(AnEntry().Build());
    of_set_ = db_.Associate(set_, kHasMember, document_);
    of_folder_ = db_.Associate(folder_, kHasMember, document_);
    appends_ = db_.Associate(addendum_, kAppend, document_);
    db_.Associate(set_, kHasMember, addendum_);
  }

  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(GetDocumentsAndAssociations, request, db_.store()));
  }

  RegisteredStore db_;
  std::string set_, folder_, document_, addendum_, of_set_, of_folder_, appends_;
};

// Membership too, without the submission set and the folder.
TEST_F(GetDocumentsAndAssociationsTest, GivesDocumentsThenEveryAssociationOfThem) {
  EXPECT_THAT(Ids(Query({document_})),
              UnorderedElementsAre(document_, of_set_, of_folder_, appends_));
  Request request = Query({document_});
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(GetDocumentsAndAssociations, request, db_.store());
  ASSERT_EQ(response.document_entries_size(), 1);
  EXPECT_EQ(response.document_entries(0).entry_uuid(), document_);
  EXPECT_EQ(response.associations_size(), 3);
}

TEST_F(GetDocumentsAndAssociationsTest, FindsEveryDocumentOfAUniqueId) {
  const std::string same = db_.AddDocument(AnEntry().WithUniqueId("2.999.10.700").Build());
  Request request;
  request.add_unique_ids("2.999.10.700");
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(document_, same, of_set_, of_folder_, appends_));
}

TEST_F(GetDocumentsAndAssociationsTest, AnAssociationBetweenTwoOfThemComesOnce) {
  EXPECT_EQ(ExpectSameOnPages<Response>(GetDocumentsAndAssociations,
                                        Query({document_, addendum_, document_}), db_.store())
                .size(),
            6u);
}

TEST_F(GetDocumentsAndAssociationsTest, OnDemandEntriesAreGivenToo) {
  const std::string on_demand = db_.AddDocument(AnEntry().AsOnDemand().Build());
  EXPECT_THAT(Ids(Query({on_demand})), ElementsAre(on_demand));
}

TEST_F(GetDocumentsAndAssociationsTest, AssociationStatusesAndLevel) {
  db_.Deprecate(of_folder_);
  EXPECT_THAT(Ids(Query({document_})), UnorderedElementsAre(document_, of_set_, appends_));
  Request request = Query({document_});
  request.add_association_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_THAT(Ids(request), ElementsAre(document_));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), ElementsAre(document_, of_folder_));
}

TEST_F(GetDocumentsAndAssociationsTest, MetadataLevelOneHidesOlderVersionsAndTheirAssociations) {
  const std::string newest = db_.UpdateDocument(document_, AnEntry().Build());
  EXPECT_THAT(Ids(Query({document_})), IsEmpty());
  Request request;
  request.add_unique_ids("2.999.10.700");
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  EXPECT_THAT(Ids(request), ElementsAre(newest));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(document_, newest, of_set_, of_folder_, appends_));
}

TEST_F(GetDocumentsAndAssociationsTest, WholeObjectsOfSeveralPatientsAreRefusedIdsAreNot) {
  const std::string other = db_.AddDocument(AnEntry().OfPatient("30916130186").Build());
  Request request = Query({addendum_, other});
  EXPECT_THAT(Ids(request), ::testing::SizeIs(4));
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_EQ(RefusalOf(GetDocumentsAndAssociations, request, db_.store(),
                      absl::StatusCode::kFailedPrecondition),
            "XDSResultNotSinglePatient ");
}

TEST_F(GetDocumentsAndAssociationsTest, OtherKindsAndUnknownIdsFindNothing) {
  EXPECT_THAT(Ids(Query({set_, folder_, of_set_, "urn:uuid:00000000-0000-4000-8000-000000000001"})),
              IsEmpty());
}

TEST_F(GetDocumentsAndAssociationsTest, RefusesMissingDoubledAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(GetDocumentsAndAssociations, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam ");
  Request request = Query({document_, "x"});
  request.add_unique_ids("");
  request.set_metadata_level(3);
  EXPECT_EQ(RefusalOf(GetDocumentsAndAssociations, request, db_.store()),
            "XDSStoredQueryParamNumber \n"
            "XDSRegistryError entry_uuids[1]\n"
            "XDSRegistryError unique_ids[0]\n"
            "XDSRegistryError metadata_level");
}

}  // namespace
}  // namespace docshare::registry
