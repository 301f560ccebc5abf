#include "registry/register/link_faults.h"

#include "absl/strings/str_cat.h"

namespace docshare::registry {
namespace {

absl::string_view NameOf(storage::v1::ObjectKind kind) {
  switch (kind) {
    case storage::v1::OBJECT_KIND_DOCUMENT_ENTRY:
      return "DocumentEntry";
    case storage::v1::OBJECT_KIND_FOLDER:
      return "Folder";
    case storage::v1::OBJECT_KIND_SUBMISSION_SET:
      return "SubmissionSet";
    case storage::v1::OBJECT_KIND_ASSOCIATION:
      return "Association";
    default:
      return "object of unknown kind";
  }
}

}  // namespace

bool IsOfKind(const absl::optional<LinkEnd>& end, storage::v1::ObjectKind wanted,
              XdsErrorCode otherwise, const std::string& urn, absl::string_view location,
              RegistryErrors& faults) {
  if (!end) {
    faults.Add(XdsErrorCode::kUnresolvedReference, location,
               absl::StrCat(urn, " is no object of this submission or of the registry"));
    return false;
  }
  if (end->kind == wanted) return true;
  if (end->kind == storage::v1::OBJECT_KIND_SUBMISSION_SET && !end->is_new) {
    faults.Add(XdsErrorCode::kRegistryMetadataError, location,
               absl::StrCat(urn,
                            " is the SubmissionSet of another submission; nothing may be "
                            "linked to it any more"));
    return false;
  }
  faults.Add(otherwise, location,
             absl::StrCat(urn, " is a ", NameOf(end->kind), ", not a ", NameOf(wanted)));
  return false;
}

void CheckApproved(const LinkEnd& end, const std::string& urn, absl::string_view location,
                   RegistryErrors& faults) {
  if (end.is_approved()) return;
  faults.Add(XdsErrorCode::kRegistryDeprecatedDocument, location,
             absl::StrCat(urn, " is Deprecated; nothing new may be linked to it"));
}

void RefuseOtherPatient(const std::string& urn, absl::string_view location,
                        RegistryErrors& faults) {
  faults.Add(XdsErrorCode::kPatientIdDoesNotMatch, location,
             absl::StrCat(urn, " belongs to another patient than this submission"));
}

}  // namespace docshare::registry
