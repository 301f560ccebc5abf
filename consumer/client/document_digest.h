#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace docshare::consumer {

// Length and hashes of a document's bytes. Hashes are lower-case hexadecimal digits.
struct ContentSummary {
  uint64_t size_bytes = 0;
  std::string sha1;
  std::string sha256;
};

// Computes a ContentSummary in one pass over the bytes. Ends the process when OpenSSL cannot
// compute SHA-1 or SHA-256 at all. Not thread-safe.
class DocumentDigest {
 public:
  DocumentDigest();
  ~DocumentDigest();

  DocumentDigest(const DocumentDigest&) = delete;
  DocumentDigest& operator=(const DocumentDigest&) = delete;

  void Update(absl::string_view bytes);

  // Bytes seen so far.
  uint64_t size_bytes() const { return size_bytes_; }

  // Requires that nothing follows: call it once, last.
  ContentSummary Finish();

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
  uint64_t size_bytes_ = 0;
};

}  // namespace docshare::consumer
