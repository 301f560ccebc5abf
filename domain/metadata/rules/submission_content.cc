#include "domain/metadata/rules/submission_content.h"

#include <algorithm>

#include "domain/metadata/rules/location.h"

namespace docshare {

void CheckSubmissionContent(const registry::v1::RegisterDocumentSetRequest& request,
                            RegistryErrors& errors) {
  if (!request.has_submission_set()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, SubmissionSetLocation(),
               "a submission has exactly one submission set; there is none");
  }
  const bool has_reference = std::any_of(
      request.associations().begin(), request.associations().end(), [](const auto& association) {
        return association.submission_set_status() == metadata::v1::SUBMISSION_SET_STATUS_REFERENCE;
      });
  if (request.document_entries().empty() && !has_reference) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, "",
               "an empty submission: it has neither a document entry nor a reference to one");
  }
}

}  // namespace docshare
