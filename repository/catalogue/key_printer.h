#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace docshare::repository {

// Any key of the repository's database for people, for example "document/2.999.10.1",
// "pending/00112233445566778899aabbccddeeff", "meta/schema_version"; bytes that are no such key as
// "unknown/" and hexadecimal digits. Every byte string has a text; different keys have different
// ones.
std::string PrintKey(absl::string_view key);

}  // namespace docshare::repository
