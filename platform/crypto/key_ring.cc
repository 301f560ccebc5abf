#include "platform/crypto/key_ring.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/config/text_config.h"
#include "platform/crypto/aes_gcm.h"
#include "platform/crypto/wrapped_key.h"

namespace docshare::platform {
namespace {

constexpr size_t kHexDigits = 2 * SecretKey::kBytes;

bool IsKeyId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxKeyIdBytes &&
         std::all_of(id.begin(), id.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_';
         });
}

absl::Status Fault(absl::string_view name, absl::string_view field, absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat(name, ": ", field, ": ", rule));
}

// Requires 64 hex digits.
SecretKey FromHex(absl::string_view hex) {
  std::string bytes = absl::HexStringToBytes(hex);
  std::array<uint8_t, SecretKey::kBytes> key_bytes;
  std::copy(bytes.begin(), bytes.end(), key_bytes.begin());
  SecretKey key(key_bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  OPENSSL_cleanse(key_bytes.data(), key_bytes.size());
  return key;
}

AesGcm::Nonce RandomNonce() {
  AesGcm::Nonce nonce;
  if (RAND_bytes(nonce.data(), static_cast<int>(nonce.size())) != 1) {
    std::fputs("KeyRing: the random generator of OpenSSL failed\n", stderr);
    std::abort();
  }
  return nonce;
}

std::string AssociatedData(absl::string_view key_id, absl::string_view context) {
  return absl::StrCat(WrappedKeyHeader(key_id), context);
}

}  // namespace

absl::StatusOr<std::unique_ptr<KeyRing>> KeyRing::Read(const std::string& path) {
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::strerror(errno)));
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, ": others than its owner may use this key ring; run `chmod 600 ", path, "`"));
  }
  config::v1::KeyRing ring;
  if (absl::Status read = ReadTextConfig(path, &ring, ConfigText::kSecret); !read.ok()) return read;
  absl::StatusOr<std::unique_ptr<KeyRing>> keys = Create(path, ring);
  for (config::v1::KeyEncryptionKey& key : *ring.mutable_keys()) {
    std::string& hex = *key.mutable_aes256_hex();
    OPENSSL_cleanse(hex.data(), hex.size());
  }
  return keys;
}

absl::StatusOr<std::unique_ptr<KeyRing>> KeyRing::Create(absl::string_view name,
                                                         const config::v1::KeyRing& ring) {
  Keys keys;
  keys.active_id = ring.active_key_id();
  for (int i = 0; i < ring.keys_size(); ++i) {
    const config::v1::KeyEncryptionKey& key = ring.keys(i);
    const std::string field = absl::StrCat("keys[", i, "]");
    if (!IsKeyId(key.id())) {
      return Fault(name, absl::StrCat(field, ".id"),
                   "it is 1 to 64 letters, digits, \".\", \"-\" and \"_\"");
    }
    const std::string& hex = key.aes256_hex();
    if (hex.size() != kHexDigits || !std::all_of(hex.begin(), hex.end(), [](unsigned char c) {
          return absl::ascii_isxdigit(c);
        })) {
      return Fault(name, absl::StrCat(field, ".aes256_hex"),
                   "it is 64 hex digits; `openssl rand -hex 32` makes some");
    }
    if (!keys.by_id.emplace(key.id(), FromHex(hex)).second) {
      return Fault(name, absl::StrCat(field, ".id"), "another key has the same id");
    }
  }
  if (!keys.by_id.contains(keys.active_id)) {
    return Fault(name, "active_key_id", "it is the id of one of the keys");
  }
  // Not make_unique: the constructor is private.
  return std::unique_ptr<KeyRing>(new KeyRing(std::move(keys)));
}

KeyRing::KeyRing(Keys keys) : keys_(std::make_shared<const Keys>(std::move(keys))) {}

std::shared_ptr<const KeyRing::Keys> KeyRing::keys() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return keys_;
}

std::string KeyRing::active_key_id() const { return keys()->active_id; }

absl::Status KeyRing::Reload(const std::string& path) {
  const absl::StatusOr<std::unique_ptr<KeyRing>> read = Read(path);
  if (!read.ok()) return read.status();
  const std::shared_ptr<const Keys> fresh = (*read)->keys();
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& [id, key] : keys_->by_id) {
    const auto now = fresh->by_id.find(id);
    if (now != fresh->by_id.end() && !(now->second == key)) {
      return absl::FailedPreconditionError(
          absl::StrCat(path, ": key ", id, " is another one than before; a new key has a new id"));
    }
  }
  keys_ = fresh;
  return absl::OkStatus();
}

absl::StatusOr<std::string> KeyRing::Wrap(const SecretKey& key, absl::string_view context) {
  const std::shared_ptr<const Keys> keys = this->keys();
  WrappedKey wrapped;
  wrapped.key_id = keys->active_id;
  wrapped.nonce = RandomNonce();
  wrapped.sealed = AesGcm(keys->by_id.at(wrapped.key_id))
                       .Seal(wrapped.nonce, AssociatedData(wrapped.key_id, context),
                             {reinterpret_cast<const char*>(key.data()), SecretKey::kBytes});
  return EncodeWrappedKey(wrapped);
}

absl::StatusOr<SecretKey> KeyRing::Unwrap(absl::string_view wrapped, absl::string_view context) {
  const absl::StatusOr<WrappedKey> parts = DecodeWrappedKey(wrapped);
  if (!parts.ok()) return parts.status();
  const std::shared_ptr<const Keys> keys = this->keys();
  const auto key = keys->by_id.find(parts->key_id);
  if (key == keys->by_id.end()) {
    if (!IsKeyId(parts->key_id)) return absl::DataLossError("a wrapped key is malformed");
    return absl::FailedPreconditionError(
        absl::StrCat("wrapping key ", parts->key_id, " is not in the key ring"));
  }
  std::array<uint8_t, SecretKey::kBytes> bytes;
  const absl::Status opened = AesGcm(key->second)
                                  .Open(parts->nonce, AssociatedData(parts->key_id, context),
                                        parts->sealed, reinterpret_cast<char*>(bytes.data()));
  if (!opened.ok()) {
    return absl::DataLossError(absl::StrCat("a key wrapped with ", parts->key_id,
                                            " does not open: it is damaged, belongs elsewhere, or "
                                            "the ring has another key of that id"));
  }
  SecretKey secret(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return secret;
}

bool KeyRing::IsActive(absl::string_view wrapped) const {
  const absl::StatusOr<WrappedKey> parts = DecodeWrappedKey(wrapped);
  return parts.ok() && parts->key_id == active_key_id();
}

}  // namespace docshare::platform
