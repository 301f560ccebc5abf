#include "repository/content/content_hasher.h"

namespace docshare::repository {
namespace {

absl::Status HashError() { return absl::InternalError("OpenSSL cannot compute a hash"); }

}  // namespace

absl::StatusOr<HashAlgorithms> HashAlgorithms::Fetch() {
  HashAlgorithms algorithms;
  algorithms.sha1_.reset(EVP_MD_fetch(nullptr, "SHA1", nullptr));
  algorithms.sha256_.reset(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  if (algorithms.sha1_ == nullptr || algorithms.sha256_ == nullptr) {
    return absl::InternalError("OpenSSL has no SHA-1 or no SHA-256");
  }
  return algorithms;
}

ContentHasher::ContentHasher(const HashAlgorithms* algorithms)
    : sha1_(EVP_MD_CTX_new()), sha256_(EVP_MD_CTX_new()) {
  failed_ = sha1_ == nullptr || sha256_ == nullptr ||
            EVP_DigestInit_ex2(sha1_.get(), algorithms->sha1(), nullptr) != 1 ||
            EVP_DigestInit_ex2(sha256_.get(), algorithms->sha256(), nullptr) != 1;
}

absl::Status ContentHasher::Update(absl::string_view bytes) {
  failed_ = failed_ || EVP_DigestUpdate(sha1_.get(), bytes.data(), bytes.size()) != 1 ||
            EVP_DigestUpdate(sha256_.get(), bytes.data(), bytes.size()) != 1;
  if (failed_) return HashError();
  size_bytes_ += bytes.size();
  return absl::OkStatus();
}

absl::StatusOr<StoredContent> ContentHasher::Finish(const ContentId& id) {
  StoredContent content = {.id = id, .size_bytes = size_bytes_};
  failed_ = failed_ || EVP_DigestFinal_ex(sha1_.get(), content.sha1.data(), nullptr) != 1 ||
            EVP_DigestFinal_ex(sha256_.get(), content.sha256.data(), nullptr) != 1;
  if (failed_) return HashError();
  return content;
}

}  // namespace docshare::repository
