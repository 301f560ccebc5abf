#pragma once

#include <array>
#include <cstdint>

namespace docshare::platform {

// Makes version 4 UUIDs (RFC 4122): 16 bytes, in the order in which they are printed.
// Thread-safe.
class UuidSource {
 public:
  virtual ~UuidSource() = default;

  virtual std::array<uint8_t, 16> Next() = 0;
};

}  // namespace docshare::platform
