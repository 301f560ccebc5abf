#include "registry/query/association_scan.h"

#include <utility>

#include "absl/strings/match.h"
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

void AssociationScan::Begin(const EntryUuid& end, AssociationEnd direction,
                            const absl::optional<EntryUuid>& after) {
  prefix_ = KeyWriter(KeySpace::kAssociationByEnd)
                .Uuid(end.bytes())
                .U8(static_cast<uint8_t>(direction))
                .Take();
  const std::string first = after ? Encode({end, direction, *after}) : prefix_;
  if (!rows_) {
    const std::string space = KeyWriter(KeySpace::kAssociationByEnd).Take();
    rows_ = snapshot_.Scan(space, PrefixEnd(space));
  }
  rows_->Seek(first);
  if (after && rows_->Valid() && rows_->key() == first) rows_->Next();
  uuids_.clear();
  next_ = 0;
}

absl::StatusOr<bool> AssociationScan::Next() {
  while (true) {
    if (next_ == uuids_.size()) {
      if (absl::Status status = Fetch(); !status.ok()) return status;
      if (uuids_.empty()) return false;
    }
    current_ = next_++;
    if (absl::Status status = Read(std::move(fetched_[current_])); !status.ok()) return status;
    if (filter_.Matches(association_)) return true;
  }
}

absl::Status AssociationScan::Fetch() {
  uuids_.clear();
  keys_.clear();
  fetched_.clear();
  next_ = 0;
  for (; rows_->Valid() && uuids_.size() < kFetched && absl::StartsWith(rows_->key(), prefix_);
       rows_->Next()) {
    auto key = DecodeAssociationEndKey(rows_->key());
    if (!key.ok()) return key.status();
    if (left_out_ != nullptr && left_out_->contains(key->association)) continue;
    uuids_.push_back(key->association);
    keys_.push_back(AssociationKey(key->association));
  }
  if (!rows_->status().ok()) return rows_->status();
  if (!keys_.empty()) fetched_ = snapshot_.MultiGet(keys_);
  return absl::OkStatus();
}

absl::Status AssociationScan::Read(absl::StatusOr<absl::optional<std::string>> bytes) {
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::DataLossError("an indexed association is missing");
  bytes_ = **std::move(bytes);
  if (absl::Status status = DecodeRow(bytes_, association_); !status.ok()) return status;
  const auto source = EntryUuid::Parse(association_.source_object());
  const auto target = EntryUuid::Parse(association_.target_object());
  if (!source.ok() || !target.ok()) {
    return absl::DataLossError("a stored Association is malformed");
  }
  source_ = *source;
  target_ = *target;
  return absl::OkStatus();
}

absl::Status ForEachAssociation(const platform::KvReader& snapshot, const EntryUuid& end,
                                AssociationEnd direction, const AssociationFilter& filter,
                                absl::FunctionRef<absl::Status(const AssociationScan&)> visit) {
  AssociationScan scan(snapshot, filter);
  scan.Begin(end, direction);
  while (true) {
    auto found = scan.Next();
    if (!found.ok()) return found.status();
    if (!*found) return absl::OkStatus();
    if (absl::Status visited = visit(scan); !visited.ok()) return visited;
  }
}

}  // namespace docshare::registry
