#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "registry/objects/object_editor.h"
#include "registry/update/patient_reconciliation.h"

namespace docshare::registry {

// An object that has a new version, which is in the registry already.
struct NewVersionLink {
  EntryUuid before;
  EntryUuid after;
  // Whether the links of `before` are given to `after` (AssociationPropagation).
  bool propagates = true;
  // Where the request asks for the new version, for errors.
  std::string location;
};

// The submission that makes the links.
struct LinkingSubmission {
  EntryUuid submission_set;
  // Of the set: gives the links their entryUUIDs.
  std::string unique_id;
};

// What to do with a link whose ends would have different patients.
enum class AcrossPatients { kCopy, kLeave };

struct PropagatedLinks {
  // The copies, without the memberships that come with them, each with the location of a new
  // version at its end.
  std::vector<ObjectToReconcile> made;
  // The links that were not copied because of kLeave.
  std::vector<EntryUuid> left;
};

// At most so many links are copied by one update: it may not take the registry's time and memory
// from all others.
inline constexpr size_t kMaxPropagatedLinks = 10'000;

// Gives new versions the links of the versions before them: a Folder's HasMember to a DocumentEntry
// and the relationships between documents, as far as they are in force and their other end is the
// newest version of its object. A new Folder gets only documents that are Approved or new
// themselves. Links between two objects that both have a new version are made once, between the new
// versions. The links of the versions before stay as they are.
//
// Each HasMember of a Folder that is added comes with a HasMember from the submission set to it,
// and sets the Folder's lastUpdateTime.
//
// Adds XDSMetadataUpdateError for linked versions of which one propagates and the other does not
// (70), and XDSRegistryOutOfResources for too many links; what was made is then of no use.
// Source: ITI XDS Metadata Update supplement, 3.57.4.1.3.3.1.5 and 3.57.4.1.3.3.3.5.
absl::StatusOr<PropagatedLinks> PropagateLinks(const std::vector<NewVersionLink>& versions,
                                               const LinkingSubmission& submission,
                                               AcrossPatients across_patients, ObjectEditor& editor,
                                               RegistryErrors& errors);

}  // namespace docshare::registry
