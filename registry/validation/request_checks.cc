#include "registry/validation/request_checks.h"

#include "registry/validation/submission_of.h"

namespace docshare::registry {

Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::RegisterDocumentSetRequest& request) {
  return validator.Check(request, Transaction::kRegisterDocumentSet);
}

Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::RegisterOnDemandDocumentEntryRequest& request) {
  return validator.Check(SubmissionOf(request), Transaction::kRegisterOnDemandDocumentEntry);
}

Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::UpdateDocumentSetRequest& request) {
  return validator.Check(request.submission(), Transaction::kUpdateDocumentSet);
}

Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::RestrictedUpdateDocumentSetRequest& request) {
  return validator.Check(request.submission(), Transaction::kUpdateDocumentSet);
}

Findings CheckRequest(const SubmissionValidator& validator, const v1::FeedPatientRequest& request) {
  return validator.CheckPatient(request.patient_id(), "patient_id", "FeedPatient");
}

Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::MergePatientsRequest& request) {
  return validator.CheckPatient(request.surviving(), "surviving", "MergePatients");
}

Findings CheckRequest(const SubmissionValidator& validator,
                      const v1::ChangePatientLinkRequest& request) {
  return validator.CheckPatient(request.current(), "current", "ChangePatientLink");
}

Findings CheckRequest(const SubmissionValidator&, const v1::RemoveMetadataRequest&) { return {}; }

}  // namespace docshare::registry
