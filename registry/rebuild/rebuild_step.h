#pragma once

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "registry/index/key_space.h"

namespace docshare::registry {

// The steps of RebuildIndexes, in their order. Each walks one key space. The first five write the
// index rows that objects ask for; the strays that follow erase index rows that no object asks for.
// Filter rows come last, because the newest version of a document is found through another index.
// The numbers are in commands: they are never reused.
enum class RebuildStep : uint32_t {
  // PatientRow -> patient-by-identifier.
  kPatients = 1,
  // DocumentEntry -> object-by-uuid, -by-unique-id, -by-logical-id.
  kDocuments = 2,
  // SubmissionSetRow -> object-by-uuid, -by-unique-id.
  kSubmissionSets = 3,
  // FolderRow -> object-by-uuid, -by-unique-id, -by-logical-id.
  kFolders = 4,
  // Association -> object-by-uuid, association-by-end.
  kAssociations = 5,
  kStrayIdentifiers = 6,
  kStrayUuids = 7,
  kStrayUniqueIds = 8,
  kStrayLogicalIds = 9,
  kStrayEnds = 10,
  // DocumentEntry -> document-filter.
  kFilters = 11,
  kStrayFilters = 12,
};

inline constexpr std::array<RebuildStep, 12> kRebuildSteps = {
    RebuildStep::kPatients,   RebuildStep::kDocuments,      RebuildStep::kSubmissionSets,
    RebuildStep::kFolders,    RebuildStep::kAssociations,   RebuildStep::kStrayIdentifiers,
    RebuildStep::kStrayUuids, RebuildStep::kStrayUniqueIds, RebuildStep::kStrayLogicalIds,
    RebuildStep::kStrayEnds,  RebuildStep::kFilters,        RebuildStep::kStrayFilters,
};

// Nullopt for a number that is no step of this release.
absl::optional<RebuildStep> ToRebuildStep(uint32_t number);

// For people: "documents", "stray unique ids".
absl::string_view ToString(RebuildStep step);

// The space whose rows the step looks at.
KeySpace SpaceOf(RebuildStep step);

}  // namespace docshare::registry
