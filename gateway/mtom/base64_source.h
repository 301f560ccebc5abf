#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/mtom/decoding_source.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

// The bytes that base64 text stands for, piece by piece. White space between the characters is
// passed over. Everything that leaves a doubt about the bytes is refused with kInvalidArgument:
// other characters, a text that ends without its padding, text after the padding, bits set that
// belong to no byte.
//
// Source: RFC 4648 4, RFC 2045 6.8, XML Schema Part 2 3.2.16 (base64Binary).
class Base64Source : public DecodingSource {
 public:
  // `text` must outlive the source.
  explicit Base64Source(platform::ByteSource* text) : DecodingSource(text) {}

 private:
  absl::Status Decode(absl::string_view text, std::string* bytes) override;
  absl::Status AtEnd() const override;
  absl::Status Take(unsigned char character, std::string* bytes);

  // The characters of an unfinished group of four, six bits each.
  unsigned group_ = 0;
  int group_size_ = 0;
  // Of the last group.
  int padding_ = 0;
};

}  // namespace docshare::gateway
