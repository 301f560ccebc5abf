#include "platform/crypto/aes_gcm.h"

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>
#include <limits>

namespace docshare::platform {
namespace {

// OpenSSL fails here only without memory or a broken installation: nothing can go on safely.
void Must(bool done) {
  if (done) return;
  std::fputs("AesGcm: OpenSSL cannot compute AES-256-GCM\n", stderr);
  std::abort();
}

int IntSize(absl::string_view bytes) {
  Must(bytes.size() <= static_cast<size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(bytes.size());
}

const unsigned char* Unsigned(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

EVP_CIPHER_CTX* NewContext(const SecretKey& key, int encrypts) {
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  Must(context != nullptr);
  Must(EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nullptr, key.data(), nullptr, encrypts) == 1);
  return context;
}

void Begin(EVP_CIPHER_CTX* context, const AesGcm::Nonce& nonce, absl::string_view associated_data) {
  Must(EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce.data(), -1) == 1);
  if (associated_data.empty()) return;
  int ignored = 0;
  Must(EVP_CipherUpdate(context, nullptr, &ignored, Unsigned(associated_data),
                        IntSize(associated_data)) == 1);
}

void Run(EVP_CIPHER_CTX* context, absl::string_view in, char* out) {
  if (in.empty()) return;
  int written = 0;
  Must(EVP_CipherUpdate(context, reinterpret_cast<unsigned char*>(out), &written, Unsigned(in),
                        IntSize(in)) == 1);
}

}  // namespace

void AesGcm::FreeContext::operator()(EVP_CIPHER_CTX* context) const {
  EVP_CIPHER_CTX_free(context);
}

AesGcm::AesGcm(const SecretKey& key) : sealing_(NewContext(key, 1)), opening_(NewContext(key, 0)) {}

AesGcm::~AesGcm() = default;

void AesGcm::Seal(const Nonce& nonce, absl::string_view associated_data, absl::string_view plain,
                  char* sealed) {
  Begin(sealing_.get(), nonce, associated_data);
  Run(sealing_.get(), plain, sealed);
  char* const tag = sealed + plain.size();
  int written = 0;
  Must(EVP_CipherFinal_ex(sealing_.get(), reinterpret_cast<unsigned char*>(tag), &written) == 1);
  Must(EVP_CIPHER_CTX_ctrl(sealing_.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag) == 1);
}

std::string AesGcm::Seal(const Nonce& nonce, absl::string_view associated_data,
                         absl::string_view plain) {
  std::string sealed(plain.size() + kTagBytes, '\0');
  Seal(nonce, associated_data, plain, sealed.data());
  return sealed;
}

absl::Status AesGcm::Open(const Nonce& nonce, absl::string_view associated_data,
                          absl::string_view sealed, char* plain) {
  if (sealed.size() < kTagBytes) return absl::DataLossError("sealed bytes are cut short");
  // OpenSSL wants a tag that may be written to.
  std::array<char, kTagBytes> tag;
  sealed.substr(sealed.size() - kTagBytes).copy(tag.data(), kTagBytes);
  Begin(opening_.get(), nonce, associated_data);
  Run(opening_.get(), sealed.substr(0, sealed.size() - kTagBytes), plain);
  Must(EVP_CIPHER_CTX_ctrl(opening_.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1);
  unsigned char none[kTagBytes];
  int written = 0;
  if (EVP_CipherFinal_ex(opening_.get(), none, &written) == 1) return absl::OkStatus();
  return absl::DataLossError("sealed bytes are not those that were stored");
}

}  // namespace docshare::platform
