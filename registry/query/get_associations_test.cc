#include "registry/query/get_associations.h"

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/association.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Request = v1::GetAssociationsRequest;
using Response = v1::GetAssociationsResponse;

Request Query(const std::vector<std::string>& uuids) {
  Request request;
  for (const std::string& uuid : uuids) request.add_uuids(uuid);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

// A submission set, a folder with a document, a replacement of it, and what links them.
class GetAssociationsTest : public ::testing::Test {
 protected:
  GetAssociationsTest() {
    set_ = db_.AddSubmissionSet(ASubmissionSet());
    folder_ = db_.AddFolder(AFolder());
    document_ = db_.AddDocument(AnEntry().Build());
    other_ = db_.AddDocument(AnEntry().OfPatient("30916130186").Build());
    set_has_folder_ = db_.Associate(set_, kHasMember, folder_);
    folder_has_document_ = db_.Associate(folder_, kHasMember, document_);
    set_has_membership_ = db_.Associate(set_, kHasMember, folder_has_document_);
    replaces_ = db_.Associate(other_, kReplace, document_);
  }

  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(GetAssociations, request, db_.store()));
  }

  RegisteredStore db_;
  std::string set_, folder_, document_, other_;
  std::string set_has_folder_, folder_has_document_, set_has_membership_, replaces_;
};

TEST_F(GetAssociationsTest, ObjectsOfEveryKindAreEnds) {
  EXPECT_THAT(Ids(Query({set_})), UnorderedElementsAre(set_has_folder_, set_has_membership_));
  EXPECT_THAT(Ids(Query({folder_})), UnorderedElementsAre(set_has_folder_, folder_has_document_));
  EXPECT_THAT(Ids(Query({document_})), UnorderedElementsAre(folder_has_document_, replaces_));
  EXPECT_THAT(Ids(Query({folder_has_document_})), ElementsAre(set_has_membership_));
}

TEST_F(GetAssociationsTest, EachComesOnceAndWhole) {
  Request request = Query({document_, other_, document_, folder_, set_});
  EXPECT_THAT(Ids(request), UnorderedElementsAre(set_has_folder_, folder_has_document_,
                                                 set_has_membership_, replaces_));
  request = Query({other_});
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(GetAssociations, request, db_.store());
  ASSERT_EQ(response.associations_size(), 1);
  EXPECT_EQ(response.associations(0).association_type(), kReplace);
  EXPECT_EQ(response.associations(0).source_object(), other_);
  EXPECT_EQ(response.associations(0).target_object(), document_);
  EXPECT_EQ(response.associations(0).availability_status(),
            metadata::v1::AVAILABILITY_STATUS_APPROVED);
}

// The standard has no such rule here.
TEST_F(GetAssociationsTest, NoSinglePatientRule) {
  Request request = Query({document_, other_});
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(folder_has_document_, replaces_));
}

TEST_F(GetAssociationsTest, MetadataLevelOneHidesDeprecatedAssociations) {
  db_.Deprecate(replaces_);
  EXPECT_THAT(Ids(Query({document_})), ElementsAre(folder_has_document_));
  Request request = Query({document_});
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(folder_has_document_, replaces_));
}

TEST_F(GetAssociationsTest, AssociationStatusesAreOred) {
  db_.Deprecate(replaces_);
  Request request = Query({document_});
  request.add_association_statuses(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  // Level 1 hides it all the same.
  EXPECT_THAT(Ids(request), IsEmpty());
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), ElementsAre(replaces_));
  request.add_association_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(folder_has_document_, replaces_));
}

TEST_F(GetAssociationsTest, UnknownIdsFindNothing) {
  EXPECT_THAT(Ids(Query({"urn:uuid:00000000-0000-4000-8000-000000000001"})), IsEmpty());
}

TEST_F(GetAssociationsTest, PagesCoverEverythingOnce) {
  EXPECT_EQ(ExpectSameOnPages<Response>(GetAssociations, Query({document_, other_, folder_, set_}),
                                        db_.store())
                .size(),
            4u);
}

TEST_F(GetAssociationsTest, RefusesMissingAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(GetAssociations, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam uuids");
  Request request = Query({document_, "urn:uuid:NOT"});
  request.set_metadata_level(3);
  request.set_page_token("made-up");
  EXPECT_EQ(RefusalOf(GetAssociations, request, db_.store()),
            "XDSRegistryError page_token\n"
            "XDSRegistryError uuids[1]\n"
            "XDSRegistryError metadata_level");
  EXPECT_EQ(
      RefusalOf(GetAssociations, Query(std::vector<std::string>(1001, document_)), db_.store()),
      "XDSRegistryError uuids");
}

TEST_F(GetAssociationsTest, TooManyAreRefused) {
  metadata::v1::Association association;
  association.set_association_type(kHasMember);
  association.set_source_object(folder_);
  association.set_target_object(document_);
  association.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  const std::string bytes = association.SerializeAsString();
  platform::KvBatch batch;
  for (int i = 0; i < 20'001; ++i) {
    EntryUuid::Bytes uuid{};
    for (int b = 0; b < 4; ++b) uuid[b] = static_cast<uint8_t>(i >> (24 - 8 * b));
    WriteAssociation(EntryUuid::FromBytes(uuid), *EntryUuid::Parse(folder_),
                     *EntryUuid::Parse(document_), bytes, batch);
  }
  db_.Commit(batch);
  EXPECT_EQ(RefusalOf(GetAssociations, Query({folder_}), db_.store(),
                      absl::StatusCode::kFailedPrecondition),
            "XDSTooManyResults ");
}

TEST_F(GetAssociationsTest, AnIndexRowWithoutItsAssociationIsDataLoss) {
  platform::KvBatch batch;
  batch.Delete(AssociationKey(*EntryUuid::Parse(replaces_)));
  db_.Commit(batch);
  EXPECT_TRUE(absl::IsDataLoss(GetAssociations(Query({document_}), db_.store()).status()));
}

}  // namespace
}  // namespace docshare::registry
