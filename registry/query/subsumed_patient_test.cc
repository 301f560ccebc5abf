// A patient whose record was merged into another's finds nothing, in every query that names one.

#include <string>
#include <vector>

#include "domain/ids/patient_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/patient.h"
#include "registry/query/find_documents.h"
#include "registry/query/find_documents_by_reference_id.h"
#include "registry/query/find_documents_exclude.h"
#include "registry/query/find_documents_for_multiple_patients.h"
#include "registry/query/find_folders.h"
#include "registry/query/find_folders_for_multiple_patients.h"
#include "registry/query/find_submission_sets.h"
#include "registry/query/get_all.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr auto kApproved = metadata::v1::AVAILABILITY_STATUS_APPROVED;

template <typename Request>
Request OfPatient() {
  Request request;
  if constexpr (requires { request.add_patient_ids(); }) {
    *request.add_patient_ids() = APatient();
  } else {
    *request.mutable_patient_id() = APatient();
  }
  if constexpr (requires { request.add_statuses(kApproved); }) request.add_statuses(kApproved);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  return request;
}

class SubsumedPatientTest : public ::testing::Test {
 protected:
  SubsumedPatientTest() {
    db_.Register(AnEntry().Also([](metadata::v1::DocumentEntry& entry) {
      entry.add_reference_ids()->set_id("A");
      entry.mutable_reference_ids(0)->set_identifier_type_code("urn:x");
    }));
    db_.AddFolder(AFolder());
  }

  // The objects stay where they are, so that only the identifier decides.
  void Subsume() {
    const uint64_t surviving = db_.AddPatient(APatient("30916130186"));
    const uint64_t subsumed = db_.AddPatient(APatient());
    storage::v1::PatientRow row;
    *row.mutable_patient_id() = APatient();
    row.set_merged_into(surviving);
    platform::KvBatch batch;
    WritePatient(*PatientId::FromProto(APatient()), subsumed, row, batch);
    db_.Commit(batch);
  }

  template <typename Response, typename Request>
  void ExpectNothingOnceSubsumed(StoredQuery<Request> query, const Request& request) {
    EXPECT_THAT(IdsOf(Ask<Response>(query, request, db_.store())), Not(IsEmpty()));
    Subsume();
    EXPECT_THAT(IdsOf(Ask<Response>(query, request, db_.store())), IsEmpty());
  }

  RegisteredStore db_;
};

TEST_F(SubsumedPatientTest, FindDocuments) {
  ExpectNothingOnceSubsumed<v1::FindDocumentsResponse>(FindDocuments,
                                                       OfPatient<v1::FindDocumentsRequest>());
}

TEST_F(SubsumedPatientTest, FindDocumentsByReferenceId) {
  auto request = OfPatient<v1::FindDocumentsByReferenceIdRequest>();
  request.add_reference_ids()->add_any_of("A^^^^urn:x");
  ExpectNothingOnceSubsumed<v1::FindDocumentsByReferenceIdResponse>(FindDocumentsByReferenceId,
                                                                    request);
}

TEST_F(SubsumedPatientTest, FindDocumentsExclude) {
  ExpectNothingOnceSubsumed<v1::FindDocumentsExcludeResponse>(
      FindDocumentsExclude, OfPatient<v1::FindDocumentsExcludeRequest>());
}

TEST_F(SubsumedPatientTest, FindDocumentsForMultiplePatients) {
  ExpectNothingOnceSubsumed<v1::FindDocumentsForMultiplePatientsResponse>(
      FindDocumentsForMultiplePatients, OfPatient<v1::FindDocumentsForMultiplePatientsRequest>());
}

TEST_F(SubsumedPatientTest, FindFolders) {
  ExpectNothingOnceSubsumed<v1::FindFoldersResponse>(FindFolders,
                                                     OfPatient<v1::FindFoldersRequest>());
}

TEST_F(SubsumedPatientTest, FindFoldersForMultiplePatients) {
  ExpectNothingOnceSubsumed<v1::FindFoldersForMultiplePatientsResponse>(
      FindFoldersForMultiplePatients, OfPatient<v1::FindFoldersForMultiplePatientsRequest>());
}

TEST_F(SubsumedPatientTest, FindSubmissionSets) {
  ExpectNothingOnceSubsumed<v1::FindSubmissionSetsResponse>(
      FindSubmissionSets, OfPatient<v1::FindSubmissionSetsRequest>());
}

TEST_F(SubsumedPatientTest, GetAll) {
  auto request = OfPatient<v1::GetAllRequest>();
  request.add_document_statuses(kApproved);
  request.add_submission_set_statuses(kApproved);
  request.add_folder_statuses(kApproved);
  ExpectNothingOnceSubsumed<v1::GetAllResponse>(registry::GetAll, request);
}

}  // namespace
}  // namespace docshare::registry
