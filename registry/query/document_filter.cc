#include "registry/query/document_filter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "registry/index/term.h"

namespace docshare::registry {
namespace {

using google::protobuf::RepeatedField;
using google::protobuf::RepeatedPtrField;
using storage::v1::DocumentFilterRow;

constexpr int kMaxPatterns = 32;

// Turns the parameters of a request into what rows are compared with, collecting every fault.
class ParameterReader {
 public:
  explicit ParameterReader(const platform::KvReader* store) : store_(store) {}

  // Term numbers of the codes that exist. `known` becomes false when none does: then no row fits.
  std::vector<uint32_t> Codes(const RepeatedPtrField<v1::CodeFilter>& codes,
                              absl::string_view location, bool& known) {
    std::vector<uint32_t> terms;
    for (int i = 0; i < codes.size(); ++i) {
      if (codes[i].code().empty() || codes[i].code_system().empty()) {
        Fault(absl::StrCat(location, "[", i, "]"),
              absl::StrCat("code '", codes[i].code(), "^^", codes[i].code_system(),
                           "' needs both a code and a code system"));
        continue;
      }
      auto term =
          FindTerm(*store_, TermKind::kCode, CodeTermText(codes[i].code(), codes[i].code_system()));
      if (!term.ok()) {
        failure_ = term.status();
      } else if (term->has_value()) {
        terms.push_back(**term);
      }
    }
    if (!codes.empty() && terms.empty()) known = false;
    std::sort(terms.begin(), terms.end());
    return terms;
  }

  std::vector<std::vector<uint32_t>> Groups(const RepeatedPtrField<v1::CodeGroup>& groups,
                                            absl::string_view location, bool& known) {
    std::vector<std::vector<uint32_t>> all;
    for (int i = 0; i < groups.size(); ++i) {
      const std::string group_location = absl::StrCat(location, "[", i, "].any_of");
      if (groups[i].any_of().empty()) {
        Fault(group_location, "a group of codes needs at least one code");
        continue;
      }
      all.push_back(Codes(groups[i].any_of(), group_location, known));
    }
    return all;
  }

  TimeRange Range(const v1::TimeRange& range, absl::string_view location) {
    auto parsed = TimeRange::Parse(range.from(), range.to());
    if (parsed.ok()) return *parsed;
    Fault(location, parsed.status().message());
    return TimeRange();
  }

  // A bit for each enum value. A value this release does not know is dropped, as the standard asks
  // for statuses; bit 0, UNSPECIFIED, is never set in a row.
  uint32_t Bits(const RepeatedField<int>& values) {
    uint32_t bits = 0;
    for (int value : values) {
      if (value > 0 && value < 32) bits |= 1u << value;
    }
    return bits;
  }

  std::vector<LikePattern> Patterns(const RepeatedPtrField<std::string>& patterns,
                                    absl::string_view location) {
    std::vector<LikePattern> parsed;
    if (patterns.size() > kMaxPatterns) {
      Fault(location, absl::StrCat(patterns.size(), " patterns; at most ", kMaxPatterns));
      return parsed;
    }
    for (int i = 0; i < patterns.size(); ++i) {
      auto pattern = LikePattern::Parse(patterns[i]);
      if (pattern.ok()) {
        parsed.push_back(*std::move(pattern));
      } else {
        Fault(absl::StrCat(location, "[", i, "]"), pattern.status().message());
      }
    }
    return parsed;
  }

  void Fault(absl::string_view location, absl::string_view context) {
    faults_.Add(XdsErrorCode::kRegistryError, location, context);
    any_fault_ = true;
  }

  void Missing(absl::string_view location, absl::string_view context) {
    faults_.Add(XdsErrorCode::kStoredQueryMissingParam, location, context);
    any_fault_ = true;
  }

  // A malformed value is the caller's mistake, whatever status XDSRegistryError has elsewhere.
  absl::Status ToStatus() const {
    if (!failure_.ok()) return failure_;
    if (!any_fault_) return absl::OkStatus();
    const absl::Status refusal = faults_.ToStatus();
    absl::Status status(absl::StatusCode::kInvalidArgument, refusal.message());
    status.SetPayload(kRegistryErrorListTypeUrl, *refusal.GetPayload(kRegistryErrorListTypeUrl));
    return status;
  }

