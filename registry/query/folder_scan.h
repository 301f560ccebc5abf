#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "domain/query/time_range.h"
#include "platform/kv/kv_store.h"
#include "registry/query/object_scan.h"
#include "registry/query/parameter_reader.h"

namespace docshare::registry {

// Which folders a stored query selects. Thread-safe.
class FolderFilter {
 public:
  // Folders of these statuses; bit n stands for enum value n. Level 1 of $MetadataLevel hides
  // versions that are not the newest.
  FolderFilter(uint32_t statuses, uint32_t metadata_level)
      : statuses_(statuses), newest_only_(metadata_level < 2) {}

  // What a query without a status parameter shows: at level 1 the newest versions that are
  // Approved, at level 2 all.
  // Source: ITI XDS Metadata Update supplement, $MetadataLevel.
  static FolderFilter ShownAt(uint32_t metadata_level);

  // Limits the folders to those of these times that have a code of every group. Faults go to
  // `read`.
  void Limit(const v1::TimeRange& last_update_time,
             const google::protobuf::RepeatedPtrField<v1::CodeGroup>& codes, ParameterReader& read);

  // Returns kDataLoss for a row that is no folder.
  absl::StatusOr<bool> Matches(const storage::v1::FolderRow& row) const;

  // Whether the object is a folder and a hit. Returns kDataLoss when its row is missing.
  absl::StatusOr<bool> MatchesAt(const platform::KvReader& store, const EntryUuid& uuid,
                                 const storage::v1::ObjectLocator& locator) const;

 private:
  uint32_t statuses_ = 0;
  bool newest_only_ = true;
  TimeRange last_update_;
  std::vector<absl::flat_hash_set<std::string>> codes_;
};

// The folders that a filter selects, in the order of patients and UUIDs.
class FolderScan final : public ObjectScan {
 public:
  // Snapshot and filter must outlive the scan.
  FolderScan(const platform::KvReader& snapshot, const RowRange& range, const FolderFilter& filter)
      : ObjectScan(snapshot, range), filter_(filter) {}

  storage::v1::ObjectKind kind() const override { return storage::v1::OBJECT_KIND_FOLDER; }
  absl::StatusOr<absl::string_view> Bytes() override { return row_.folder(); }

 protected:
  absl::StatusOr<bool> Select(absl::string_view key, absl::string_view value) override;

 private:
  const FolderFilter& filter_;
  storage::v1::FolderRow row_;
};

}  // namespace docshare::registry
