#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace docshare::tests {

// Put it into the documents of a test whose logs are looked at.
inline constexpr char kContentMark[] = "the-patient-feels-better";

// What a log must never hold, as far as it occurs in `log`: numbers of the synthetic patients,
// names and titles of submission_builder.h, and kContentMark.
std::vector<std::string> PersonalDataIn(absl::string_view log);

}  // namespace docshare::tests
