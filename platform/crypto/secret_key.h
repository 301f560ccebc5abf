#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace docshare::platform {

// 32 bytes of an AES-256 key. They are wiped when the key goes, and never printed.
class SecretKey {
 public:
  static constexpr size_t kBytes = 32;

  // From OpenSSL's generator for secrets. Ends the process when that has no randomness to give: a
  // guessable key must never encrypt anything.
  static SecretKey Random();

  explicit SecretKey(const std::array<uint8_t, kBytes>& bytes) : bytes_(bytes) {}
  SecretKey(const SecretKey& other) = default;
  SecretKey& operator=(const SecretKey& other) = default;
  ~SecretKey();

  const uint8_t* data() const { return bytes_.data(); }

  // In constant time.
  friend bool operator==(const SecretKey& a, const SecretKey& b);

 private:
  std::array<uint8_t, kBytes> bytes_;
};

}  // namespace docshare::platform
