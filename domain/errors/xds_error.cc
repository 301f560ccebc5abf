#include "domain/errors/xds_error.h"

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

using metadata::v1::RegistryError;
using metadata::v1::RegistryErrorList;

constexpr size_t kMaxLoggedLocation = 100;

// Earlier codes win: a retry is suggested only when the caller has nothing to correct.
constexpr absl::StatusCode kMostTellingFirst[] = {
    absl::StatusCode::kInvalidArgument, absl::StatusCode::kFailedPrecondition,
    absl::StatusCode::kAlreadyExists,   absl::StatusCode::kNotFound,
    absl::StatusCode::kInternal,        absl::StatusCode::kResourceExhausted,
    absl::StatusCode::kUnavailable,
};

absl::StatusCode StatusCodeOf(const RegistryError& error) {
  const absl::optional<XdsErrorCode> code = ParseXdsErrorCode(error.error_code());
  return code ? StatusCodeOf(*code) : absl::StatusCode::kInternal;
}

// A place in the request, not a value of it: document_entries[2].hash, but no unique id.
bool IsFieldPath(absl::string_view location) {
  if (location.empty() || location.size() > kMaxLoggedLocation) return false;
  if (!absl::ascii_islower(location[0])) return false;
  return std::all_of(location.begin(), location.end(), [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || absl::StrContains("_.[]", c);
  });
}

// "XDSRegistryMetadataError at document_entries[2].hash".
std::string Summary(const RegistryError& error) {
  if (!IsFieldPath(error.location())) return error.error_code();
  return absl::StrCat(error.error_code(), " at ", error.location());
}

absl::Status MakeStatus(absl::StatusCode code, absl::string_view message,
                        const RegistryErrorList& list) {
  absl::Status status(code, message);
  status.SetPayload(kRegistryErrorListTypeUrl, absl::Cord(list.SerializeAsString()));
  return status;
}

// Where an element stands in a request: rank of its list, index in it.
std::pair<int, uint64_t> PositionOf(absl::string_view location) {
  if (location.empty()) return {0, 0};
  if (absl::StartsWith(location, "submission_set")) return {1, 0};
  int rank = 5;
  if (absl::ConsumePrefix(&location, "document_entries[")) rank = 2;
  if (absl::ConsumePrefix(&location, "folders[")) rank = 3;
  if (absl::ConsumePrefix(&location, "associations[")) rank = 4;
  uint64_t index = 0;
  if (rank == 5 || !absl::SimpleAtoi(location.substr(0, location.find(']')), &index)) {
    return {rank, 0};
  }
  return {rank, index};
}

}  // namespace

RegistryError MakeRegistryError(XdsErrorCode code, absl::string_view location,
                                absl::string_view context) {
  RegistryError error;
  error.set_error_code(std::string(ToString(code)));
  error.set_code_context(ToValidUtf8(context));
  error.set_location(ToValidUtf8(location));
  error.set_severity(DefaultSeverityOf(code));
  return error;
}

absl::Status XdsError(XdsErrorCode code, absl::string_view location, absl::string_view context) {
  return XdsErrorWithStatus(StatusCodeOf(code), code, location, context);
}

absl::Status XdsErrorWithStatus(absl::StatusCode status_code, XdsErrorCode code,
                                absl::string_view location, absl::string_view context) {
  if (status_code == absl::StatusCode::kOk) std::abort();
  RegistryErrorList list;
  RegistryError& error = *list.add_errors();
  error = MakeRegistryError(code, location, context);
  error.set_severity(metadata::v1::SEVERITY_ERROR);
  return MakeStatus(status_code, Summary(error), list);
}

absl::Status WithXdsErrorIfMissing(const absl::Status& status, XdsErrorCode code) {
  if (status.ok() || status.GetPayload(kRegistryErrorListTypeUrl)) return status;
  RegistryErrorList list;
  RegistryError& error = *list.add_errors();
  error = MakeRegistryError(code, "", status.message());
  error.set_severity(metadata::v1::SEVERITY_ERROR);
  absl::Status with_error = status;
  with_error.SetPayload(kRegistryErrorListTypeUrl, absl::Cord(list.SerializeAsString()));
  return with_error;
}

absl::optional<RegistryErrorList> RegistryErrorsOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kRegistryErrorListTypeUrl);
  RegistryErrorList list;
  if (!payload || !list.ParseFromString(std::string(*payload))) return absl::nullopt;
  return list;
}

void RegistryErrors::Add(XdsErrorCode code, absl::string_view location, absl::string_view context) {
  Add(MakeRegistryError(code, location, context));
}

void RegistryErrors::Add(XdsErrorCode code, absl::string_view location, absl::string_view context,
                         metadata::v1::Severity severity) {
  RegistryError error = MakeRegistryError(code, location, context);
  error.set_severity(severity);
  Add(error);
}

void RegistryErrors::Add(const RegistryError& error) {
  if (list_.errors_size() > kMaxErrors) return;
  if (list_.errors_size() == kMaxErrors) {
    // Named like the fault it hides, so that the list keeps its status code.
    RegistryError& last = *list_.add_errors();
    last.set_error_code(error.error_code());
    last.set_code_context(
        absl::StrCat("there are more than ", kMaxErrors, " faults; the others are not listed"));
    last.set_severity(error.severity());
    return;
  }
  *list_.add_errors() = error;
}

void RegistryErrors::SortByLocation() {
  auto& errors = *list_.mutable_errors();
  const bool is_cut = errors.size() > kMaxErrors;
  std::stable_sort(errors.begin(), errors.end() - (is_cut ? 1 : 0),
                   [](const RegistryError& a, const RegistryError& b) {
                     return PositionOf(a.location()) < PositionOf(b.location());
                   });
}

absl::Status RegistryErrors::ToStatus() const {
  const RegistryError* first = nullptr;
  int faults = 0;
  size_t best = std::size(kMostTellingFirst);
  for (const RegistryError& error : list_.errors()) {
    if (error.severity() == metadata::v1::SEVERITY_WARNING) continue;
    if (!first) first = &error;
    ++faults;
    const auto* found =
        std::find(std::begin(kMostTellingFirst), std::end(kMostTellingFirst), StatusCodeOf(error));
    best = std::min<size_t>(best, found - std::begin(kMostTellingFirst));
  }
  if (!first) return absl::OkStatus();
  const std::string message =
      faults == 1 ? Summary(*first) : absl::StrCat(faults, " faults; first: ", Summary(*first));
  return MakeStatus(kMostTellingFirst[best], message, list_);
}

}  // namespace docshare
