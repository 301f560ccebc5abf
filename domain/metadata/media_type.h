#pragma once

#include "absl/strings/string_view.h"

namespace docshare {

// Whether `text` is a media type as a Content-Type field has it, type/subtype with optional
// parameters, for example "text/plain; charset=utf-8". Any type will do, registered or not.
//
// Source: RFC 2045 section 5.1, RFC 6838 section 4.2.
bool IsMediaType(absl::string_view text);

}  // namespace docshare
