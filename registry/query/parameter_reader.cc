#include "registry/query/parameter_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "registry/index/term.h"

namespace docshare::registry {
namespace {

using google::protobuf::RepeatedField;
using google::protobuf::RepeatedPtrField;

std::string At(absl::string_view location, int index) {
  return absl::StrCat(location, "[", index, "]");
}

}  // namespace

void ParameterReader::CheckReturnType(v1::ReturnType return_type) {
  if (return_type != v1::RETURN_TYPE_OBJECT_REF && return_type != v1::RETURN_TYPE_LEAF_CLASS) {
    Missing("return_type",
            "say RETURN_TYPE_LEAF_CLASS for whole objects or RETURN_TYPE_OBJECT_REF for ids");
  }
}

absl::optional<PatientId> ParameterReader::Patient(bool is_given,
                                                   const metadata::v1::PatientIdentifier& patient,
                                                   absl::string_view location,
                                                   absl::string_view parameter) {
  if (!is_given) {
    Missing(location, absl::StrCat(parameter, ": name the patient"));
    return absl::nullopt;
  }
  auto parsed = PatientId::FromProto(patient);
  if (parsed.ok()) return *std::move(parsed);
  Malformed(location, parsed.status().message());
  return absl::nullopt;
}

void ParameterReader::CheckMetadataLevel(uint32_t level) {
  if (level > 2) {
    Malformed("metadata_level", absl::StrCat("$MetadataLevel is 1 or 2, not ", level));
  }
}

uint32_t ParameterReader::Bits(const RepeatedField<int>& values) {
  uint32_t bits = 0;
  for (int value : values) {
    if (value > 0 && value < 32) bits |= 1u << value;
  }
  return bits;
}

uint32_t ParameterReader::Statuses(const RepeatedField<int>& statuses) {
  constexpr uint32_t kKnown = 1u << metadata::v1::AVAILABILITY_STATUS_APPROVED |
                              1u << metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
  return Bits(statuses) & kKnown;
}

uint32_t ParameterReader::RequiredStatuses(const RepeatedField<int>& statuses,
                                           absl::string_view location,
                                           absl::string_view parameter) {
  const uint32_t bits = Statuses(statuses);
  if (bits == 0) {
    Missing(location, absl::StrCat(parameter, ": name at least one availabilityStatus"));
  }
  return bits;
}

std::vector<std::string> ParameterReader::Codes(const RepeatedPtrField<v1::CodeFilter>& codes,
                                                absl::string_view location) {
  std::vector<std::string> texts;
  if (!CheckCount(codes.size(), kMaxValues, location)) return texts;
  texts.reserve(codes.size());
  for (int i = 0; i < codes.size(); ++i) {
    if (codes[i].code().empty() || codes[i].code_system().empty()) {
      Malformed(At(location, i),
                absl::StrCat("code '", codes[i].code(), "^^", codes[i].code_system(),
                             "' needs both a code and a code system"));
    }
    texts.push_back(CodeTermText(codes[i].code(), codes[i].code_system()));
  }
  return texts;
}

std::vector<std::vector<std::string>> ParameterReader::CodeGroups(
    const RepeatedPtrField<v1::CodeGroup>& groups, absl::string_view location) {
  std::vector<std::vector<std::string>> all;
  int64_t count = groups.size();
  for (const v1::CodeGroup& group : groups) count += group.any_of_size();
  if (!CheckCount(count, kMaxValues, location)) return all;
  for (int i = 0; i < groups.size(); ++i) {
    const std::string any_of = absl::StrCat(At(location, i), ".any_of");
    if (groups[i].any_of().empty()) Malformed(any_of, "a group of codes needs at least one code");
    all.push_back(Codes(groups[i].any_of(), any_of));
  }
  return all;
}

std::vector<std::string> ParameterReader::Values(const RepeatedPtrField<std::string>& values,
                                                 absl::string_view location) {
  if (!CheckCount(values.size(), kMaxValues, location)) return {};
  for (int i = 0; i < values.size(); ++i) {
    if (values[i].empty()) Malformed(At(location, i), "an empty value");
  }
  return {values.begin(), values.end()};
}

TimeRange ParameterReader::Range(const v1::TimeRange& range, absl::string_view location) {
  auto parsed = TimeRange::Parse(range.from(), range.to());
  if (parsed.ok()) return *parsed;
  Malformed(location, parsed.status().message());
  return TimeRange();
}

std::vector<LikePattern> ParameterReader::Patterns(const RepeatedPtrField<std::string>& patterns,
                                                   absl::string_view location) {
  std::vector<LikePattern> parsed;
  if (!CheckCount(patterns.size(), kMaxPatterns, location)) return parsed;
  for (int i = 0; i < patterns.size(); ++i) {
    auto pattern = LikePattern::Parse(patterns[i]);
    if (pattern.ok()) {
      parsed.push_back(*std::move(pattern));
    } else {
      Malformed(At(location, i), pattern.status().message());
    }
  }
  return parsed;
}

std::vector<EntryUuid> ParameterReader::Uuids(const RepeatedPtrField<std::string>& urns,
                                              absl::string_view location) {
  std::vector<EntryUuid> uuids;
  if (!CheckCount(urns.size(), kMaxIds, location)) return uuids;
  for (int i = 0; i < urns.size(); ++i) {
    auto uuid = EntryUuid::Parse(urns[i]);
    if (uuid.ok()) {
      uuids.push_back(*uuid);
    } else {
      Malformed(At(location, i), uuid.status().message());
    }
  }
  return uuids;
}

void ParameterReader::Malformed(absl::string_view location, absl::string_view context) {
  faults_.Add(XdsErrorCode::kRegistryError, location, context);
}

void ParameterReader::Missing(absl::string_view location, absl::string_view context) {
  faults_.Add(XdsErrorCode::kStoredQueryMissingParam, location, context);
}

void ParameterReader::WrongNumber(absl::string_view location, absl::string_view context) {
  faults_.Add(XdsErrorCode::kStoredQueryParamNumber, location, context);
}

bool ParameterReader::CheckCount(int64_t count, int64_t limit, absl::string_view location) {
  if (count <= limit) return true;
  Malformed(location, absl::StrCat(count, " values; at most ", limit));
  return false;
}

absl::Status ParameterReader::ToStatus() const {
  const absl::Status refusal = faults_.ToStatus();
  if (refusal.ok()) return refusal;
  // A malformed value is the caller's mistake, whatever status XDSRegistryError has elsewhere.
  absl::Status status(absl::StatusCode::kInvalidArgument, refusal.message());
  status.SetPayload(kRegistryErrorListTypeUrl, *refusal.GetPayload(kRegistryErrorListTypeUrl));
  return status;
}

}  // namespace docshare::registry
