// A token of a page serves while the patient's objects keep their places: objects that only come,
// go or change status do not end a query, those that move do.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/patient.h"
#include "registry/query/find_documents.h"
#include "registry/query/find_documents_for_multiple_patients.h"
#include "registry/query/find_folders.h"
#include "registry/query/get_all.h"
#include "registry/query/testing/answer.h"
#include "registry/query/testing/registered_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;

constexpr auto kApproved = metadata::v1::AVAILABILITY_STATUS_APPROVED;
constexpr char kOther[] = "30916130186";

class StalePageTokenTest : public ::testing::Test {
 protected:
  StalePageTokenTest() {
    document_ = db_.Register(AnEntry().CreatedAt("20230101"));
    db_.Register(AnEntry().CreatedAt("20240101"));
    folder_ = db_.AddFolder(AFolder());
    other_number_ = db_.AddPatient(APatient(kOther));
    number_ = db_.AddPatient(APatient());
  }

  static v1::FindDocumentsRequest Query() {
    v1::FindDocumentsRequest request;
    *request.mutable_patient_id() = APatient();
    request.add_statuses(kApproved);
    request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
    request.set_page_size(1);
    return request;
  }

  static v1::FindDocumentsForMultiplePatientsRequest QueryOfTwo() {
    v1::FindDocumentsForMultiplePatientsRequest request;
    *request.add_patient_ids() = APatient();
    *request.add_patient_ids() = APatient(kOther);
    request.add_statuses(kApproved);
    request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
    request.set_page_size(1);
    return request;
  }

  // Whether a token that was given before `change` serves after it.
  template <typename Response, typename Request, typename Change>
  bool Serves(StoredQuery<Request> query, Request request, const Change& change) {
    const Response page = Ask<Response>(query, request, db_.store());
    EXPECT_FALSE(page.next_page_token().empty());
    change();
    request.set_page_token(page.next_page_token());
    const absl::Status status = query(request, db_.store()).status();
    EXPECT_TRUE(status.ok() || absl::IsInvalidArgument(status)) << status;
    return status.ok();
  }

  void Merge(uint64_t subsumed, const char* subsumed_id, uint64_t surviving) {
    storage::v1::PatientRow row;
    *row.mutable_patient_id() = APatient(subsumed_id);
    row.set_merged_into(surviving);
    platform::KvBatch batch;
    WritePatient(*PatientId::FromProto(APatient(subsumed_id)), subsumed, row, batch);
    db_.Commit(batch);
  }

  RegisteredStore db_;
  std::string document_;
  std::string folder_;
  uint64_t number_ = 0;
  uint64_t other_number_ = 0;
};

TEST_F(StalePageTokenTest, ServesWhileObjectsKeepTheirPlaces) {
  EXPECT_TRUE(Serves<v1::FindDocumentsResponse>(FindDocuments, Query(), [&] {
    db_.Register(AnEntry().CreatedAt("2022"));
    db_.Register(AnEntry().OfPatient(kOther));
    db_.Deprecate(document_);
  }));
}

TEST_F(StalePageTokenTest, NewVersionOfADocumentEndsIt) {
  EXPECT_FALSE(Serves<v1::FindDocumentsResponse>(FindDocuments, Query(), [&] {
    db_.UpdateDocument(document_, AnEntry().CreatedAt("2025").Build());
  }));
}

TEST_F(StalePageTokenTest, NewVersionOfAFolderEndsIt) {
  v1::GetAllRequest request;
  *request.mutable_patient_id() = APatient();
  request.add_document_statuses(kApproved);
  request.add_submission_set_statuses(kApproved);
  request.add_folder_statuses(kApproved);
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  request.set_page_size(1);
  EXPECT_FALSE(
      Serves<v1::GetAllResponse>(GetAll, request, [&] { db_.UpdateFolder(folder_, AFolder()); }));
}

TEST_F(StalePageTokenTest, MergeOfThePatientEndsIt) {
  EXPECT_FALSE(Serves<v1::FindDocumentsResponse>(
      FindDocuments, Query(), [&] { Merge(number_, "12838520020", other_number_); }));
}

TEST_F(StalePageTokenTest, MergeOfOneOfSeveralPatientsEndsIt) {
  EXPECT_FALSE(Serves<v1::FindDocumentsForMultiplePatientsResponse>(
      FindDocumentsForMultiplePatients, QueryOfTwo(),
      [&] { Merge(other_number_, kOther, number_); }));
}

TEST_F(StalePageTokenTest, ObjectsThatComeFromAnotherPatientEndIt) {
  const std::string theirs = db_.Register(AnEntry().OfPatient(kOther));
  EXPECT_FALSE(Serves<v1::FindDocumentsResponse>(FindDocuments, Query(), [&] {
    db_.Edit([&](ObjectEditor& editor) {
      EXPECT_TRUE(
          editor
              .MoveToPatient(*EntryUuid::Parse(theirs), *PatientId::FromProto(APatient()), number_)
              .ok());
    });
  }));
}

}  // namespace
}  // namespace docshare::registry
