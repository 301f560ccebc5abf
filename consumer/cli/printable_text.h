#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace docshare::consumer {

// Text of other people on a terminal: it must neither steer the terminal nor break the layout.

// `text` on one line: line breaks and tabs become blanks; control characters, marks that turn the
// direction of writing, and bytes that are not UTF-8 become '?'.
std::string PrintableText(absl::string_view text);

// How many columns `text` takes on a terminal. Wide characters take two, combining ones none.
// Requires PrintableText().
size_t DisplayWidth(absl::string_view text);

// `text`, cut and ended by "…" when it takes more than `width` columns. Requires PrintableText()
// and width > 0.
std::string CutToWidth(absl::string_view text, size_t width);

}  // namespace docshare::consumer
