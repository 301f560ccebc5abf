#include "domain/ebrim/testing/fault_lines.h"

#include "absl/strings/str_cat.h"

namespace docshare::testing {

std::vector<std::string> FaultLines(const RegistryErrors& errors) {
  std::vector<std::string> lines;
  for (const auto& error : errors.list().errors()) {
    lines.push_back(absl::StrCat(error.error_code(), " at ", error.location()));
  }
  return lines;
}

}  // namespace docshare::testing
