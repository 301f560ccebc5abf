#include "registry/query/get_submission_sets.h"

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

using Request = v1::GetSubmissionSetsRequest;
using Response = v1::GetSubmissionSetsResponse;

Request Query(const std::vector<std::string>& uuids) {
  Request request;
  for (const std::string& uuid : uuids) request.add_uuids(uuid);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

// One submission brings a document and a folder and puts one into the other; another one refers to
// the document.
class GetSubmissionSetsTest : public ::testing::Test {
 protected:
  GetSubmissionSetsTest() {
    set_ = db_.AddSubmissionSet(ASubmissionSet());
    later_ = db_.AddSubmissionSet(ASubmissionSet());
    document_ = db_.AddDocument(AnEntry().Build());
    folder_ = db_.AddFolder(AFolder());
    set_document_ = db_.Associate(set_, kHasMember, document_);
    set_folder_ = db_.Associate(set_, kHasMember, folder_);
    membership_ = db_.Associate(folder_, kHasMember, document_);
    set_membership_ = db_.Associate(set_, kHasMember, membership_);
    later_document_ = db_.Associate(later_, kHasMember, document_);
  }

  std::vector<std::string> Ids(const Request& request) {
    return IdsOf(Ask<Response>(GetSubmissionSets, request, db_.store()));
  }

  RegisteredStore db_;
  std::string set_, later_, document_, folder_, membership_;
  std::string set_document_, set_folder_, set_membership_, later_document_;
};

TEST_F(GetSubmissionSetsTest, MembersAreDocumentsFoldersAndAssociations) {
  EXPECT_THAT(Ids(Query({document_})),
              UnorderedElementsAre(set_, later_, set_document_, later_document_));
  EXPECT_THAT(Ids(Query({folder_})), UnorderedElementsAre(set_, set_folder_));
  EXPECT_THAT(Ids(Query({membership_})), UnorderedElementsAre(set_, set_membership_));
  EXPECT_THAT(Ids(Query({folder_, membership_, folder_})),
              UnorderedElementsAre(set_, set_folder_, set_membership_));
  Request whole = Query({document_});
  whole.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(GetSubmissionSets, whole, db_.store());
  EXPECT_EQ(response.submission_sets_size(), 2);
  EXPECT_EQ(response.associations_size(), 2);
}

TEST_F(GetSubmissionSetsTest, UnknownIdsAndSetsThemselvesFindNothing) {
  EXPECT_THAT(Ids(Query({"urn:uuid:00000000-0000-4000-8000-000000000001", set_})), IsEmpty());
}

TEST_F(GetSubmissionSetsTest, MetadataLevelOneHidesDeprecatedAssociationsAndTheirSets) {
  db_.Deprecate(later_document_);
  EXPECT_THAT(Ids(Query({document_})), UnorderedElementsAre(set_, set_document_));
  Request request = Query({document_});
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(set_, later_, set_document_, later_document_));
}

// A submission may refer to a document of another patient.
TEST_F(GetSubmissionSetsTest, WholeObjectsOfSeveralPatientsAreRefusedIdsAreNot) {
  const std::string foreign = db_.AddSubmissionSet(ASubmissionSet("30916130186"));
  db_.Associate(foreign, kHasMember, document_);
  Request request = Query({document_});
  EXPECT_THAT(Ids(request), ::testing::SizeIs(6));
  request.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_EQ(
      RefusalOf(GetSubmissionSets, request, db_.store(), absl::StatusCode::kFailedPrecondition),
      "XDSResultNotSinglePatient ");
}

TEST_F(GetSubmissionSetsTest, PagesCoverEverythingOnce) {
  EXPECT_EQ(ExpectSameOnPages<Response>(GetSubmissionSets, Query({document_, folder_, membership_}),
                                        db_.store())
                .size(),
            6u);
}

TEST_F(GetSubmissionSetsTest, RefusesMissingAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(GetSubmissionSets, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam uuids");
  Request request = Query({"x"});
  request.set_metadata_level(3);
  EXPECT_EQ(RefusalOf(GetSubmissionSets, request, db_.store()),
            "XDSRegistryError uuids[0]\n"
            "XDSRegistryError metadata_level");
}

}  // namespace
}  // namespace docshare::registry
