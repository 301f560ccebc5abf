#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/crypto/secret_key.h"

typedef struct evp_cipher_ctx_st EVP_CIPHER_CTX;

namespace docshare::platform {

// AES-256-GCM under one key: what is sealed is hidden, and opens only unchanged, under the same
// nonce and with the same associated data. Not thread-safe.
//
// Source: NIST SP 800-38D. A nonce may be used once for each key: count it, or draw it at random
// for at most 2^32 seals.
class AesGcm {
 public:
  static constexpr size_t kNonceBytes = 12;
  static constexpr size_t kTagBytes = 16;
  using Nonce = std::array<uint8_t, kNonceBytes>;

  explicit AesGcm(const SecretKey& key);
  ~AesGcm();

  // Writes the bytes that hide `plain`, of the same number, and the tag behind them: `sealed` has
  // room for plain.size() + kTagBytes. It may begin where `plain` does.
  void Seal(const Nonce& nonce, absl::string_view associated_data, absl::string_view plain,
            char* sealed);
  std::string Seal(const Nonce& nonce, absl::string_view associated_data, absl::string_view plain);

  // The other way round: `plain` has room for sealed.size() - kTagBytes and may begin where
  // `sealed` does. Returns kDataLoss, with nothing of use in `plain`, for anything that Seal() did
  // not make of this nonce and associated data.
  absl::Status Open(const Nonce& nonce, absl::string_view associated_data, absl::string_view sealed,
                    char* plain);

 private:
  struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const;
  };

  // Keyed once: a change of nonce is all that a seal costs beside its bytes.
  std::unique_ptr<EVP_CIPHER_CTX, FreeContext> sealing_;
  std::unique_ptr<EVP_CIPHER_CTX, FreeContext> opening_;
};

}  // namespace docshare::platform
