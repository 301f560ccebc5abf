// Values of a stored query's parameters: what is read is written, and read again as it was.

#include <cstdint>
#include <cstdlib>
#include <vector>

#include "absl/strings/string_view.h"
#include "domain/ebrim/query_values.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<docshare::QueryValue> values;
  if (!docshare::ReadQueryValues(text, &values).ok()) return 0;
  std::vector<docshare::QueryValue> again;
  const std::string written = docshare::FormatQueryValues(values, /*in_parentheses=*/true);
  if (!docshare::ReadQueryValues(written, &again).ok() || again != values) std::abort();
  return 0;
}
