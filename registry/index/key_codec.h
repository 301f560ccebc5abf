#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "registry/index/key_space.h"

namespace docshare::registry {

// Writes the parts of a key so that byte order is the order of the parts.
//
//   u32, u64      big-endian
//   newest first  seconds since the epoch: sign bit flipped, all bits inverted, big-endian
//   text          UTF-8, each 00 byte as 00 ff, ended by 00 01
//   uuid          its 16 bytes
class KeyWriter {
 public:
  explicit KeyWriter(KeySpace space) { key_.push_back(static_cast<char>(space)); }

  KeyWriter& U8(uint8_t value);
  KeyWriter& U32(uint32_t value);
  KeyWriter& U64(uint64_t value);
  KeyWriter& NewestFirst(int64_t seconds);
  KeyWriter& Text(absl::string_view text);
  KeyWriter& Uuid(const std::array<uint8_t, 16>& uuid);

  std::string Take() { return std::move(key_); }

 private:
  std::string key_;
};

// Reads a key back. Check status() at the end: kDataLoss for bytes that KeyWriter cannot have
// written, or that are left over. Every read after a fault gives a zero value.
class KeyReader {
 public:
  KeyReader(KeySpace space, absl::string_view key);

  uint8_t U8();
  uint32_t U32();
  uint64_t U64();
  int64_t NewestFirst();
  std::string Text();
  std::array<uint8_t, 16> Uuid();

  // Whether everything read so far was well formed and no byte is left.
  absl::Status Finish() const;

 private:
  uint64_t BigEndian(size_t bytes);

  absl::string_view rest_;
  bool good_;
};

// The smallest key that is greater than every key starting with `prefix`. Requires a prefix with
// a byte other than ff.
std::string PrefixEnd(absl::string_view prefix);

}  // namespace docshare::registry
