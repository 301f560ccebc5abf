#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/availability.pb.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"
#include "registry/index/association.h"

namespace docshare::registry {

// Which associations a stored query shows and follows. Thread-safe.
//
// Source: ITI XDS Metadata Update supplement, $XDSAssociationStatus and $MetadataLevel.
class AssociationFilter {
 public:
  // `statuses` is $XDSAssociationStatus; empty does not restrict. Level 1 of $MetadataLevel hides
  // deprecated associations all the same.
  AssociationFilter(const google::protobuf::RepeatedField<int>& statuses, uint32_t metadata_level);

  // The same for queries without $XDSAssociationStatus.
  explicit AssociationFilter(uint32_t metadata_level)
      : AssociationFilter(google::protobuf::RepeatedField<int>(), metadata_level) {}

  // This filter, limited to associations of these types, full URNs.
  AssociationFilter OfTypes(absl::flat_hash_set<std::string> types) const;

  bool Matches(const metadata::v1::Association& association) const;

  // True when no association at all can match.
  bool matches_nothing() const { return statuses_ == 0; }

 private:
  // Bit n stands for enum value n.
  uint32_t statuses_ = 0;
  absl::optional<absl::flat_hash_set<std::string>> types_;
};

// The associations of one end that a filter selects, in the order of their UUIDs. Memory is that of
// one association. Not thread-safe.
class AssociationScan {
 public:
  // Snapshot and filter must outlive the scan.
  AssociationScan(const platform::KvReader& snapshot, const EntryUuid& end,
                  AssociationEnd direction, const AssociationFilter& filter);

  // Continues after the association with this UUID, whether it is there or not. Comes before the
  // first Next().
  void SkipPast(const EntryUuid& association);

  // Moves to the next one; false at the end. Returns kDataLoss for an index row without its object.
  absl::StatusOr<bool> Next();

  // Require that Next() said true.
  const EntryUuid& uuid() const { return *uuid_; }
  const EntryUuid& source() const { return *source_; }
  const EntryUuid& target() const { return *target_; }
  // The association's wire bytes, until the next call of Next().
  const std::string& bytes() const { return bytes_; }

 private:
  absl::Status Read(const EntryUuid& uuid);

  const platform::KvReader& snapshot_;
  const EntryUuid end_;
  const AssociationEnd direction_;
  const AssociationFilter& filter_;
  std::unique_ptr<platform::KvIterator> rows_;
  bool started_ = false;
  absl::optional<EntryUuid> uuid_;
  absl::optional<EntryUuid> source_;
  absl::optional<EntryUuid> target_;
  std::string bytes_;
  metadata::v1::Association association_;
};

// Calls `visit` with the scan standing on each association of one end, until it fails.
absl::Status ForEachAssociation(const platform::KvReader& snapshot, const EntryUuid& end,
                                AssociationEnd direction, const AssociationFilter& filter,
                                absl::FunctionRef<absl::Status(const AssociationScan&)> visit);

}  // namespace docshare::registry
