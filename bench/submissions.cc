#include "bench/submissions.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare::bench {

metadata::v1::PatientIdentifier Patient(int index) {
  metadata::v1::PatientIdentifier patient;
  patient.set_id(absl::StrCat("bench-", index));
  patient.set_assigning_authority("2.999.77");
  return patient;
}

registry::v1::RegisterDocumentSetRequest Submission(int patient, uint64_t number, int documents) {
  docshare::testing::SubmissionBuilder submission = docshare::testing::ASubmission();
  for (int i = 0; i < documents; ++i) {
    submission.With(docshare::testing::AnEntry()
                        .WithEntryUuid(absl::StrCat("document-", i))
                        .WithUniqueId(absl::StrCat("2.999.78.", number, ".", i))
                        .CreatedAt(absl::StrFormat("202401%02d%02d%02d%02d", 1 + number % 28,
                                                   number / 28 % 24, i % 60, number % 60))
                        .OfBytes(absl::StrCat("document ", number, " ", i)));
  }
  registry::v1::RegisterDocumentSetRequest request =
      submission.WithUniqueId(absl::StrCat("2.999.79.", number)).Build();
  *request.mutable_submission_set()->mutable_patient_id() = Patient(patient);
  for (metadata::v1::DocumentEntry& entry : *request.mutable_document_entries()) {
    *entry.mutable_patient_id() = Patient(patient);
  }
  return request;
}

registry::v1::FindDocumentsRequest Query(int patient) {
  registry::v1::FindDocumentsRequest request;
  *request.mutable_patient_id() = Patient(patient);
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  request.set_page_size(kDocumentsPerPatient);
  return request;
}

}  // namespace docshare::bench
