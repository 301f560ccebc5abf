#include "registry/index/key_space.h"

namespace docshare::registry {

absl::string_view KeySpaceName(uint8_t space) {
  switch (static_cast<KeySpace>(space)) {
    case KeySpace::kMeta:
      return "meta";
    case KeySpace::kPatientByIdentifier:
      return "patient-by-identifier";
    case KeySpace::kPatient:
      return "patient";
    case KeySpace::kTermByText:
      return "term-by-text";
    case KeySpace::kTerm:
      return "term";
    case KeySpace::kDocumentFilter:
      return "document-filter";
    case KeySpace::kDocumentEntry:
      return "document-entry";
    case KeySpace::kObjectByUuid:
      return "object-by-uuid";
    case KeySpace::kObjectByUniqueId:
      return "object-by-unique-id";
    case KeySpace::kObjectByLogicalId:
      return "object-by-logical-id";
    case KeySpace::kSubmissionSet:
      return "submission-set";
    case KeySpace::kAssociation:
      return "association";
    case KeySpace::kAssociationByEnd:
      return "association-by-end";
    case KeySpace::kFolder:
      return "folder";
    case KeySpace::kDocumentChange:
      return "document-change";
    case KeySpace::kObjectHistory:
      return "object-history";
    case KeySpace::kPatientReordering:
      return "patient-reordering";
  }
  return "unknown";
}

}  // namespace docshare::registry
