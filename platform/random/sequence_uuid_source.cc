#include "platform/random/sequence_uuid_source.h"

#include <cassert>

namespace docshare::platform {

SequenceUuidSource::SequenceUuidSource(uint64_t first) : next_(first) {
  assert(first < uint64_t{1} << 62);
}

std::array<uint8_t, 16> SequenceUuidSource::Next() {
  uint64_t number = next_.fetch_add(1);
  std::array<uint8_t, 16> uuid{};
  uuid[6] = 0x40;
  for (size_t byte = 15; byte >= 8; --byte) {
    uuid[byte] = static_cast<uint8_t>(number);
    number >>= 8;
  }
  uuid[8] |= 0x80;
  return uuid;
}

}  // namespace docshare::platform
