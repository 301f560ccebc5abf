#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/registry_error.pb.h"
#include "domain/errors/xds_error_code.h"

namespace docshare {

// A status that refuses with the standard's code carries a RegistryErrorList under this type URL;
// its message says what and where, never a value of the request, so that it may be logged.
inline constexpr char kRegistryErrorListTypeUrl[] =
    "type.googleapis.com/docshare.metadata.v1.RegistryErrorList";

// One entry of a RegistryErrorList. `location` names the element at fault, for example
// "document_entries[2].patient_id", empty for the whole request; `context` says what is wrong and
// what was expected, and may quote the request. What is not UTF-8 in them becomes '?'.
metadata::v1::RegistryError MakeRegistryError(XdsErrorCode code, absl::string_view location,
                                              absl::string_view context);

// The refusal with this one error. Its status code is StatusCodeOf(code).
absl::Status XdsError(XdsErrorCode code, absl::string_view location, absl::string_view context);

// As XdsError(), with another status code than the table's: kDataLoss for XDSRegistryError on
// damaged bytes, kInvalidArgument for XDSRegistryError on a malformed query value.
// Requires a status code other than kOk.
absl::Status XdsErrorWithStatus(absl::StatusCode status_code, XdsErrorCode code,
                                absl::string_view location, absl::string_view context);

// Gives a failure that carries no RegistryErrorList one with `code` and the status message as
// context; returns `status` unchanged when it is OK or carries one already.
absl::Status WithXdsErrorIfMissing(const absl::Status& status, XdsErrorCode code);

// The errors a status carries; nullopt when it carries none, or bytes that do not parse.
absl::optional<metadata::v1::RegistryErrorList> RegistryErrorsOf(const absl::Status& status);

// Collects the faults of one request. Keeps at most kMaxErrors; what comes after is dropped, and a
// last error says so. Copyable; not thread-safe.
class RegistryErrors {
 public:
  static constexpr int kMaxErrors = 1000;

  // With the severity DefaultSeverityOf(code).
  void Add(XdsErrorCode code, absl::string_view location, absl::string_view context);
  void Add(XdsErrorCode code, absl::string_view location, absl::string_view context,
           metadata::v1::Severity severity);
  // An entry as another party made it.
  void Add(const metadata::v1::RegistryError& error);

  // Puts the errors in the order of the elements they name: the whole request, submission_set,
  // document_entries by index, folders by index, associations by index, anything else. Keeps the
  // order within one.
  void SortByLocation();

  // True when nothing was added, also no warning.
  bool empty() const { return list_.errors().empty(); }
  // True once an error was dropped: a loop over many elements may stop.
  bool full() const { return list_.errors_size() > kMaxErrors; }
  const metadata::v1::RegistryErrorList& list() const { return list_; }

  // OK when there is no entry of severity error: warnings travel in the reply.
  // Else a refusal that carries the whole list. Its status code is that of the error the caller has
  // to act on first: kInvalidArgument, kFailedPrecondition, kAlreadyExists, kNotFound, kInternal,
  // and kResourceExhausted and kUnavailable, which invite a retry, only when nothing else is wrong.
  // An error whose name is not in the table counts as kInternal.
  absl::Status ToStatus() const;

 private:
  metadata::v1::RegistryErrorList list_;
};

}  // namespace docshare
