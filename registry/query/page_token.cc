#include "registry/query/page_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cassert>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace docshare::registry {
namespace {

constexpr char kVersion = '\x02';
constexpr size_t kVersionBytes = 1;
constexpr size_t kAuthenticatorBytes = 16;

absl::string_view VersionByte() { return {&kVersion, kVersionBytes}; }

}  // namespace

std::string PageToken::Authenticator(absl::string_view position) const {
  // The length keeps the end of a position from being read as the beginning of a query.
  const char length = static_cast<char>(position.size());
  const std::string message =
      absl::StrCat(VersionByte(), absl::string_view(&length, 1), position, query_);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int digest_size = 0;
  HMAC(EVP_sha256(), cursor_key_.data(), static_cast<int>(cursor_key_.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest,
       &digest_size);
  return std::string(reinterpret_cast<const char*>(digest), kAuthenticatorBytes);
}

std::string PageToken::Seal(absl::string_view position) const {
  assert(position.size() <= kMaxPositionBytes);
  return absl::WebSafeBase64Escape(absl::StrCat(VersionByte(), position, Authenticator(position)));
}

absl::StatusOr<std::string> PageToken::Open(absl::string_view token) const {
  std::string bytes;
  if (absl::WebSafeBase64Unescape(token, &bytes) &&
      bytes.size() >= kVersionBytes + kAuthenticatorBytes &&
      bytes.size() <= kVersionBytes + kMaxPositionBytes + kAuthenticatorBytes &&
      bytes[0] == kVersion) {
    const std::string position =
        bytes.substr(kVersionBytes, bytes.size() - kVersionBytes - kAuthenticatorBytes);
    const std::string expected = Authenticator(position);
    const char* given = bytes.data() + bytes.size() - kAuthenticatorBytes;
    if (CRYPTO_memcmp(expected.data(), given, kAuthenticatorBytes) == 0) return position;
  }
  return absl::InvalidArgumentError(
      "the page token does not belong to this query, or the patient was merged or had documents "
      "updated since; send the query unchanged, or start again without a token");
}

}  // namespace docshare::registry
