#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare {

// `bytes` of a message as UTF-8. `charset` is what MSH-18 names (HL7 table 0211): ASCII, 8859/1,
// 8859/5, 8859/15, UNICODE UTF-8 or UNICODE; other spellings of these ("ISO-8859-1", "utf8") and
// Windows-1252 are understood too.
//
// An absent charset means ASCII. Many senders leave the field out and write what they like, so
// that bytes beyond ASCII are then read as UTF-8 when they are well-formed UTF-8, else as 8859/1:
// our own choice, which never touches an identifier that is made of digits and Latin letters.
//
// Returns kNotFound for another charset, and kInvalidArgument for bytes that it does not have.
// Messages do not quote `bytes`.
// Source: HL7 v2.5 chapter 2.15.9.18.
absl::StatusOr<std::string> DecodeHl7Text(absl::string_view bytes, absl::string_view charset);

}  // namespace docshare
