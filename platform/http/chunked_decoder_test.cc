#include "platform/http/chunked_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

struct Decoded {
  std::string content;
  bool ended = false;
  size_t left = 0;  // Bytes after the end.
};

// Feeds `body` in pieces of `step` bytes.
absl::StatusOr<Decoded> Decode(absl::string_view body, size_t step = 1 << 20) {
  ChunkedDecoder decoder;
  Decoded decoded;
  while (!body.empty() && !decoder.ended()) {
    const size_t size = std::min(step, body.size());
    absl::string_view piece = body.substr(0, size);
    while (!piece.empty() && !decoder.ended()) {
      absl::StatusOr<absl::string_view> content = decoder.Next(piece);
      if (!content.ok()) return content.status();
      absl::StrAppend(&decoded.content, *content);
    }
    body.remove_prefix(size - piece.size());
  }
  decoded.ended = decoder.ended();
  decoded.left = body.size();
  return decoded;
}

TEST(ChunkedDecoderTest, TakesTheFramingOff) {
  const std::string body =
      "5\r\nhello\r\n"
      "00B;name=\"value\"\r\n, wide world\r\n"
      "0\r\nX-Trailer: dropped\r\nX-Empty:\r\n\r\nGET";
  // The second chunk has 12 bytes, one more than it says.
  EXPECT_FALSE(Decode(body).ok());
  const std::string right =
      "5\r\nhello\r\n"
      "00C;name=\"value\"\r\n, wide world\r\n"
      "0\r\nX-Trailer: dropped\r\nX-Empty:\r\n\r\nGET";
  for (const size_t step : {1, 2, 3, 7, 1000}) {
    const absl::StatusOr<Decoded> decoded = Decode(right, step);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(decoded->content, "hello, wide world");
    EXPECT_TRUE(decoded->ended);
    EXPECT_EQ(decoded->left, 3u);
  }
}

TEST(ChunkedDecoderTest, IsNotEndedBeforeTheLastEmptyLine) {
  const std::string body = "1\r\na\r\n0\r\n\r\n";
  for (size_t cut = 0; cut < body.size(); ++cut) {
    EXPECT_FALSE(Decode(body.substr(0, cut))->ended) << cut;
  }
  EXPECT_TRUE(Decode(body)->ended);
}

TEST(ChunkedDecoderTest, RefusesWhatIsNoChunkedBody) {
  const struct {
    const char* name;
    std::string body;
  } kCases[] = {
      {"no size", "\r\na\r\n"},
      {"no number", "g\r\n"},
      {"negative size", "-1\r\na\r\n"},
      {"signed size", "+1\r\na\r\n"},
      {"0x", "0x1\r\na\r\n"},
      {"space before the size", " 1\r\na\r\n"},
      {"space after the size", "1 \r\na\r\n"},
      {"no size before the extension", ";a=b\r\na\r\n"},
      {"size of 16 digits", "0000000000000001\r\na\r\n"},
      {"overflowing size", "ffffffffffffffff\r\n"},
      {"bare LF after the size", "1\na\r\n"},
      {"bare CR after the size", "1\ra\r\n"},
      {"bare LF in an extension", "1;a\nb\r\na\r\n"},
      {"bare CR in an extension", "1;a\rb\r\na\r\n"},
      {"control character in an extension", "1;a\x01\r\na\r\n"},
      {"long extension", "1;" + std::string(1100, 'a') + "\r\n"},
      {"longer than its size", "1\r\nab\r\n"},
      {"bare LF after the content", "1\r\na\n0\r\n\r\n"},
      {"bare CR after the content", "1\r\na\r0\r\n\r\n"},
      {"folded trailer", "0\r\nA: b\r\n c\r\n\r\n"},
      {"trailer without a name", "0\r\n: b\r\n\r\n"},
      {"trailer without a colon", "0\r\nA\r\n\r\n"},
      {"space before a trailer's colon", "0\r\nA : b\r\n\r\n"},
      {"bare LF in the trailers", "0\r\nA: b\n\r\n"},
      {"bare LF at the end", "0\r\n\n"},
      {"long trailers", "0\r\nA: " + std::string(17 << 10, 'a') + "\r\n\r\n"},
  };
  for (const auto& each : kCases) {
    for (const size_t step : {1, 1000}) {
      EXPECT_EQ(Decode(each.body, step).status().code(), absl::StatusCode::kInvalidArgument)
          << each.name;
    }
  }
}

}  // namespace
}  // namespace docshare::platform
