#include <cstdint>
#include <cstdlib>

#include "platform/crypto/wrapped_key.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto key = docshare::platform::DecodeWrappedKey(bytes);
  // What is read is written back as it was.
  if (key.ok() && docshare::platform::EncodeWrappedKey(*key) != bytes) std::abort();
  return 0;
}
