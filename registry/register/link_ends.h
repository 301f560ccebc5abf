#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_store.h"
#include "registry/objects/object_facts.h"

namespace docshare::registry {

// An object at the end of an association, as far as rules ask about it.
struct LinkEnd : ObjectFacts {
  // Whether it comes with this submission. It is Approved then, and of the submission's patient.
  // Its patient_number is 0.
  bool is_new = false;
};

// Finds the objects that a submission's associations name, in the submission and in the registry.
// Not thread-safe.
class LinkEnds {
 public:
  // Requires resolved ids. Both must outlive this.
  LinkEnds(const storage::v1::RegisterDocumentSetCommand& command, const platform::KvReader& store);

  // The object named "urn:uuid:...", or nullopt when there is none.
  // Returns kDataLoss when a row is missing or unreadable.
  absl::StatusOr<absl::optional<LinkEnd>> Find(const std::string& urn) const;

 private:
  const platform::KvReader& store_;
  // Points into the command.
  absl::flat_hash_map<absl::string_view, LinkEnd> new_objects_;
  // What Find() found in the registry: a folder is named once for each new member.
  mutable absl::flat_hash_map<std::string, absl::optional<LinkEnd>> registered_;
};

}  // namespace docshare::registry
