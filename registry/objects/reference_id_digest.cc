#include "registry/objects/reference_id_digest.h"

#include <openssl/sha.h>

namespace docshare::registry {

uint64_t ReferenceIdDigest(absl::string_view cxi) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(cxi.data()), cxi.size(), digest);
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | digest[i];
  return number;
}

}  // namespace docshare::registry
