#pragma once

#include <cstdint>
#include <cstdlib>

#include "absl/strings/numbers.h"

namespace docshare::tests {

// What an environment variable says; `otherwise` when it is not set or no number.
inline uint64_t EnvironmentNumber(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  uint64_t value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

}  // namespace docshare::tests
