// Any text as page token: refused, or one that was sealed. Any bytes as position: sealed and opened
// again.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "registry/query/page_token.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using docshare::registry::PageToken;
  const PageToken tokens(std::string(32, 'k'), "query");
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  if (auto position = tokens.Open(input); position.ok()) {
    auto again = tokens.Open(tokens.Seal(*position));
    if (!again.ok() || *again != *position) __builtin_trap();
  }
  const absl::string_view position = input.substr(0, PageToken::kMaxPositionBytes);
  auto opened = tokens.Open(tokens.Seal(position));
  if (!opened.ok() || *opened != position) __builtin_trap();
  return 0;
}
