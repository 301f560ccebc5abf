#include "platform/config/config_faults.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace docshare::platform {

void ConfigFaults::Missing(absl::string_view field, absl::string_view example) {
  Wrong(field, "is required", example);
}

void ConfigFaults::Wrong(absl::string_view field, absl::string_view problem,
                         absl::string_view example) {
  faults_.push_back(absl::StrCat(field, " ", problem, ", for example: ", example));
}

absl::Status ConfigFaults::ToStatus(absl::string_view name) const {
  if (faults_.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrJoin(faults_, "\n", [name](std::string* out, const std::string& fault) {
        absl::StrAppend(out, name, ": ", fault);
      }));
}

}  // namespace docshare::platform
