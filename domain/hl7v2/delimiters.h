#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// HL7 v2 text: '|' ends a field, '~' a repetition, '^' a component, '&' a subcomponent, '\' starts
// and ends an escape.
//
// Source: ITI TF-3:4.2.3.1.7, HL7 v2.5 chapter 2.7.
namespace docshare {

// Writes the five delimiters in `plain` as \F\ \R\ \S\ \T\ \E\.
std::string EscapeHl7(absl::string_view plain);

// The plain value of one component or subcomponent.
// Returns kInvalidArgument for a delimiter that is not escaped, an escape that does not end, and
// any escape but the five: XDS allows no formatting, hexadecimal or local ones.
absl::StatusOr<std::string> UnescapeHl7(absl::string_view text);

// The parts between the delimiters, without empty ones at the end: trailing delimiters say nothing.
// The parts point into `text`.
std::vector<absl::string_view> SplitHl7(absl::string_view text, char delimiter);

// The opposite: no delimiter follows the last part that is not empty.
std::string JoinHl7(const std::vector<std::string>& parts, char delimiter);

// Whether a text that is put together of these fields, escaped, and of `delimiters` more characters
// passes CheckSlotValue(), told without making it. May be false for one that does: only for such a
// field is it worth making the text.
bool FitInSlot(std::initializer_list<absl::string_view> fields, size_t delimiters);

// Refuses what no slot value may be, whatever its type: empty, not UTF-8, with a control character,
// or longer than 256 characters. Messages do not quote the text.
absl::Status CheckSlotValue(absl::string_view text);

}  // namespace docshare
