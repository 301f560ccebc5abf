#include "platform/crypto/wrapped_key.h"

#include <algorithm>
#include <cassert>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

constexpr char kVersion = 1;
constexpr size_t kSealedBytes = SecretKey::kBytes + AesGcm::kTagBytes;

}  // namespace

std::string WrappedKeyHeader(absl::string_view key_id) {
  assert(!key_id.empty() && key_id.size() <= kMaxKeyIdBytes);
  const char length = static_cast<char>(key_id.size());
  return absl::StrCat(absl::string_view(&kVersion, 1), absl::string_view(&length, 1), key_id);
}

std::string EncodeWrappedKey(const WrappedKey& key) {
  return absl::StrCat(
      WrappedKeyHeader(key.key_id),
      absl::string_view(reinterpret_cast<const char*>(key.nonce.data()), key.nonce.size()),
      key.sealed);
}

absl::StatusOr<WrappedKey> DecodeWrappedKey(absl::string_view bytes) {
  const absl::Status malformed = absl::DataLossError("a wrapped key is malformed");
  if (bytes.size() < 2 || bytes[0] != kVersion) return malformed;
  const auto length = static_cast<uint8_t>(bytes[1]);
  if (length == 0 || length > kMaxKeyIdBytes ||
      bytes.size() != 2 + length + AesGcm::kNonceBytes + kSealedBytes) {
    return malformed;
  }
  WrappedKey key;
  key.key_id = std::string(bytes.substr(2, length));
  bytes.remove_prefix(2 + length);
  std::copy_n(bytes.begin(), AesGcm::kNonceBytes, key.nonce.begin());
  key.sealed = std::string(bytes.substr(AesGcm::kNonceBytes));
  return key;
}

}  // namespace docshare::platform
