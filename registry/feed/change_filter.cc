#include "registry/feed/change_filter.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "registry/index/patient.h"
#include "registry/index/term.h"

namespace docshare::registry {
namespace {

using google::protobuf::RepeatedPtrField;
using Numbers = absl::optional<std::set<uint64_t>>;

absl::Status Malformed(absl::string_view location, absl::string_view context) {
  return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRegistryError,
                            location, context);
}

absl::StatusOr<std::vector<std::string>> TermTexts(const RepeatedPtrField<v1::CodeFilter>& codes,
                                                   absl::string_view location) {
  if (codes.size() > ChangeFilter::kMaxCodes) {
    return Malformed(location, absl::StrCat(codes.size(), " codes; at most ",
                                            static_cast<int>(ChangeFilter::kMaxCodes)));
  }
  std::vector<std::string> texts;
  for (int i = 0; i < codes.size(); ++i) {
    if (codes[i].code().empty() || codes[i].code_system().empty()) {
      return Malformed(absl::StrCat(location, "[", i, "]"), "needs both a code and a code system");
    }
    texts.push_back(CodeTermText(codes[i].code(), codes[i].code_system()));
  }
  return texts;
}

absl::StatusOr<Numbers> TermNumbers(const std::vector<std::string>& texts,
                                    const platform::KvReader& store) {
  if (texts.empty()) return absl::nullopt;
  std::set<uint64_t> numbers;
  for (const std::string& text : texts) {
    auto number = FindTerm(store, TermKind::kCode, text);
    if (!number.ok()) return number.status();
    if (number->has_value()) numbers.insert(**number);
  }
  return numbers;
}

// The patient and those it was merged into, one after the other.
absl::StatusOr<std::set<uint64_t>> PatientNumbers(const PatientId& patient,
                                                  const platform::KvReader& store) {
  std::set<uint64_t> numbers;
  auto standing = FindPatient(store, patient);
  if (!standing.ok()) return standing.status();
  uint64_t next = standing->number;
  while (next != 0 && numbers.insert(next).second) {
    auto row = ReadPatient(store, next);
    if (!row.ok()) return row.status();
    next = row->merged_into();
  }
  return numbers;
}

bool Fits(const Numbers& any_of, uint64_t number) {
  return !any_of.has_value() || any_of->count(number) > 0;
}

}  // namespace

bool ResolvedChangeFilter::Matches(const storage::v1::DocumentChangeRow& row) const {
  return Fits(patients_, row.locator().patient_number()) && Fits(class_codes_, row.class_code()) &&
         Fits(type_codes_, row.type_code()) &&
         Fits(facility_codes_, row.healthcare_facility_type_code());
}

absl::StatusOr<ChangeFilter> ChangeFilter::Create(const v1::WatchDocumentsRequest& request) {
  ChangeFilter filter;
  if (request.has_patient_id()) {
    auto patient = PatientId::FromProto(request.patient_id());
    if (!patient.ok()) return Malformed("patient_id", patient.status().message());
    filter.patient_ = *std::move(patient);
  }
  for (const auto& [codes, location, texts] :
       {std::tuple{&request.class_codes(), "class_codes", &filter.class_codes_},
        {&request.type_codes(), "type_codes", &filter.type_codes_},
        {&request.healthcare_facility_type_codes(), "healthcare_facility_type_codes",
         &filter.facility_codes_}}) {
    auto read = TermTexts(*codes, location);
    if (!read.ok()) return read.status();
    *texts = *std::move(read);
  }
  return filter;
}

absl::StatusOr<ResolvedChangeFilter> ChangeFilter::Resolve(const platform::KvReader& store) const {
  ResolvedChangeFilter resolved;
  if (patient_.has_value()) {
    auto patients = PatientNumbers(*patient_, store);
    if (!patients.ok()) return patients.status();
    resolved.patients_ = *std::move(patients);
  }
  for (const auto& [texts, numbers] : {std::pair{&class_codes_, &resolved.class_codes_},
                                       {&type_codes_, &resolved.type_codes_},
                                       {&facility_codes_, &resolved.facility_codes_}}) {
    auto found = TermNumbers(*texts, store);
    if (!found.ok()) return found.status();
    *numbers = *std::move(found);
  }
  return resolved;
}

}  // namespace docshare::registry
