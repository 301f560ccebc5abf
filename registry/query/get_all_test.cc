#include "registry/query/get_all.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using metadata::v1::DocumentEntry;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

using Request = v1::GetAllRequest;
using Response = v1::GetAllResponse;

constexpr char kSystem[] = "2.999.7";
constexpr auto kApproved = metadata::v1::AVAILABILITY_STATUS_APPROVED;
constexpr auto kDeprecated = metadata::v1::AVAILABILITY_STATUS_DEPRECATED;

Request Query() {
  Request request;
  *request.mutable_patient_id() = APatient();
  request.add_document_statuses(kApproved);
  request.add_submission_set_statuses(kApproved);
  request.add_folder_statuses(kApproved);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

// A submission of two documents and a folder that holds one of them.
class GetAllTest : public ::testing::Test {
 protected:
  GetAllTest() {
    set_ = db_.AddSubmissionSet(ASubmissionSet());
    a_ = db_.AddDocument(WithFormat("F1", "20240102"));
    b_ = db_.AddDocument(WithFormat("F2", "20240101"));
    folder_ = db_.AddFolder(AFolder());
    set_a_ = db_.Associate(set_, kHasMember, a_);
    set_b_ = db_.Associate(set_, kHasMember, b_);
    set_folder_ = db_.Associate(set_, kHasMember, folder_);
    folder_a_ = db_.Associate(folder_, kHasMember, a_);
    set_folder_a_ = db_.Associate(set_, kHasMember, folder_a_);
    // Somebody else's.
    db_.Register(AnEntry().OfPatient("30916130186"));
  }

  static DocumentEntry WithFormat(const std::string& format, const std::string& dtm) {
    DocumentEntry entry = AnEntry().CreatedAt(dtm).Build();
    *entry.mutable_format_code() = ACode(format, kSystem);
    return entry;
  }

  std::vector<std::string> Ids(const Request& request) {
    return AllIds<Response>(GetAll, request, db_.store());
  }

  RegisteredStore db_;
  std::string set_, a_, b_, folder_, set_a_, set_b_, set_folder_, folder_a_, set_folder_a_;
};

TEST_F(GetAllTest, GivesObjectsOfEveryKindInOrderThenAssociations) {
  const std::vector<std::string> ids = Ids(Query());
  ASSERT_THAT(ids, SizeIs(9));
  EXPECT_THAT(std::vector<std::string>(ids.begin(), ids.begin() + 4),
              ElementsAre(set_, a_, b_, folder_));
  EXPECT_THAT(std::vector<std::string>(ids.begin() + 4, ids.end()),
              UnorderedElementsAre(set_a_, set_b_, set_folder_, folder_a_, set_folder_a_));
  Request whole = Query();
  whole.set_return_type(v1::RETURN_TYPE_LEAF_CLASS);
  const Response response = Ask<Response>(GetAll, whole, db_.store());
  EXPECT_EQ(response.submission_sets_size(), 1);
  EXPECT_EQ(response.document_entries_size(), 2);
  EXPECT_EQ(response.folders_size(), 1);
  EXPECT_EQ(response.associations_size(), 5);
  EXPECT_EQ(response.commit_position(), db_.store().commit_position());
}

TEST_F(GetAllTest, UnknownPatientHasNothing) {
  Request request = Query();
  *request.mutable_patient_id() = APatient("20891270128");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(GetAllTest, PagesCoverEverythingOnce) {
  EXPECT_THAT(ExpectSameOnPages<Response>(GetAll, Query(), db_.store()), SizeIs(9));
}

// Each kind has its own statuses, and associations hang on whatever is left.
TEST_F(GetAllTest, StatusesAreOfTheirKind) {
  db_.Deprecate(a_);
  EXPECT_THAT(Ids(Query()), UnorderedElementsAre(set_, b_, folder_, set_a_, set_b_, set_folder_,
                                                 folder_a_, set_folder_a_));
  db_.Deprecate(folder_);
  Request request = Query();
  EXPECT_THAT(Ids(request),
              UnorderedElementsAre(set_, b_, set_a_, set_b_, set_folder_, set_folder_a_));
  request.add_document_statuses(kDeprecated);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(set_, a_, b_, set_a_, set_b_, set_folder_,
                                                 folder_a_, set_folder_a_));
  // Level 1 does not hide a deprecated folder here.
  request.add_folder_statuses(kDeprecated);
  EXPECT_THAT(Ids(request), SizeIs(9));
  request.clear_submission_set_statuses();
  request.add_submission_set_statuses(kDeprecated);
  EXPECT_THAT(Ids(request),
              UnorderedElementsAre(a_, b_, folder_, set_a_, set_b_, set_folder_, folder_a_));
}

TEST_F(GetAllTest, AssociationsOfTargetsAloneComeWithTheTarget) {
  Request request = Query();
  request.clear_submission_set_statuses();
  request.add_submission_set_statuses(kDeprecated);
  const auto all = ExpectSameOnPages<Response>(GetAll, request, db_.store());
  EXPECT_THAT(all, AllOf(SizeIs(7), Not(Contains(set_)), Contains(set_a_)));
}

// The other end is of another patient, or nowhere.
TEST_F(GetAllTest, AssociationsMayPointOutsideOfTheAnswer) {
  const std::string foreign_set = db_.AddSubmissionSet(ASubmissionSet("30916130186"));
  const std::string from_foreign = db_.Associate(foreign_set, kHasMember, a_);
  const std::string to_nowhere = db_.Associate(b_, kAppend, db_.NewUrn());
  const std::string self = db_.Associate(b_, kReplace, b_);
  EXPECT_THAT(ExpectSameOnPages<Response>(GetAll, Query(), db_.store()),
              AllOf(SizeIs(12), Contains(from_foreign), Contains(to_nowhere), Contains(self),
                    Not(Contains(foreign_set))));
}

TEST_F(GetAllTest, FiltersLimitDocumentsOnly) {
  Request request = Query();
  request.add_format_codes()->set_code("F2");
  request.mutable_format_codes(0)->set_code_system(kSystem);
  // The folder still has its association to the document that is left out.
  EXPECT_THAT(Ids(request), UnorderedElementsAre(set_, b_, folder_, set_a_, set_b_, set_folder_,
                                                 folder_a_, set_folder_a_));
  request = Query();
  auto& filter = *request.add_confidentiality_codes()->add_any_of();
  filter.set_code("R");
  filter.set_code_system("2.16.840.1.113883.5.25");
  EXPECT_THAT(Ids(request), AllOf(SizeIs(7), Not(Contains(a_)), Not(Contains(b_))));
}

TEST_F(GetAllTest, ConfidentialityGroupsAreAnded) {
  const std::string both =
      db_.AddDocument(AnEntry()
                          .Also([](DocumentEntry& entry) {
                            entry.clear_confidentiality_codes();
                            *entry.add_confidentiality_codes() = ACode("N", kSystem);
                            *entry.add_confidentiality_codes() = ACode("R", kSystem);
                          })
                          .Build());
  Request request = Query();
  for (const char* code : {"N", "R"}) {
    auto& filter = *request.add_confidentiality_codes()->add_any_of();
    filter.set_code(code);
    filter.set_code_system(kSystem);
  }
  EXPECT_THAT(Ids(request), AllOf(Contains(both), Not(Contains(a_))));
}

TEST_F(GetAllTest, StableEntriesAreTheDefaultType) {
  const std::string on_demand = db_.AddDocument(AnEntry().AsOnDemand().Build());
  EXPECT_THAT(Ids(Query()), Not(Contains(on_demand)));
  Request request = Query();
  request.add_object_types(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  EXPECT_THAT(Ids(request), AllOf(Contains(on_demand), Not(Contains(a_))));
}

TEST_F(GetAllTest, AssociationStatusesAndLevel) {
  db_.Deprecate(folder_a_);
  EXPECT_THAT(Ids(Query()), AllOf(SizeIs(8), Not(Contains(folder_a_))));
  Request request = Query();
  request.add_association_statuses(kDeprecated);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(set_, a_, b_, folder_));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), UnorderedElementsAre(set_, a_, b_, folder_, folder_a_));
  request.add_association_statuses(kApproved);
  EXPECT_THAT(Ids(request), SizeIs(9));
}

