#include "domain/metadata/rules/submission_limits.h"

#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"
#include "google/protobuf/message.h"

namespace docshare {
namespace {

void CheckCount(absl::string_view list, int count, int limit, RegistryErrors& errors) {
  if (count <= limit) return;
  errors.Add(XdsErrorCode::kRegistryOutOfResources, list,
             absl::StrCat(count, " ", list, " in one submission, at most ", limit,
                          " are accepted; submit fewer at a time"));
}

void CheckSize(const google::protobuf::Message& object, const Location& location, XdsErrorCode code,
               RegistryErrors& errors) {
  const size_t bytes = object.ByteSizeLong();
  if (bytes <= kMaxObjectBytes) return;
  errors.Add(code, location.ToString(),
             absl::StrCat("the metadata of one object takes ", bytes, " bytes, at most ",
                          kMaxObjectBytes, " are accepted"));
}

}  // namespace

void CheckSubmissionLimits(const registry::v1::RegisterDocumentSetRequest& request,
                           RegistryErrors& errors) {
  CheckCount("document_entries", request.document_entries_size(), kMaxDocumentEntries, errors);
  CheckCount("folders", request.folders_size(), kMaxFolders, errors);
  CheckCount("associations", request.associations_size(), kMaxAssociations, errors);
  CheckObjectSizes(request, XdsErrorCode::kRegistryOutOfResources, errors);
}

void CheckObjectSizes(const registry::v1::RegisterDocumentSetRequest& request, XdsErrorCode code,
                      RegistryErrors& errors) {
  if (request.ByteSizeLong() <= kMaxObjectBytes) return;
  CheckSize(request.submission_set(), SubmissionSetLocation(), code, errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckSize(request.document_entries(i), EntryLocation(i), code, errors);
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    CheckSize(request.folders(i), FolderLocation(i), code, errors);
  }
  for (int i = 0; i < request.associations_size() && !errors.full(); ++i) {
    CheckSize(request.associations(i), AssociationLocation(i), code, errors);
  }
}

}  // namespace docshare
