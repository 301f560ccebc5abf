#include "domain/errors/findings.h"

#include "absl/strings/str_cat.h"

namespace docshare {

using metadata::v1::RegistryError;

void Findings::Add(Enforcement enforcement, XdsErrorCode code, absl::string_view location,
                   absl::string_view context) {
  if (enforcement == Enforcement::kRefuse) {
    faults_.Add(code, location, context, metadata::v1::SEVERITY_ERROR);
  } else if (enforcement == Enforcement::kWarn) {
    warnings_.Add(code, location, context, metadata::v1::SEVERITY_WARNING);
  }
}

void Findings::AddAll(Enforcement enforcement, const RegistryErrors& found,
                      absl::string_view prefix) {
  if (enforcement == Enforcement::kOff) return;
  const bool refuse = enforcement == Enforcement::kRefuse;
  for (RegistryError error : found.list().errors()) {
    error.set_code_context(absl::StrCat(prefix, error.code_context()));
    error.set_severity(refuse ? metadata::v1::SEVERITY_ERROR : metadata::v1::SEVERITY_WARNING);
    (refuse ? faults_ : warnings_).Add(error);
  }
}

}  // namespace docshare
