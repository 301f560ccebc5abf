#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "platform/random/uuid_source.h"

namespace docshare::platform {

// UUIDs that count up, for tests: 00000000-0000-4000-8000-000000000001 and so on.
class SequenceUuidSource : public UuidSource {
 public:
  // Requires first < 2^62. Sources with far-apart starts do not collide.
  explicit SequenceUuidSource(uint64_t first = 1);

  std::array<uint8_t, 16> Next() override;

 private:
  std::atomic<uint64_t> next_;
};

}  // namespace docshare::platform
