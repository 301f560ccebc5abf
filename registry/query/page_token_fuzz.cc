// Any text as page token: refused, or one that was sealed.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "registry/query/page_token.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const docshare::registry::PageToken tokens(std::string(32, 'k'), "query");
  const absl::string_view token(reinterpret_cast<const char*>(data), size);
  if (auto suffix = tokens.Open(token); suffix.ok() && suffix->size() != 24) __builtin_trap();
  return 0;
}
