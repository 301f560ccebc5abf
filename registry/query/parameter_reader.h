#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/ids/patient_id.h"
#include "domain/query/like_pattern.h"
#include "domain/query/time_range.h"

namespace docshare::registry {

// Whether bit `value` of a set of enum values is there.
inline bool HasBit(uint32_t bits, int value) {
  return value > 0 && value < 32 && bits >> value & 1;
}

// Reads the parameters of a stored query and collects every fault, so that the caller learns of all
// of them at once. `location` is the field of the request, `parameter` the name the standard has
// for it. What a method returns after a fault is of no use. Not thread-safe.
//
// Source: ITI TF-2:3.18.4.1.2.3 and 3.18.4.1.3.
class ParameterReader {
 public:
  // Ids in one list, patients in one query.
  static constexpr int kMaxIds = 1000;
  // Codes, reference ids or source ids in one parameter, over all of its groups.
  static constexpr int kMaxValues = 10'000;
  static constexpr int kMaxPatterns = 32;

  void CheckReturnType(v1::ReturnType return_type);

  // Nullopt after a fault.
  absl::optional<PatientId> Patient(bool is_given, const metadata::v1::PatientIdentifier& patient,
                                    absl::string_view location, absl::string_view parameter);

  // 1 or 2; 0 reads as 1.
  void CheckMetadataLevel(uint32_t level);

  // A bit for each enum value. Bit 0, UNSPECIFIED, is never set.
  static uint32_t Bits(const google::protobuf::RepeatedField<int>& values);

  // Bits of the statuses that are known; others are dropped, as the standard asks.
  static uint32_t Statuses(const google::protobuf::RepeatedField<int>& statuses);

  // As Statuses(), where at least one must be left.
  uint32_t RequiredStatuses(const google::protobuf::RepeatedField<int>& statuses,
                            absl::string_view location, absl::string_view parameter);

  // The CodeTermText() of each code.
  std::vector<std::string> Codes(const google::protobuf::RepeatedPtrField<v1::CodeFilter>& codes,
                                 absl::string_view location);
  std::vector<std::vector<std::string>> CodeGroups(
      const google::protobuf::RepeatedPtrField<v1::CodeGroup>& groups, absl::string_view location);

  // Values that are compared as they are; none may be empty.
  std::vector<std::string> Values(const google::protobuf::RepeatedPtrField<std::string>& values,
                                  absl::string_view location);

  TimeRange Range(const v1::TimeRange& range, absl::string_view location);

  std::vector<LikePattern> Patterns(const google::protobuf::RepeatedPtrField<std::string>& patterns,
                                    absl::string_view location);

  // At most kMaxIds.
  std::vector<EntryUuid> Uuids(const google::protobuf::RepeatedPtrField<std::string>& urns,
                               absl::string_view location);

  // XDSRegistryError, the standard's code for a value it has no better one for.
  void Malformed(absl::string_view location, absl::string_view context);
  // XDSStoredQueryMissingParam.
  void Missing(absl::string_view location, absl::string_view context);
  // XDSStoredQueryParamNumber.
  void WrongNumber(absl::string_view location, absl::string_view context);
  // Adds a fault, and says so, when a parameter has more than `limit` values.
  bool CheckCount(int64_t count, int64_t limit, absl::string_view location);

  // kInvalidArgument with every fault; OK when there is none.
  absl::Status ToStatus() const;

 private:
  RegistryErrors faults_;
};

}  // namespace docshare::registry
