#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/crypto/aes_gcm.h"
#include "platform/crypto/secret_key.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// Seals the parts of one document's bytes under the document's own key, AES-256-GCM. A part opens
// only as that part of that content: the nonce is the number of the part, the associated data begin
// with the content id. So a flipped bit, parts in another order and parts of another document are
// all noticed. One thread at a time.
//
//   nonce   4 zero bytes, then the number of the part, 8 bytes, little-endian:
//           n for chunk n of a file, 2^63 for a file's trailer, 2^63 + 1 for a content row
class ContentCipher {
 public:
  static constexpr size_t kTagBytes = platform::AesGcm::kTagBytes;
  static constexpr uint64_t kTrailer = uint64_t{1} << 63;
  static constexpr uint64_t kRow = kTrailer + 1;

  ContentCipher(const platform::SecretKey& key, const ContentId& id);

  const ContentId& id() const { return id_; }

  // `sealed` has room for plain.size() + kTagBytes. Each part once for a key.
  void Seal(uint64_t part, absl::string_view associated_data, absl::string_view plain,
            char* sealed);

  // `plain` has room for sealed.size() - kTagBytes and may be where `sealed` is. Returns kDataLoss
  // for anything that is not this part.
  absl::Status Open(uint64_t part, absl::string_view associated_data, absl::string_view sealed,
                    char* plain);

 private:
  const ContentId id_;
  platform::AesGcm gcm_;
};

// What a document's key is wrapped for (platform/crypto/key_encryption.h): "content " and the id.
std::string KeyContext(const ContentId& id);

}  // namespace docshare::repository
