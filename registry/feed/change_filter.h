#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/registry/v1/document_change.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/patient_id.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The filters of one WatchDocuments call, in the numbers of one snapshot. Thread-safe.
class ResolvedChangeFilter {
 public:
  bool Matches(const storage::v1::DocumentChangeRow& row) const;

 private:
  friend class ChangeFilter;

  // Numbers of which a row must carry one; nullopt for any.
  using Numbers = absl::optional<std::set<uint64_t>>;

  Numbers patients_;
  Numbers class_codes_;
  Numbers type_codes_;
  Numbers facility_codes_;
};

// The filters of one WatchDocuments call. Patients and codes get their numbers when they are first
// stored, and a merge may happen at any time, so that a filter is resolved for each look at the
// store. Thread-safe.
class ChangeFilter {
 public:
  static constexpr int kMaxCodes = 100;

  // Returns kInvalidArgument with XDSRegistryError, naming the field, for a patient that is not a
  // valid CX, a code without its system, and more than kMaxCodes codes in one list.
  static absl::StatusOr<ChangeFilter> Create(const v1::WatchDocumentsRequest& request);

  // Returns the errors of the store.
  absl::StatusOr<ResolvedChangeFilter> Resolve(const platform::KvReader& store) const;

 private:
  // Texts of terms; empty for any code.
  using Terms = std::vector<std::string>;

  absl::optional<PatientId> patient_;
  Terms class_codes_;
  Terms type_codes_;
  Terms facility_codes_;
};

}  // namespace docshare::registry
