#include "repository/content/content_cipher.h"

#include "absl/strings/str_cat.h"

namespace docshare::repository {
namespace {

platform::AesGcm::Nonce NonceOf(uint64_t part) {
  platform::AesGcm::Nonce nonce{};
  for (size_t i = 0; i < 8; ++i) nonce[4 + i] = static_cast<uint8_t>(part >> (8 * i));
  return nonce;
}

}  // namespace

ContentCipher::ContentCipher(const platform::SecretKey& key, const ContentId& id)
    : id_(id), gcm_(key) {}

void ContentCipher::Seal(uint64_t part, absl::string_view associated_data, absl::string_view plain,
                         char* sealed) {
  gcm_.Seal(NonceOf(part), absl::StrCat(id_.bytes(), associated_data), plain, sealed);
}

absl::Status ContentCipher::Open(uint64_t part, absl::string_view associated_data,
                                 absl::string_view sealed, char* plain) {
  return gcm_.Open(NonceOf(part), absl::StrCat(id_.bytes(), associated_data), sealed, plain);
}

std::string KeyContext(const ContentId& id) { return absl::StrCat("content ", id.bytes()); }

}  // namespace docshare::repository
