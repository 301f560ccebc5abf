#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace docshare {

// A value of a request as an error message shows it: in single quotes, at most its first 80
// characters and then "...", what is not UTF-8 or is a control character as '?'.
std::string Quote(absl::string_view value);

}  // namespace docshare