TEST_F(GetAllTest, MetadataLevelOneHidesOlderVersions) {
  const std::string newer_document = db_.UpdateDocument(a_, AnEntry().Build());
  const std::string newer_folder = db_.UpdateFolder(folder_, AFolder());
  Request request = Query();
  request.add_document_statuses(kDeprecated);
  request.add_folder_statuses(kDeprecated);
  EXPECT_THAT(Ids(request), AllOf(Contains(newer_document), Contains(newer_folder),
                                  Not(Contains(a_)), Not(Contains(folder_))));
  request.set_metadata_level(2);
  EXPECT_THAT(Ids(request), AllOf(SizeIs(11), Contains(a_), Contains(folder_)));
}

// What a page ended at may be gone when the next one is asked for.
TEST_F(GetAllTest, APageGoesOnWhereItsObjectWas) {
  const std::vector<std::string> before = Ids(Query());
  for (size_t size = 1; size < before.size(); ++size) {
    Request request = Query();
    request.set_page_size(static_cast<uint32_t>(size));
    const Response first = Ask<Response>(GetAll, request, db_.store());
    RegisteredStore other;
    // A registry with the same cursor key, community and patient, and nothing else.
    other.AddPatient(APatient());
    request.set_page_token(first.next_page_token());
    EXPECT_THAT(AllIds<Response>(GetAll, request, other.store()), IsEmpty());
  }
}

