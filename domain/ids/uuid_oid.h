#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace docshare {

// The OID of a UUID: "2.25." and the UUID as one decimal number, at most 44 characters.
// Source: ITU-T X.667, 6.3 and 6.4.
std::string OidOfUuid(const std::array<uint8_t, 16>& uuid);

}  // namespace docshare
