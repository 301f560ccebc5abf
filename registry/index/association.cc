#include "registry/index/association.h"

#include "registry/index/key_codec.h"

namespace docshare::registry {

std::string AssociationKey(const EntryUuid& uuid) {
  return KeyWriter(KeySpace::kAssociation).Uuid(uuid.bytes()).Take();
}

std::string Encode(const AssociationEndKey& key) {
  return KeyWriter(KeySpace::kAssociationByEnd)
      .Uuid(key.end.bytes())
      .U8(static_cast<uint8_t>(key.direction))
      .Uuid(key.association.bytes())
      .Take();
}

absl::StatusOr<AssociationEndKey> DecodeAssociationEndKey(absl::string_view key) {
  KeyReader reader(KeySpace::kAssociationByEnd, key);
  const EntryUuid end = EntryUuid::FromBytes(reader.Uuid());
  const uint8_t direction = reader.U8();
  const EntryUuid association = EntryUuid::FromBytes(reader.Uuid());
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  if (direction != 1 && direction != 2) {
    return absl::DataLossError("a stored association end has an unknown direction");
  }
  return AssociationEndKey{end, static_cast<AssociationEnd>(direction), association};
}

void WriteAssociation(const EntryUuid& uuid, const EntryUuid& source, const EntryUuid& target,
                      absl::string_view association_bytes, platform::KvBatch& batch) {
  batch.Put(AssociationKey(uuid), association_bytes);
  batch.Put(Encode({source, AssociationEnd::kSource, uuid}), "");
  batch.Put(Encode({target, AssociationEnd::kTarget, uuid}), "");
}

}  // namespace docshare::registry
