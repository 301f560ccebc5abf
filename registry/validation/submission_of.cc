#include "registry/validation/submission_of.h"

namespace docshare::registry {

v1::RegisterDocumentSetRequest SubmissionOf(
    const v1::RegisterOnDemandDocumentEntryRequest& request) {
  v1::RegisterDocumentSetRequest submission;
  if (request.has_submission_set()) *submission.mutable_submission_set() = request.submission_set();
  *submission.mutable_document_entries() = request.document_entries();
  *submission.mutable_folders() = request.folders();
  *submission.mutable_associations() = request.associations();
  return submission;
}

}  // namespace docshare::registry
