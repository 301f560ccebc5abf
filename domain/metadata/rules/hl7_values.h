#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/errors/xds_error.h"

namespace docshare {

// Adds the fault of a value in HL7 form, if `form` is one. `type` is what the value should be, for
// example "XCN"; `text` is its HL7 text.
void AddIfMalformed(const absl::Status& form, absl::string_view type, absl::string_view text,
                    absl::string_view location, RegistryErrors& errors);

}  // namespace docshare
