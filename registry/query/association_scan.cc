#include "registry/query/association_scan.h"

#include <utility>

#include "registry/index/key_codec.h"
#include "registry/index/key_space.h"
#include "registry/index/row.h"
#include "registry/query/parameter_reader.h"

namespace docshare::registry {

AssociationFilter::AssociationFilter(const google::protobuf::RepeatedField<int>& statuses,
                                     uint32_t metadata_level)
    : statuses_(statuses.empty() ? ~0u : ParameterReader::Statuses(statuses)) {
  if (metadata_level < 2) statuses_ &= 1u << metadata::v1::AVAILABILITY_STATUS_APPROVED;
}

AssociationFilter AssociationFilter::OfTypes(absl::flat_hash_set<std::string> types) const {
  AssociationFilter limited = *this;
  limited.types_ = std::move(types);
  return limited;
}

bool AssociationFilter::Matches(const metadata::v1::Association& association) const {
  return HasBit(statuses_, association.availability_status()) &&
         (!types_ || types_->contains(association.association_type()));
}

AssociationScan::AssociationScan(const platform::KvReader& snapshot, const EntryUuid& end,
                                 AssociationEnd direction, const AssociationFilter& filter)
    : snapshot_(snapshot), end_(end), direction_(direction), filter_(filter) {
  const std::string prefix = KeyWriter(KeySpace::kAssociationByEnd)
                                 .Uuid(end.bytes())
                                 .U8(static_cast<uint8_t>(direction))
                                 .Take();
  rows_ = snapshot.Scan(prefix, PrefixEnd(prefix));
}

void AssociationScan::SkipPast(const EntryUuid& association) {
  const std::string key = Encode({end_, direction_, association});
  rows_->Seek(key);
  if (rows_->Valid() && rows_->key() == key) rows_->Next();
}

absl::StatusOr<bool> AssociationScan::Next() {
  if (started_ && rows_->Valid()) rows_->Next();
  started_ = true;
  for (; rows_->Valid(); rows_->Next()) {
    auto key = DecodeAssociationEndKey(rows_->key());
    if (!key.ok()) return key.status();
    if (absl::Status status = Read(key->association); !status.ok()) return status;
    if (filter_.Matches(association_)) return true;
  }
  if (!rows_->status().ok()) return rows_->status();
  return false;
}

absl::Status AssociationScan::Read(const EntryUuid& uuid) {
  auto bytes = snapshot_.Get(AssociationKey(uuid));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::DataLossError("an indexed association is missing");
  bytes_ = **std::move(bytes);
  if (absl::Status status = DecodeRow(bytes_, association_); !status.ok()) return status;
  const auto source = EntryUuid::Parse(association_.source_object());
  const auto target = EntryUuid::Parse(association_.target_object());
  if (!source.ok() || !target.ok()) {
    return absl::DataLossError("a stored Association is malformed");
  }
  uuid_ = uuid;
  source_ = *source;
  target_ = *target;
  return absl::OkStatus();
}

absl::Status ForEachAssociation(const platform::KvReader& snapshot, const EntryUuid& end,
                                AssociationEnd direction, const AssociationFilter& filter,
                                absl::FunctionRef<absl::Status(const AssociationScan&)> visit) {
  AssociationScan scan(snapshot, end, direction, filter);
  while (true) {
    auto found = scan.Next();
    if (!found.ok()) return found.status();
    if (!*found) return absl::OkStatus();
    if (absl::Status visited = visit(scan); !visited.ok()) return visited;
  }
}

}  // namespace docshare::registry
