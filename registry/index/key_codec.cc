#include "registry/index/key_codec.h"

#include <algorithm>
#include <utility>

namespace docshare::registry {
namespace {

constexpr char kEscape = '\0';
constexpr char kEscapedZero = '\xff';
constexpr char kEndOfText = '\x01';

void AppendBigEndian(uint64_t value, size_t bytes, std::string& key) {
  for (size_t i = bytes; i-- > 0;) key.push_back(static_cast<char>(value >> (8 * i)));
}

// Maps seconds so that a later time sorts first. Its own inverse.
uint64_t FlipTime(uint64_t bits) { return ~(bits ^ (uint64_t{1} << 63)); }

}  // namespace

KeyWriter& KeyWriter::U8(uint8_t value) {
  key_.push_back(static_cast<char>(value));
  return *this;
}

KeyWriter& KeyWriter::U32(uint32_t value) {
  AppendBigEndian(value, 4, key_);
  return *this;
}

KeyWriter& KeyWriter::U64(uint64_t value) {
  AppendBigEndian(value, 8, key_);
  return *this;
}

KeyWriter& KeyWriter::NewestFirst(int64_t seconds) {
  AppendBigEndian(FlipTime(static_cast<uint64_t>(seconds)), 8, key_);
  return *this;
}

KeyWriter& KeyWriter::Text(absl::string_view text) {
  for (char c : text) {
    key_.push_back(c);
    if (c == kEscape) key_.push_back(kEscapedZero);
  }
  key_.push_back(kEscape);
  key_.push_back(kEndOfText);
  return *this;
}

KeyWriter& KeyWriter::Uuid(const std::array<uint8_t, 16>& uuid) {
  key_.append(reinterpret_cast<const char*>(uuid.data()), uuid.size());
  return *this;
}

KeyReader::KeyReader(KeySpace space, absl::string_view key)
    : rest_(key), good_(!key.empty() && key[0] == static_cast<char>(space)) {
  if (good_) rest_.remove_prefix(1);
}

uint64_t KeyReader::BigEndian(size_t bytes) {
  if (!good_ || rest_.size() < bytes) {
    good_ = false;
    return 0;
  }
  uint64_t value = 0;
  for (size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<uint8_t>(rest_[i]);
  rest_.remove_prefix(bytes);
  return value;
}

uint8_t KeyReader::U8() { return static_cast<uint8_t>(BigEndian(1)); }
uint32_t KeyReader::U32() { return static_cast<uint32_t>(BigEndian(4)); }
uint64_t KeyReader::U64() { return BigEndian(8); }

int64_t KeyReader::NewestFirst() {
  const uint64_t bits = BigEndian(8);
  return good_ ? static_cast<int64_t>(FlipTime(bits)) : 0;
}

std::string KeyReader::Text() {
  std::string text;
  for (size_t i = 0; good_ && i + 1 < rest_.size(); ++i) {
    if (rest_[i] != kEscape) {
      text.push_back(rest_[i]);
    } else if (rest_[i + 1] == kEscapedZero) {
      text.push_back(kEscape);
      ++i;
    } else if (rest_[i + 1] == kEndOfText) {
      rest_.remove_prefix(i + 2);
      return text;
    } else {
      break;
    }
  }
  good_ = false;
  return "";
}

std::array<uint8_t, 16> KeyReader::Uuid() {
  std::array<uint8_t, 16> uuid{};
  if (!good_ || rest_.size() < uuid.size()) {
    good_ = false;
    return uuid;
  }
  std::copy_n(rest_.begin(), uuid.size(), uuid.begin());
  rest_.remove_prefix(uuid.size());
  return uuid;
}

absl::Status KeyReader::Finish() const {
  if (good_ && rest_.empty()) return absl::OkStatus();
  return absl::DataLossError("a stored key is malformed");
}

std::string PrefixEnd(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) ++end.back();
  return end;
}

}  // namespace docshare::registry
