#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

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

// The associations of one end after the other that a filter selects, each end's in the order of
// their UUIDs. Memory is that of kFetched associations. Not thread-safe.
//
//   AssociationScan scan(snapshot, filter);
//   scan.Begin(end, AssociationEnd::kSource);
//   for (auto found = scan.Next(); found.ok() && *found; found = scan.Next()) { ... scan.uuid() ...
//   }
class AssociationScan {
 public:
  // At most so many are fetched at once.
  static constexpr size_t kFetched = 64;

  // Snapshot and filter must outlive the scan.
  AssociationScan(const platform::KvReader& snapshot, const AssociationFilter& filter)
      : snapshot_(snapshot), filter_(filter) {}

  // Leaves these out, without a look at them. Null for none; must outlive the scan.
  void LeaveOut(const absl::flat_hash_set<EntryUuid>* uuids) { left_out_ = uuids; }

  // Stands before the first association of this end; with `after`, before the first one after that
  // UUID, whether it is there or not.
  void Begin(const EntryUuid& end, AssociationEnd direction,
             const absl::optional<EntryUuid>& after = absl::nullopt);

  // Moves to the next one; false at the end. Comes after Begin(). Returns kDataLoss for an index
  // row without its object.
  absl::StatusOr<bool> Next();

  // Require that Next() said true.
  const EntryUuid& uuid() const { return uuids_[current_]; }
  const EntryUuid& source() const { return *source_; }
  const EntryUuid& target() const { return *target_; }
  // The association's wire bytes, until the next call of Next() or Begin().
  const std::string& bytes() const { return bytes_; }

 private:
  absl::Status Fetch();
  absl::Status Read(absl::StatusOr<absl::optional<std::string>> bytes);

  const platform::KvReader& snapshot_;
  const AssociationFilter& filter_;
  const absl::flat_hash_set<EntryUuid>* left_out_ = nullptr;
  // Over the rows of every end: an iterator costs more than a seek.
  std::unique_ptr<platform::KvIterator> rows_;
  std::string prefix_;
  // What Fetch() brought, and which of it Next() stands on.
  std::vector<EntryUuid> uuids_;
  std::vector<std::string> keys_;
  std::vector<absl::StatusOr<absl::optional<std::string>>> fetched_;
  size_t next_ = 0;
  size_t current_ = 0;
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
