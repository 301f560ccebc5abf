#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/rules/location.h"

namespace docshare {

// Adds the fault of a value in HL7 form, if `form` is one. `type` is what the value should be, for
// example "XCN"; `render` makes its HL7 text and is called for a fault only.
void AddIfMalformed(const absl::Status& form, absl::string_view type,
                    absl::FunctionRef<std::string()> render, const Location& location,
                    RegistryErrors& errors);

}  // namespace docshare
