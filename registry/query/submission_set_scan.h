#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "docshare/registry/v1/submission_set_queries.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "domain/query/like_pattern.h"
#include "domain/query/time_range.h"
#include "platform/kv/kv_store.h"
#include "registry/query/object_scan.h"
#include "registry/query/parameter_reader.h"

namespace docshare::registry {

// Which submission sets a stored query selects. Thread-safe.
class SubmissionSetFilter {
 public:
  // Sets of these statuses; bit n stands for enum value n.
  explicit SubmissionSetFilter(uint32_t statuses) : statuses_(statuses) {}

  // Every parameter of FindSubmissionSets but patient and paging; faults go to `read`.
  SubmissionSetFilter(const v1::FindSubmissionSetsRequest& request, ParameterReader& read);

  // submissionTime outside of which no set can be a hit; Matches() does not look at it.
  const TimeRange& scan_range() const { return submission_; }

  // Returns kDataLoss for a row that is no submission set.
  absl::StatusOr<bool> Matches(const storage::v1::SubmissionSetRow& row) const;

  // Whether the object is a submission set and a hit. Returns kDataLoss when its row is missing.
  absl::StatusOr<bool> MatchesAt(const platform::KvReader& store, const EntryUuid& uuid,
                                 const storage::v1::ObjectLocator& locator) const;

 private:
  bool AuthorMatches(const metadata::v1::SubmissionSet& set) const;

  uint32_t statuses_ = 0;
  TimeRange submission_;
  // Empty ones do not restrict.
  absl::flat_hash_set<std::string> source_ids_;
  absl::flat_hash_set<std::string> content_types_;
  std::vector<LikePattern> author_patterns_;
};

// The submission sets that a filter selects, newest first.
class SubmissionSetScan final : public ObjectScan {
 public:
  // Snapshot and filter must outlive the scan.
  SubmissionSetScan(const platform::KvReader& snapshot, const RowRange& range,
                    const SubmissionSetFilter& filter)
      : ObjectScan(snapshot, range), filter_(filter) {}

  // The rows of a patient, of these submission times.
  static RowRange RowsOf(uint64_t patient_number, const TimeRange& submission);

  storage::v1::ObjectKind kind() const override { return storage::v1::OBJECT_KIND_SUBMISSION_SET; }
  absl::StatusOr<absl::string_view> Bytes() override { return row_.submission_set(); }

 protected:
  absl::StatusOr<bool> Select(absl::string_view key, absl::string_view value) override;

 private:
  const SubmissionSetFilter& filter_;
  storage::v1::SubmissionSetRow row_;
};

}  // namespace docshare::registry
