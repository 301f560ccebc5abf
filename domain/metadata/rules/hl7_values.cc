#include "domain/metadata/rules/hl7_values.h"

#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"

namespace docshare {

void AddIfMalformed(const absl::Status& form, absl::string_view type,
                    absl::FunctionRef<std::string()> render, const Location& location,
                    RegistryErrors& errors) {
  if (form.ok()) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, location.ToString(),
             absl::StrCat(Quote(render()), " is not a valid ", type, ": ", form.message()));
}

}  // namespace docshare
