#pragma once

#include <array>
#include <cstdint>

#include "repository/content/content_id.h"

namespace docshare::repository {

// What is known of a document's bytes once all of them have been stored.
struct StoredContent {
  ContentId id;
  uint64_t size_bytes = 0;
  // Source: ITI TF-3:4.2.3.2.10 (the hash attribute is a SHA-1).
  std::array<uint8_t, 20> sha1 = {};
  std::array<uint8_t, 32> sha256 = {};

  friend bool operator==(const StoredContent& a, const StoredContent& b) = default;
};

}  // namespace docshare::repository
