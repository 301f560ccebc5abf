#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/availability.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// What the rules about links between objects ask of an object.
struct ObjectFacts {
  storage::v1::ObjectKind kind = storage::v1::OBJECT_KIND_UNSPECIFIED;
  // 0 for an association.
  uint64_t patient_number = 0;
  // Approved for a submission set.
  metadata::v1::AvailabilityStatus status = metadata::v1::AVAILABILITY_STATUS_APPROVED;
  // True for what has no versions.
  bool is_newest_version = true;
  // Of a DocumentEntry.
  metadata::v1::DocumentEntryType type = metadata::v1::DOCUMENT_ENTRY_TYPE_UNSPECIFIED;

  bool is_approved() const { return status == metadata::v1::AVAILABILITY_STATUS_APPROVED; }
};

// The facts of the object with this entryUUID, or nullopt when it names none.
// Returns kDataLoss when a row is missing or unreadable.
absl::StatusOr<absl::optional<ObjectFacts>> ReadObjectFacts(const platform::KvReader& store,
                                                            const EntryUuid& uuid);

// Whether a stored association is in force; without a status it is. Source: ITI TF-3:4.2.2.
bool IsApproved(const metadata::v1::Association& association);

}  // namespace docshare::registry