 private:
  const platform::KvReader* store_;
  RegistryErrors faults_;
  bool any_fault_ = false;
  absl::Status failure_;
};

bool Has(uint32_t bits, int value) { return bits >> value & 1; }

bool Fits(const std::vector<uint32_t>& any_of, uint32_t term) {
  return any_of.empty() || std::binary_search(any_of.begin(), any_of.end(), term);
}

bool FitsAll(const std::vector<std::vector<uint32_t>>& groups,
             const RepeatedField<uint32_t>& terms) {
  return std::all_of(groups.begin(), groups.end(), [&](const std::vector<uint32_t>& any_of) {
    return std::any_of(terms.begin(), terms.end(), [&](uint32_t term) {
      return std::binary_search(any_of.begin(), any_of.end(), term);
    });
  });
}

}  // namespace

bool ShownAtMetadataLevel(const DocumentFilterRow& row, uint32_t metadata_level) {
  if (metadata_level >= 2) return true;
  return row.is_newest_version() &&
         row.availability() != metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE;
}

absl::StatusOr<DocumentFilter> DocumentFilter::Compile(const v1::FindDocumentsRequest& request,
                                                       const platform::KvReader* store) {
  DocumentFilter filter(store);
  ParameterReader read(store);
  filter.statuses_ = read.Bits(request.statuses());
  if (filter.statuses_ == 0) {
    read.Missing("statuses", "$XDSDocumentEntryStatus: name at least one availabilityStatus");
  }
  filter.object_types_ = request.object_types().empty()
                             ? 1u << metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE
                             : read.Bits(request.object_types());
  filter.availabilities_ = request.document_availabilities().empty()
                               ? ~0u
                               : read.Bits(request.document_availabilities());
  if (request.metadata_level() > 2) {
    read.Fault("metadata_level",
               absl::StrCat("$MetadataLevel is 1 or 2, not ", request.metadata_level()));
  }
  filter.metadata_level_ = request.metadata_level();

  bool known = true;
  filter.class_codes_ = read.Codes(request.class_codes(), "class_codes", known);
  filter.type_codes_ = read.Codes(request.type_codes(), "type_codes", known);
  filter.practice_setting_codes_ =
      read.Codes(request.practice_setting_codes(), "practice_setting_codes", known);
  filter.healthcare_facility_type_codes_ =
      read.Codes(request.healthcare_facility_type_codes(), "healthcare_facility_type_codes", known);
  filter.format_codes_ = read.Codes(request.format_codes(), "format_codes", known);
  filter.event_codes_ = read.Groups(request.event_codes(), "event_codes", known);
  filter.confidentiality_codes_ =
      read.Groups(request.confidentiality_codes(), "confidentiality_codes", known);
  filter.creation_ = read.Range(request.creation_time(), "creation_time");
  filter.service_start_ = read.Range(request.service_start_time(), "service_start_time");
  filter.service_stop_ = read.Range(request.service_stop_time(), "service_stop_time");
  filter.author_patterns_ =
      read.Patterns(request.author_person_patterns(), "author_person_patterns");
  filter.matches_nothing_ = !known || filter.object_types_ == 0 || filter.availabilities_ == 0;

  if (absl::Status status = read.ToStatus(); !status.ok()) return status;
  return filter;
}

TimeRange DocumentFilter::scan_range() const {
  return Has(object_types_, metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND) ? TimeRange() : creation_;
}

absl::StatusOr<bool> DocumentFilter::Matches(const DocumentFilterRow& row) {
  if (!Has(statuses_, row.status()) || !Has(object_types_, row.object_type()) ||
      !Has(availabilities_, row.availability()) || !ShownAtMetadataLevel(row, metadata_level_) ||
      !Fits(class_codes_, row.class_code()) || !Fits(type_codes_, row.type_code()) ||
      !Fits(practice_setting_codes_, row.practice_setting_code()) ||
      !Fits(healthcare_facility_type_codes_, row.healthcare_facility_type_code()) ||
      !Fits(format_codes_, row.format_code()) || !FitsAll(event_codes_, row.event_codes()) ||
      !FitsAll(confidentiality_codes_, row.confidentiality_codes())) {
    return false;
  }
  // A range does not exclude an entry that lacks the attribute.
  if ((row.has_creation_s() && !creation_.Contains(row.creation_s())) ||
      (row.has_service_start_s() && !service_start_.Contains(row.service_start_s())) ||
      (row.has_service_stop_s() && !service_stop_.Contains(row.service_stop_s()))) {
    return false;
  }
  return AuthorMatches(row);
}

absl::StatusOr<bool> DocumentFilter::AuthorMatches(const DocumentFilterRow& row) {
  if (author_patterns_.empty()) return true;
  for (uint32_t term : row.author_persons()) {
    auto verdict = author_verdicts_.find(term);
    if (verdict == author_verdicts_.end()) {
      auto text = ReadTermText(*store_, term);
      if (!text.ok()) return text.status();
      const bool fits =
          std::any_of(author_patterns_.begin(), author_patterns_.end(),
                      [&](const LikePattern& pattern) { return pattern.Matches(*text); });
      verdict = author_verdicts_.emplace(term, fits).first;
    }
    if (verdict->second) return true;
  }
  return false;
}

}  // namespace docshare::registry
