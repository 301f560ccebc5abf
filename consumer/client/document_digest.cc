#include "consumer/client/document_digest.h"

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/escaping.h"

namespace docshare::consumer {
namespace {

void RequireSuccess(int result) {
  if (result == 1) return;
  std::fputs("OpenSSL cannot compute SHA-1 or SHA-256\n", stderr);
  std::abort();
}

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ContextDeleter>;

Context Start(const EVP_MD* algorithm) {
  Context context(EVP_MD_CTX_new());
  RequireSuccess(context != nullptr ? EVP_DigestInit_ex(context.get(), algorithm, nullptr) : 0);
  return context;
}

std::string FinishHex(EVP_MD_CTX* context) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  RequireSuccess(EVP_DigestFinal_ex(context, digest, &length));
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), length));
}

}  // namespace

struct DocumentDigest::Contexts {
  Context sha1 = Start(EVP_sha1());
  Context sha256 = Start(EVP_sha256());
};

DocumentDigest::DocumentDigest() : contexts_(std::make_unique<Contexts>()) {}
DocumentDigest::~DocumentDigest() = default;

void DocumentDigest::Update(absl::string_view bytes) {
  RequireSuccess(EVP_DigestUpdate(contexts_->sha1.get(), bytes.data(), bytes.size()));
  RequireSuccess(EVP_DigestUpdate(contexts_->sha256.get(), bytes.data(), bytes.size()));
  size_bytes_ += bytes.size();
}

ContentSummary DocumentDigest::Finish() {
  return {size_bytes_, FinishHex(contexts_->sha1.get()), FinishHex(contexts_->sha256.get())};
}

}  // namespace docshare::consumer
