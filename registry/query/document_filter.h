#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/query/like_pattern.h"
#include "domain/query/time_range.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Whether a row of another version or availability is shown.
// Source: ITI XDS Metadata Update supplement, $MetadataLevel.
bool ShownAtMetadataLevel(const storage::v1::DocumentFilterRow& row, uint32_t metadata_level);

// The parameters of FindDocuments, ready to be held against filter rows. Not thread-safe.
// Source: ITI TF-2:3.18.4.1.2.3.7.1.
class DocumentFilter {
 public:
  // Looks the codes of `request` up in `store`, which must outlive the filter.
  // Returns the refusal with every malformed or missing parameter; patient_id, paging and
  // return_type are not looked at.
  static absl::StatusOr<DocumentFilter> Compile(const v1::FindDocumentsRequest& request,
                                                const platform::KvReader* store);

  // True when no document at all can be found, for example for a code that was never registered.
  bool matches_nothing() const { return matches_nothing_; }

  // The span of creation times outside which no row can be a hit; unbounded when on-demand entries
  // are asked for, which have none.
  TimeRange scan_range() const;

  // Whether a row is a hit. Returns kDataLoss when it names a term that does not exist.
  absl::StatusOr<bool> Matches(const storage::v1::DocumentFilterRow& row);

 private:
  // Term numbers, sorted; an empty list does not restrict.
  using AnyOf = std::vector<uint32_t>;

  explicit DocumentFilter(const platform::KvReader* store) : store_(store) {}

  absl::StatusOr<bool> AuthorMatches(const storage::v1::DocumentFilterRow& row);

  const platform::KvReader* store_;
  bool matches_nothing_ = false;
  uint32_t metadata_level_ = 1;
  // Bit n stands for enum value n.
  uint32_t statuses_ = 0;
  uint32_t object_types_ = 0;
  uint32_t availabilities_ = 0;
  AnyOf class_codes_;
  AnyOf type_codes_;
  AnyOf practice_setting_codes_;
  AnyOf healthcare_facility_type_codes_;
  AnyOf format_codes_;
  std::vector<AnyOf> event_codes_;
  std::vector<AnyOf> confidentiality_codes_;
  TimeRange creation_;
  TimeRange service_start_;
  TimeRange service_stop_;
  std::vector<LikePattern> author_patterns_;
  // Author term number -> whether a pattern fits its text; one look-up a term and query.
  absl::flat_hash_map<uint32_t, bool> author_verdicts_;
};

}  // namespace docshare::registry
