#include "registry/objects/reference_id_digest.h"

#include <openssl/sha.h>

#include <string>

#include "domain/text/normal_form.h"

namespace docshare::registry {

uint64_t ReferenceIdDigest(absl::string_view cxi) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  const std::string text = ToNfc(cxi);
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | digest[i];
  return number;
}

}  // namespace docshare::registry
