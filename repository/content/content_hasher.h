#pragma once

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "repository/content/content_id.h"
#include "repository/content/stored_content.h"

namespace docshare::repository {

// OpenSSL's SHA-1 and SHA-256, looked up once: looking them up again for each document costs as
// much as hashing 200 bytes. Thread-safe.
class HashAlgorithms {
 public:
  // Returns kInternal when OpenSSL has not got them.
  static absl::StatusOr<HashAlgorithms> Fetch();

  const EVP_MD* sha1() const { return sha1_.get(); }
  const EVP_MD* sha256() const { return sha256_.get(); }

 private:
  struct Free {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
  };

  std::unique_ptr<EVP_MD, Free> sha1_;
  std::unique_ptr<EVP_MD, Free> sha256_;
};

// Counts and hashes the bytes of one document in one pass.
class ContentHasher {
 public:
  // `algorithms` must outlive this object.
  explicit ContentHasher(const HashAlgorithms* algorithms);

  // Returns kInternal when OpenSSL fails.
  absl::Status Update(absl::string_view bytes);

  uint64_t size_bytes() const { return size_bytes_; }

  // Size and hashes of all bytes, for content of that name. Call it once, at the end.
  absl::StatusOr<StoredContent> Finish(const ContentId& id);

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };

  std::unique_ptr<EVP_MD_CTX, Free> sha1_;
  std::unique_ptr<EVP_MD_CTX, Free> sha256_;
  bool failed_ = false;
  uint64_t size_bytes_ = 0;
};

}  // namespace docshare::repository
