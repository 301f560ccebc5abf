// Any bytes as a position of GetAll: refused, or written back the same.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "registry/query/get_all_position.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto position = docshare::registry::DecodeGetAllPosition(bytes);
  if (position.ok() && docshare::registry::Encode(*position) != bytes) __builtin_trap();
  return 0;
}
