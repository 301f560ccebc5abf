#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/coded_value.pb.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/registry/v1/stored_query.pb.h"

namespace docshare::consumer {

// Values as a person writes them on a command line or in a profile. Each function returns
// kInvalidArgument for anything else, with a message that begins with `name`, the flag or the field
// that the text came from, and says what to write.

// code^^system or code^^system^display name. Without a display name the code stands for it, because
// the standard wants one.
absl::StatusOr<docshare::metadata::v1::CodedValue> ParseCode(absl::string_view name,
                                                             absl::string_view text);

// The same for a search; a display name is ignored.
absl::StatusOr<docshare::registry::v1::CodeFilter> ParseCodeFilter(absl::string_view name,
                                                                   absl::string_view text);

// ID^^^&OID&ISO, or ID alone, which `default_authority` then numbers. Messages do not quote it.
absl::StatusOr<docshare::metadata::v1::PatientIdentifier> ParsePatient(
    absl::string_view name, absl::string_view text, absl::string_view default_authority);

// HL7 XCN text, or a plain name, which becomes the family name.
absl::StatusOr<docshare::metadata::v1::Person> ParsePerson(absl::string_view name,
                                                           absl::string_view text);

// HL7 XON text; a plain name is one.
absl::StatusOr<docshare::metadata::v1::Organization> ParseOrganization(absl::string_view name,
                                                                       absl::string_view text);

// 2024-01-31, 2024-01-31T09:30[:00][Z|+01:00], a part of it from the left, or the HL7 forms
// YYYY[MM[DD[hh[mm[ss]]]]][+ZZZZ]. Without a zone it is UTC. Returns DTM text of that precision.
absl::StatusOr<std::string> ParseTime(absl::string_view name, absl::string_view text);

// DTM text for people: "2024-01-31 09:30"; seconds are left out. Other text comes back as it is.
std::string FormatTime(absl::string_view dtm);

}  // namespace docshare::consumer
