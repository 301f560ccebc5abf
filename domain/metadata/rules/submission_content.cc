#include "domain/metadata/rules/submission_content.h"

#include <algorithm>

#include "domain/metadata/association_type.h"
#include "domain/metadata/rules/location.h"

namespace docshare {
namespace {

using metadata::v1::Association;
using registry::v1::RegisterDocumentSetRequest;

// A reference from the submission set, or a member of a folder.
bool BringsSomething(const Association& association, const RegisterDocumentSetRequest& request) {
  if (association.association_type() != kHasMember) return false;
  return association.submission_set_status() == metadata::v1::SUBMISSION_SET_STATUS_REFERENCE ||
         association.source_object() != request.submission_set().entry_uuid();
}

bool IsEmpty(const RegisterDocumentSetRequest& request, Transaction transaction) {
  if (!request.document_entries().empty() || !request.folders().empty()) return false;
  if (transaction == Transaction::kUpdateDocumentSet) return request.associations().empty();
  return std::none_of(
      request.associations().begin(), request.associations().end(),
      [&](const Association& association) { return BringsSomething(association, request); });
}

}  // namespace

void CheckSubmissionContent(const RegisterDocumentSetRequest& request, Transaction transaction,
                            RegistryErrors& errors) {
  if (!request.has_submission_set()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, SubmissionSetLocation().ToString(),
               "a submission has exactly one submission set; there is none");
  }
  if (IsEmpty(request, transaction)) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, "",
               "an empty submission: it has neither a document entry nor a folder, a member of a "
               "folder or a reference to a document entry");
  } else if (transaction == Transaction::kRegisterOnDemandDocumentEntry &&
             request.document_entries().empty()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, "document_entries",
               "a registration of on-demand document entries has at least one; there is none");
  }
}

}  // namespace docshare
