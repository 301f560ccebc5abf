#include "gateway/mtom/base64_source.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace docshare::gateway {
namespace {

constexpr uint8_t kSpace = 64;
constexpr uint8_t kPad = 65;
constexpr uint8_t kOther = 66;

// The six bits of each character, or one of the above.
constexpr std::array<uint8_t, 256> MakeTable() {
  std::array<uint8_t, 256> table = {};
  for (uint8_t& entry : table) entry = kOther;
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (uint8_t i = 0; i < 64; ++i) table[static_cast<unsigned char>(kAlphabet[i])] = i;
  for (const char c : {' ', '\t', '\r', '\n'}) table[static_cast<unsigned char>(c)] = kSpace;
  table[static_cast<unsigned char>('=')] = kPad;
  return table;
}

constexpr std::array<uint8_t, 256> kTable = MakeTable();

absl::Status Refusal(absl::string_view rule) { return absl::InvalidArgumentError(rule); }

}  // namespace

absl::Status Base64Source::Take(unsigned char character, std::string* bytes) {
  const uint8_t value = kTable[character];
  if (value == kSpace) return absl::OkStatus();
  if (value == kOther) return Refusal("base64: a character that is not of its alphabet");
  if (value == kPad) {
    if (padding_ > 0 && group_size_ == 0) return Refusal("base64: too much padding");
    if (group_size_ < 2) return Refusal("base64: padding in the wrong place");
    ++padding_;
  } else if (padding_ > 0) {
    return Refusal("base64: text after the padding");
  }
  group_ = group_ << 6 | (value == kPad ? 0 : value);
  if (++group_size_ < 4) return absl::OkStatus();
  const unsigned unused = padding_ == 2 ? group_ & 0xffff : padding_ == 1 ? group_ & 0xff : 0;
  if (unused != 0) return Refusal("base64: bits beyond the last byte");
  for (int shift = 16; shift >= 8 * padding_; shift -= 8) {
    bytes->push_back(static_cast<char>(group_ >> shift & 0xff));
  }
  group_ = 0;
  group_size_ = 0;
  return absl::OkStatus();
}

absl::Status Base64Source::Decode(absl::string_view text, std::string* bytes) {
  bytes->reserve(text.size() / 4 * 3 + 3);
  size_t i = 0;
  while (i < text.size()) {
    if (group_size_ == 0 && padding_ == 0) {
      // Whole groups without white space, nearly all of any text.
      for (; i + 4 <= text.size(); i += 4) {
        const uint8_t a = kTable[static_cast<unsigned char>(text[i])];
        const uint8_t b = kTable[static_cast<unsigned char>(text[i + 1])];
        const uint8_t c = kTable[static_cast<unsigned char>(text[i + 2])];
        const uint8_t d = kTable[static_cast<unsigned char>(text[i + 3])];
        if ((a | b | c | d) > 63) break;
        const char three[] = {static_cast<char>(a << 2 | b >> 4),
                              static_cast<char>(b << 4 | c >> 2), static_cast<char>(c << 6 | d)};
        bytes->append(three, 3);
      }
      if (i == text.size()) break;
    }
    if (absl::Status status = Take(static_cast<unsigned char>(text[i]), bytes); !status.ok()) {
      return status;
    }
    ++i;
  }
  return absl::OkStatus();
}

absl::Status Base64Source::AtEnd() const {
  if (group_size_ != 0) return Refusal("base64: it ends in the middle of four characters");
  return absl::OkStatus();
}

}  // namespace docshare::gateway
