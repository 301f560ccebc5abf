#pragma once

#include "absl/strings/string_view.h"

namespace docshare {

// Whether `text` is a well-formed language tag, for example "nb-NO", in any case of letters.
// Subtags need not be registered.
//
// Source: RFC 5646 section 2.1.
bool IsLanguageTag(absl::string_view text);

}  // namespace docshare
