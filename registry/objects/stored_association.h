#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/association.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/index/association.h"

namespace docshare::registry {

// An Association as it is stored, with its status.
struct StoredAssociation {
  EntryUuid uuid;
  EntryUuid source;
  EntryUuid target;
  metadata::v1::Association association;
};

// Requires an association that passed the rules, with resolved ids.
absl::StatusOr<StoredAssociation> PlaceAssociation(metadata::v1::Association association);

// The association with this entryUUID, or nullopt when it names none.
// Returns kDataLoss when its row is unreadable.
absl::StatusOr<absl::optional<StoredAssociation>> ReadAssociation(const platform::KvReader& store,
                                                                  const EntryUuid& uuid);

// Every association that starts or ends at an object, in the order of their UUIDs.
absl::StatusOr<std::vector<StoredAssociation>> AssociationsAt(const platform::KvReader& store,
                                                              const EntryUuid& end,
                                                              AssociationEnd direction);

// Every row of an association, in every index; replaces the ones it has.
void WriteAssociationRows(const StoredAssociation& association, platform::KvBatch& batch);
void EraseAssociationRows(const StoredAssociation& association, platform::KvBatch& batch);

}  // namespace docshare::registry
