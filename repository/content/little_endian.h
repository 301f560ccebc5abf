#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace docshare::repository {

// Adds the `size` low bytes of `number`, lowest first. Requires size <= 8.
inline void AppendLittleEndian(uint64_t number, size_t size, std::string* out) {
  for (size_t i = 0; i < size; ++i) out->push_back(static_cast<char>(number >> (8 * i)));
}

// The number whose bytes, lowest first, are `bytes`. Requires at most 8 bytes.
inline uint64_t ReadLittleEndian(absl::string_view bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    number |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return number;
}

}  // namespace docshare::repository
