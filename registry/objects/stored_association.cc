#include "registry/objects/stored_association.h"

#include <memory>
#include <string>
#include <utility>

#include "docshare/storage/v1/registry_rows.pb.h"
#include "registry/index/key_codec.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"

namespace docshare::registry {

absl::StatusOr<StoredAssociation> PlaceAssociation(metadata::v1::Association association) {
  auto uuid = EntryUuid::Parse(association.entry_uuid());
  if (!uuid.ok()) return uuid.status();
  auto source = EntryUuid::Parse(association.source_object());
  if (!source.ok()) return source.status();
  auto target = EntryUuid::Parse(association.target_object());
  if (!target.ok()) return target.status();
  return StoredAssociation{*uuid, *source, *target, std::move(association)};
}

absl::StatusOr<absl::optional<StoredAssociation>> ReadAssociation(const platform::KvReader& store,
                                                                  const EntryUuid& uuid) {
  auto bytes = store.Get(AssociationKey(uuid));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::nullopt;
  metadata::v1::Association association;
  if (absl::Status status = DecodeRow(**bytes, association); !status.ok()) return status;
  auto placed = PlaceAssociation(std::move(association));
  if (!placed.ok()) return absl::DataLossError("a stored Association is malformed");
  return *std::move(placed);
}

absl::StatusOr<std::vector<StoredAssociation>> AssociationsAt(const platform::KvReader& store,
                                                              const EntryUuid& end,
                                                              AssociationEnd direction) {
  const std::string prefix = KeyWriter(KeySpace::kAssociationByEnd)
                                 .Uuid(end.bytes())
                                 .U8(static_cast<uint8_t>(direction))
                                 .Take();
  std::vector<EntryUuid> uuids;
  std::unique_ptr<platform::KvIterator> it = store.Scan(prefix, PrefixEnd(prefix));
  for (; it->Valid(); it->Next()) {
    auto key = DecodeAssociationEndKey(it->key());
    if (!key.ok()) return key.status();
    uuids.push_back(key->association);
  }
  if (!it->status().ok()) return it->status();
  std::vector<StoredAssociation> associations;
  associations.reserve(uuids.size());
  for (const EntryUuid& uuid : uuids) {
    auto association = ReadAssociation(store, uuid);
    if (!association.ok()) return association.status();
    if (!association->has_value()) return absl::DataLossError("an indexed association is missing");
    associations.push_back(**std::move(association));
  }
  return associations;
}

void WriteAssociationRows(const StoredAssociation& association, platform::KvBatch& batch) {
  WriteAssociation(association.uuid, association.source, association.target,
                   EncodeRow(association.association), batch);
  storage::v1::ObjectLocator locator;
  locator.set_kind(storage::v1::OBJECT_KIND_ASSOCIATION);
  WriteObjectLocator(association.uuid, locator, batch);
}

void EraseAssociationRows(const StoredAssociation& association, platform::KvBatch& batch) {
  batch.Delete(AssociationKey(association.uuid));
  batch.Delete(Encode({association.source, AssociationEnd::kSource, association.uuid}));
  batch.Delete(Encode({association.target, AssociationEnd::kTarget, association.uuid}));
  batch.Delete(ObjectByUuidKey(association.uuid));
}

}  // namespace docshare::registry
