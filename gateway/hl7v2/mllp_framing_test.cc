#include "gateway/hl7v2/mllp_framing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"

namespace docshare::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// All messages of a stream that comes in pieces of that size; "!" for the end of its use.
std::vector<std::string> Decode(absl::string_view stream, size_t piece, MllpDecoder decoder) {
  std::vector<std::string> messages;
  while (!stream.empty()) {
    absl::string_view bytes = stream.substr(0, piece);
    stream.remove_prefix(bytes.size());
    while (true) {
      const auto next = decoder.Next(bytes);
      if (!next.ok()) {
        messages.emplace_back("!");
        return messages;
      }
      if (!*next) break;
      messages.push_back(**next);
    }
    EXPECT_THAT(bytes, IsEmpty());
  }
  return messages;
}

std::vector<std::string> DecodeWhole(absl::string_view stream) {
  const std::vector<std::string> whole = Decode(stream, stream.size(), MllpDecoder());
  for (const size_t piece : {1, 2, 3}) EXPECT_EQ(Decode(stream, piece, MllpDecoder()), whole);
  return whole;
}

TEST(MllpFramingTest, ReadsWhatItWrites) {
  EXPECT_THAT(DecodeWhole(FrameMllp("MSH|a\rPID|b\r")), ElementsAre("MSH|a\rPID|b\r"));
  EXPECT_THAT(DecodeWhole(FrameMllp("")), ElementsAre(""));
}

TEST(MllpFramingTest, ReadsSeveralMessagesOfOnePiece) {
  EXPECT_THAT(DecodeWhole(absl::StrCat(FrameMllp("a"), FrameMllp("b"), FrameMllp("c"))),
              ElementsAre("a", "b", "c"));
}

TEST(MllpFramingTest, PassesOverNoiseBetweenMessages) {
  EXPECT_THAT(DecodeWhole(absl::StrCat("\r\n\x1c\x1c noise", FrameMllp("a"), "\n\r\n",
                                       FrameMllp("b"), "GET / HTTP/1.1")),
              ElementsAre("a", "b"));
}

TEST(MllpFramingTest, DoesNotMissAMissingCarriageReturn) {
  EXPECT_THAT(DecodeWhole("\x0b"
                          "a\x1c\x0b"
                          "b\x1c"),
              ElementsAre("a", "b"));
}

TEST(MllpFramingTest, NewBeginningGivesUpWhatWasBefore) {
  EXPECT_THAT(DecodeWhole("\x0bhalf a mess\x0bwhole\x1c\r"), ElementsAre("whole"));
}

TEST(MllpFramingTest, MessageWithoutEndIsCut) {
  const std::string stream = absl::StrCat(FrameMllp("a"), "\x0b", std::string(101, 'x'));
  for (const size_t piece : {1, 10, 1000}) {
    EXPECT_THAT(Decode(stream, piece, MllpDecoder(100, 100)), ElementsAre("a", "!"));
  }
  EXPECT_THAT(Decode(FrameMllp(std::string(100, 'x')), 7, MllpDecoder(100, 1)),
              ElementsAre(std::string(100, 'x')));
}

TEST(MllpFramingTest, EndlessNoiseIsCut) {
  EXPECT_THAT(Decode(std::string(101, '\r'), 10, MllpDecoder(100, 100)), ElementsAre("!"));
  std::string begun;
  for (int i = 0; i < 20; ++i) begun += "\x0bxxxxxxxxx";
  EXPECT_THAT(Decode(begun, 10, MllpDecoder(100, 100)), ElementsAre("!"));
  // A message ends the count.
  std::string spaced;
  for (int i = 0; i < 3; ++i) spaced += std::string(99, '\n') + "\x0b\x1c";
  EXPECT_THAT(Decode(spaced, 10, MllpDecoder(100, 100)), ElementsAre("", "", ""));
}

TEST(MllpFramingTest, TellsWhetherAMessageHasBegun) {
  MllpDecoder decoder;
  for (const auto& [piece, expected] :
       {std::pair<absl::string_view, bool>{"noise", false}, {"\x0b", true}, {"a", true}}) {
    absl::string_view bytes = piece;
    EXPECT_TRUE(decoder.Next(bytes).ok());
    EXPECT_EQ(decoder.in_message(), expected);
  }
  absl::string_view end = "\x1c\r";
  EXPECT_EQ(**decoder.Next(end), "a");
  EXPECT_FALSE(decoder.in_message());
}

}  // namespace
}  // namespace docshare::gateway
