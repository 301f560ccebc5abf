#pragma once

#include <array>
#include <cstdint>

#include "platform/random/uuid_source.h"

namespace docshare::platform {

// UUIDs from OpenSSL's random generator. Ends the process when that has no randomness to give:
// a guessable identifier must never leave this class.
class RandomUuidSource : public UuidSource {
 public:
  std::array<uint8_t, 16> Next() override;
};

}  // namespace docshare::platform
