#include "platform/random/random_uuid_source.h"

#include <openssl/rand.h>

#include <cstdio>
#include <cstdlib>

namespace docshare::platform {

std::array<uint8_t, 16> RandomUuidSource::Next() {
  std::array<uint8_t, 16> uuid;
  if (RAND_bytes(uuid.data(), static_cast<int>(uuid.size())) != 1) {
    std::fputs("RandomUuidSource: the random generator of OpenSSL failed\n", stderr);
    std::abort();
  }
  uuid[6] = static_cast<uint8_t>((uuid[6] & 0x0f) | 0x40);  // Version 4.
  uuid[8] = static_cast<uint8_t>((uuid[8] & 0x3f) | 0x80);  // The variant of RFC 4122.
  return uuid;
}

}  // namespace docshare::platform
