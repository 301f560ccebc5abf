#pragma once

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/availability.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// An object at the end of an association, as far as rules ask about it.
struct LinkEnd {
  storage::v1::ObjectKind kind = storage::v1::OBJECT_KIND_UNSPECIFIED;
  // Whether it comes with this submission. It is Approved then, and of the submission's patient.
  bool is_new = false;
  // 0 for an association and for a new object.
  uint64_t patient_number = 0;
  metadata::v1::AvailabilityStatus status = metadata::v1::AVAILABILITY_STATUS_APPROVED;
  // Of a DocumentEntry.
  metadata::v1::DocumentEntryType type = metadata::v1::DOCUMENT_ENTRY_TYPE_UNSPECIFIED;

  bool is_approved() const { return status == metadata::v1::AVAILABILITY_STATUS_APPROVED; }
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
  absl::StatusOr<absl::optional<LinkEnd>> FindRegistered(const EntryUuid& uuid) const;

  const platform::KvReader& store_;
  // Points into the command.
  absl::flat_hash_map<absl::string_view, LinkEnd> new_objects_;
};

}  // namespace docshare::registry
