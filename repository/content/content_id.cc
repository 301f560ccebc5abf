#include "repository/content/content_id.h"

#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace docshare::repository {

absl::StatusOr<ContentId> ContentId::FromBytes(absl::string_view bytes) {
  if (bytes.size() != kSizeBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a content id has ", kSizeBytes, " bytes, not ", bytes.size()));
  }
  std::array<uint8_t, kSizeBytes> array;
  std::memcpy(array.data(), bytes.data(), kSizeBytes);
  return ContentId(array);
}

absl::StatusOr<ContentId> ContentId::FromHex(absl::string_view hex) {
  const bool only_hex = hex.find_first_not_of("0123456789abcdef") == absl::string_view::npos;
  if (hex.size() != 2 * kSizeBytes || !only_hex) {
    return absl::InvalidArgumentError("a content id is written as 32 lower-case hex digits");
  }
  return FromBytes(absl::HexStringToBytes(hex));
}

std::string ContentId::ToHex() const { return absl::BytesToHexString(bytes()); }

}  // namespace docshare::repository
