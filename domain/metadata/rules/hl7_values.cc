#include "domain/metadata/rules/hl7_values.h"

#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"

namespace docshare {

void AddIfMalformed(const absl::Status& form, absl::string_view type, absl::string_view text,
                    absl::string_view location, RegistryErrors& errors) {
  if (form.ok()) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, location,
             absl::StrCat(Quote(text), " is not a valid ", type, ": ", form.message()));
}

}  // namespace docshare
