#include "domain/metadata/rules/submission_limits.h"

#include "absl/strings/str_cat.h"

namespace docshare {
namespace {

void CheckCount(absl::string_view list, int count, int limit, RegistryErrors& errors) {
  if (count <= limit) return;
  errors.Add(XdsErrorCode::kRegistryOutOfResources, list,
             absl::StrCat(count, " ", list, " in one submission, at most ", limit,
                          " are accepted; submit fewer at a time"));
}

}  // namespace

void CheckSubmissionLimits(const registry::v1::RegisterDocumentSetRequest& request,
                           RegistryErrors& errors) {
  CheckCount("document_entries", request.document_entries_size(), kMaxDocumentEntries, errors);
  CheckCount("folders", request.folders_size(), kMaxFolders, errors);
  CheckCount("associations", request.associations_size(), kMaxAssociations, errors);
}

}  // namespace docshare
