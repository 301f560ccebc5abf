#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/crypto/aes_gcm.h"

namespace docshare::platform {

// A wrapped key as it is stored:
//
//    0   1  version, 1
//    1   1  length of the wrapping key's id, 1 to 64
//    2   n  the id
//       12  nonce, at random
//       48  the key under AES-256-GCM with its tag; the bytes before the nonce and the context are
//           associated data
struct WrappedKey {
  std::string key_id;
  AesGcm::Nonce nonce;
  std::string sealed;
};

inline constexpr size_t kMaxKeyIdBytes = 64;

// What comes before the nonce. Requires an id of 1 to kMaxKeyIdBytes bytes.
std::string WrappedKeyHeader(absl::string_view key_id);

std::string EncodeWrappedKey(const WrappedKey& key);

// Returns kDataLoss for bytes that EncodeWrappedKey() cannot have written.
absl::StatusOr<WrappedKey> DecodeWrappedKey(absl::string_view bytes);

}  // namespace docshare::platform
