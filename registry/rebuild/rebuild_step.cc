#include "registry/rebuild/rebuild_step.h"

#include <algorithm>
#include <cstdlib>

namespace docshare::registry {

absl::optional<RebuildStep> ToRebuildStep(uint32_t number) {
  const auto step = static_cast<RebuildStep>(number);
  if (std::find(kRebuildSteps.begin(), kRebuildSteps.end(), step) == kRebuildSteps.end()) {
    return absl::nullopt;
  }
  return step;
}

absl::string_view ToString(RebuildStep step) {
  switch (step) {
    case RebuildStep::kPatients:
      return "patients";
    case RebuildStep::kDocuments:
      return "documents";
    case RebuildStep::kSubmissionSets:
      return "submission sets";
    case RebuildStep::kFolders:
      return "folders";
    case RebuildStep::kAssociations:
      return "associations";
    case RebuildStep::kStrayIdentifiers:
      return "stray patient identifiers";
    case RebuildStep::kStrayUuids:
      return "stray UUIDs";
    case RebuildStep::kStrayUniqueIds:
      return "stray unique ids";
    case RebuildStep::kStrayLogicalIds:
      return "stray logical ids";
    case RebuildStep::kStrayEnds:
      return "stray ends of associations";
    case RebuildStep::kFilters:
      return "filter rows";
    case RebuildStep::kStrayFilters:
      return "stray filter rows";
  }
  std::abort();
}

KeySpace SpaceOf(RebuildStep step) {
  switch (step) {
    case RebuildStep::kPatients:
      return KeySpace::kPatient;
    case RebuildStep::kDocuments:
    case RebuildStep::kFilters:
      return KeySpace::kDocumentEntry;
    case RebuildStep::kSubmissionSets:
      return KeySpace::kSubmissionSet;
    case RebuildStep::kFolders:
      return KeySpace::kFolder;
    case RebuildStep::kAssociations:
      return KeySpace::kAssociation;
    case RebuildStep::kStrayIdentifiers:
      return KeySpace::kPatientByIdentifier;
    case RebuildStep::kStrayUuids:
      return KeySpace::kObjectByUuid;
    case RebuildStep::kStrayUniqueIds:
      return KeySpace::kObjectByUniqueId;
    case RebuildStep::kStrayLogicalIds:
      return KeySpace::kObjectByLogicalId;
    case RebuildStep::kStrayEnds:
      return KeySpace::kAssociationByEnd;
    case RebuildStep::kStrayFilters:
      return KeySpace::kDocumentFilter;
  }
  std::abort();
}

}  // namespace docshare::registry
