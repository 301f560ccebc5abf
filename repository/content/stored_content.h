#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// What is known of a document's bytes once all of them have been stored.
struct StoredContent {
  ContentId id;
  uint64_t size_bytes = 0;
  // Source: ITI TF-3:4.2.3.2.10 (the hash attribute is a SHA-1).
  std::array<uint8_t, 20> sha1 = {};
  std::array<uint8_t, 32> sha256 = {};

  // Lower-case hexadecimal digits, as metadata and messages have them.
  std::string Sha1Hex() const { return HexOf(sha1); }
  std::string Sha256Hex() const { return HexOf(sha256); }

  friend bool operator==(const StoredContent& a, const StoredContent& b) = default;

 private:
  template <size_t kSize>
  static std::string HexOf(const std::array<uint8_t, kSize>& digest) {
    return absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
  }
};

}  // namespace docshare::repository
