#pragma once

#include "absl/strings/string_view.h"

namespace docshare {

// Whether MSH-12 names a published version of HL7 v2, "2.1" to "2.9".
bool IsHl7Version(absl::string_view version);

// Whether `version` is `minor` ("2.5" for 5) or a later one. False for what IsHl7Version() refuses.
bool IsHl7VersionFrom(absl::string_view version, int minor);

}  // namespace docshare
