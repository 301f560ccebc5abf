#include "registry/query/folder_scan.h"

#include <algorithm>
#include <iterator>

#include "domain/time/dtm.h"
#include "registry/index/folder.h"
#include "registry/index/row.h"
#include "registry/index/term.h"

namespace docshare::registry {
namespace {

using metadata::v1::Folder;

bool HasCodeOf(const Folder& folder, const absl::flat_hash_set<std::string>& any_of) {
  return std::any_of(folder.codes().begin(), folder.codes().end(),
                     [&](const metadata::v1::CodedValue& code) {
                       return any_of.contains(CodeTermText(code.code(), code.code_system()));
                     });
}

}  // namespace

FolderFilter FolderFilter::ShownAt(uint32_t metadata_level) {
  uint32_t statuses = 1u << metadata::v1::AVAILABILITY_STATUS_APPROVED;
  if (metadata_level >= 2) statuses |= 1u << metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
  return FolderFilter(statuses, metadata_level);
}

void FolderFilter::Limit(const v1::TimeRange& last_update_time,
                         const google::protobuf::RepeatedPtrField<v1::CodeGroup>& codes,
                         ParameterReader& read) {
  last_update_ = read.Range(last_update_time, "last_update_time");
  for (std::vector<std::string>& group : read.CodeGroups(codes, "codes")) {
    codes_.emplace_back(std::make_move_iterator(group.begin()),
                        std::make_move_iterator(group.end()));
  }
}

absl::StatusOr<bool> FolderFilter::Matches(const storage::v1::FolderRow& row) const {
  if (newest_only_ && !row.is_newest_version()) return false;
  Folder folder;
  if (absl::Status status = DecodeRow(row.folder(), folder); !status.ok()) return status;
  if (!HasBit(statuses_, folder.availability_status())) return false;
  if (!last_update_.is_unbounded()) {
    auto updated = Dtm::Parse(folder.last_update_time());
    if (!updated.ok()) return absl::DataLossError("a stored Folder has no lastUpdateTime");
    if (!last_update_.Contains(updated->EarliestSecond())) return false;
  }
  return std::all_of(codes_.begin(), codes_.end(),
                     [&](const auto& any_of) { return HasCodeOf(folder, any_of); });
}

absl::StatusOr<bool> FolderFilter::MatchesAt(const platform::KvReader& store, const EntryUuid& uuid,
                                             const storage::v1::ObjectLocator& locator) const {
  if (locator.kind() != storage::v1::OBJECT_KIND_FOLDER) return false;
  auto row = ReadFolderRow(store, {locator.patient_number(), uuid});
  if (!row.ok()) return row.status();
  return Matches(*row);
}

absl::StatusOr<bool> FolderScan::Select(absl::string_view, absl::string_view value) {
  if (absl::Status status = DecodeRow(value, row_); !status.ok()) return status;
  return filter_.Matches(row_);
}

}  // namespace docshare::registry
