#include "domain/ids/uuid_oid.h"

#include <sstream>

#include "absl/numeric/int128.h"

namespace docshare {

std::string OidOfUuid(const std::array<uint8_t, 16>& uuid) {
  absl::uint128 number = 0;
  for (uint8_t byte : uuid) number = (number << 8) | byte;
  std::ostringstream oid;
  oid << "2.25." << number;
  return oid.str();
}

}  // namespace docshare
