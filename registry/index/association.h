#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"

namespace docshare::registry {

// Associations, by their own id and by both ends.
//
//   0c | uuid                            ->   Association, wire bytes
//   0d | end | direction u8 | uuid       ->   empty
//
// Direction is 1 where the end is the source, 2 where it is the target.
enum class AssociationEnd : uint8_t { kSource = 1, kTarget = 2 };

struct AssociationEndKey {
  EntryUuid end;
  AssociationEnd direction;
  EntryUuid association;
};

std::string AssociationKey(const EntryUuid& uuid);
std::string Encode(const AssociationEndKey& key);

// Returns kDataLoss for bytes that Encode() cannot have written.
absl::StatusOr<AssociationEndKey> DecodeAssociationEndKey(absl::string_view key);

void WriteAssociation(const EntryUuid& uuid, const EntryUuid& source, const EntryUuid& target,
                      absl::string_view association_bytes, platform::KvBatch& batch);

}  // namespace docshare::registry
