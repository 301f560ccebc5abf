#include "platform/crypto/testing/test_key_ring.h"

#include <openssl/sha.h>
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

config::v1::KeyRing TestKeyRingConfig(const std::vector<std::string>& ids) {
  config::v1::KeyRing ring;
  ring.set_active_key_id(ids.front());
  for (const std::string& id : ids) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(id.data()), id.size(), digest);
    config::v1::KeyEncryptionKey& key = *ring.add_keys();
    key.set_id(id);
    key.set_aes256_hex(absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest))));
  }
  return ring;
}

std::shared_ptr<KeyRing> TestKeyRing(const std::vector<std::string>& ids) {
  auto ring = KeyRing::Create("test key ring", TestKeyRingConfig(ids));
  if (ring.ok()) return *std::move(ring);
  std::fprintf(stderr, "no test key ring: %s\n", ring.status().ToString().c_str());
  std::abort();
}

void WriteTestKeyRing(const std::string& path, const std::vector<std::string>& ids) {
  const std::string unfinished = path + ".new";
  std::ofstream(unfinished) << TestKeyRingConfig(ids).DebugString();
  if (chmod(unfinished.c_str(), S_IRUSR | S_IWUSR) == 0 &&
      std::rename(unfinished.c_str(), path.c_str()) == 0) {
    return;
  }
  std::perror(path.c_str());
  std::abort();
}

}  // namespace docshare::platform
