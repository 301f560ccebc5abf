#include "registry/query/page_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace docshare::registry {
namespace {

constexpr char kVersion = '\x01';
constexpr size_t kSuffixBytes = 24;
constexpr size_t kAuthenticatorBytes = 16;
constexpr size_t kSealedBytes = 1 + kSuffixBytes;

}  // namespace

std::string PageToken::Authenticator(absl::string_view sealed) const {
  const std::string message = absl::StrCat(sealed, query_);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int digest_size = 0;
  HMAC(EVP_sha256(), cursor_key_.data(), static_cast<int>(cursor_key_.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest,
       &digest_size);
  return std::string(reinterpret_cast<const char*>(digest), kAuthenticatorBytes);
}

std::string PageToken::Seal(absl::string_view suffix) const {
  const std::string sealed = absl::StrCat(absl::string_view(&kVersion, 1), suffix);
  return absl::WebSafeBase64Escape(absl::StrCat(sealed, Authenticator(sealed)));
}

absl::StatusOr<std::string> PageToken::Open(absl::string_view token) const {
  std::string bytes;
  if (absl::WebSafeBase64Unescape(token, &bytes) &&
      bytes.size() == kSealedBytes + kAuthenticatorBytes && bytes[0] == kVersion) {
    const std::string expected = Authenticator(absl::string_view(bytes).substr(0, kSealedBytes));
    if (CRYPTO_memcmp(expected.data(), bytes.data() + kSealedBytes, kAuthenticatorBytes) == 0) {
      return bytes.substr(1, kSuffixBytes);
    }
  }
  return absl::InvalidArgumentError(
      "the page token does not belong to this query; send the query unchanged, or start again "
      "without a token");
}

}  // namespace docshare::registry