TEST_F(GetAllTest, LargeRecordsPageToTheEnd) {
  for (int i = 0; i < 60; ++i) {
    const std::string document = db_.AddDocument(AnEntry().Build());
    db_.Associate(set_, kHasMember, document);
    db_.Associate(folder_, kHasMember, document);
  }
  Request request = Query();
  request.set_page_size(7);
  EXPECT_THAT(Ids(request), SizeIs(9 + 180));
  EXPECT_EQ(Ids(request), Ids(Query()));
}

TEST_F(GetAllTest, RefusesMissingAndMalformedParameters) {
  EXPECT_EQ(RefusalOf(GetAll, Request(), db_.store()),
            "XDSStoredQueryMissingParam return_type\n"
            "XDSStoredQueryMissingParam patient_id\n"
            "XDSStoredQueryMissingParam document_statuses\n"
            "XDSStoredQueryMissingParam submission_set_statuses\n"
            "XDSStoredQueryMissingParam folder_statuses");
  Request request = Query();
  request.clear_document_statuses();
  request.add_document_statuses(static_cast<metadata::v1::AvailabilityStatus>(9));
  request.set_metadata_level(3);
  request.add_format_codes()->set_code("F");
  request.add_confidentiality_codes();
  request.set_page_token("made-up");
  EXPECT_EQ(RefusalOf(GetAll, request, db_.store()),
            "XDSRegistryError page_token\n"
            "XDSStoredQueryMissingParam document_statuses\n"
            "XDSRegistryError metadata_level\n"
            "XDSRegistryError format_codes[0]\n"
            "XDSRegistryError confidentiality_codes[0].any_of");
}

TEST_F(GetAllTest, WaitsForNoStateItHasNot) {
  Request request = Query();
  request.set_min_commit_position(db_.store().commit_position() + 1);
  EXPECT_TRUE(absl::IsUnavailable(GetAll(request, db_.store()).status()));
}

}  // namespace
}  // namespace docshare::registry
