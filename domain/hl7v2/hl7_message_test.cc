#include "domain/hl7v2/hl7_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace docshare {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHeader[] = "MSH|^~\\&|APP|FAC|REG|COM|20260101||ADT^A01|7|P|2.5";

Hl7Message Parsed(absl::string_view bytes) {
  absl::StatusOr<Hl7Message> message = Hl7Message::Parse(bytes);
  EXPECT_TRUE(message.ok()) << message.status();
  return *std::move(message);
}

TEST(Hl7MessageTest, CountsFieldsAsTheStandardDoes) {
  const Hl7Message message = Parsed(absl::StrCat(kHeader, "\rPID|1||a^b&c~d||NAME\r"));
  EXPECT_EQ(message.Field("MSH", 1), "|");
  EXPECT_EQ(message.Field("MSH", 2), "^~\\&");
  EXPECT_EQ(message.Field("MSH", 3), "APP");
  EXPECT_EQ(message.Field("MSH", 12), "2.5");
  EXPECT_EQ(message.Field("PID", 1), "1");
  EXPECT_EQ(message.Field("PID", 5), "NAME");
  EXPECT_THAT(message.Repetitions(message.Field("PID", 3)), ElementsAre("a^b&c", "d"));
  EXPECT_EQ(message.Component("a^b&c", 2), "b&c");
  EXPECT_EQ(message.Subcomponent("b&c", 2), "c");
}

TEST(Hl7MessageTest, WhatIsAbsentIsEmpty) {
  const Hl7Message message = Parsed(absl::StrCat(kHeader, "\rPID|1"));
  EXPECT_EQ(message.Field("PID", 3), "");
  EXPECT_EQ(message.Field("MRG", 1), "");
  EXPECT_EQ(message.CountOf("MRG"), 0u);
  EXPECT_THAT(message.Repetitions(""), IsEmpty());
  EXPECT_EQ(message.Component("a^b", 3), "");
  EXPECT_EQ(message.Subcomponent("", 1), "");
}

TEST(Hl7MessageTest, SegmentsEndAsTheFirstOneDoes) {
  for (const char* end : {"\r", "\r\n", "\n"}) {
    const Hl7Message message = Parsed(absl::StrCat(kHeader, end, "EVN|A01", end, "PID|1||7", end));
    EXPECT_EQ(message.Field("MSH", 12), "2.5") << end;
    EXPECT_EQ(message.Field("EVN", 1), "A01") << end;
    EXPECT_EQ(message.Field("PID", 3), "7") << end;
  }
}

TEST(Hl7MessageTest, LineFeedInTextBeginsNoSegment) {
  const Hl7Message message = Parsed(absl::StrCat(kHeader, "\rNTE|1|text\nPID|1||8\rPID|1||7"));
  EXPECT_EQ(message.CountOf("PID"), 1u);
  EXPECT_EQ(message.Field("PID", 3), "7");
}

TEST(Hl7MessageTest, PassesOverLinesWithoutAName) {
  const Hl7Message message =
      Parsed(absl::StrCat(kHeader, "\nPID|1||7\n|M||C\n\n   \nlong line\nPV1|1|I\n"));
  EXPECT_EQ(message.Field("PID", 3), "7");
  EXPECT_EQ(message.Field("PV1", 2), "I");
}

TEST(Hl7MessageTest, TakesTheDelimitersOfTheMessage) {
  const Hl7Message message = Parsed("MSH$%*!@$APP\rPID$1$$a%b@c*d!S!e\r");
  EXPECT_EQ(message.Field("MSH", 3), "APP");
  EXPECT_THAT(message.Repetitions(message.Field("PID", 3)), ElementsAre("a%b@c", "d!S!e"));
  EXPECT_EQ(message.Component("a%b@c", 2), "b@c");
  EXPECT_EQ(message.Subcomponent("b@c", 2), "c");
  EXPECT_EQ(*message.Unescape("d!S!e"), "d%e");
  EXPECT_EQ(*message.Unescape("d^e"), "d^e");
}

TEST(Hl7MessageTest, ToleratesWhatRealSendersPutInFront) {
  EXPECT_EQ(Parsed(absl::StrCat("\xef\xbb\xbf", kHeader)).Field("MSH", 10), "7");
  EXPECT_EQ(Parsed("MSH|^~\\\\&|APP").delimiters().subcomponent, '&');
  EXPECT_EQ(Parsed("MSH|^~\\&#|APP").Field("MSH", 3), "APP");
}

TEST(Hl7MessageTest, ReadsTheCharsetOfTheMessage) {
  const std::string latin = absl::StrCat(kHeader, "||||||8859/1\rPID|1||||\xd8stby");
  const Hl7Message message = Parsed(latin);
  EXPECT_TRUE(message.charset_status().ok());
  EXPECT_EQ(message.Field("PID", 5), "\xc3\x98stby");
  EXPECT_EQ(*message.Unescape("\\XD8\\"), "\xc3\x98");
}

TEST(Hl7MessageTest, CanBeAnsweredWhenItsCharsetIsNotKnown) {
  const Hl7Message unknown = Parsed(absl::StrCat(kHeader, "||||||ISO IR87"));
  EXPECT_EQ(unknown.charset_status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(unknown.Field("MSH", 10), "7");
  const Hl7Message wrong = Parsed(absl::StrCat(kHeader, "||||||UNICODE UTF-8\rPID|1||\xff"));
  EXPECT_EQ(wrong.charset_status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(wrong.Field("MSH", 10), "7");
}

TEST(Hl7MessageTest, HeaderBytesAreAsSent) {
  const Hl7Message message = Parsed("MSH|^~\\&|K\xd8K|F\\F\\|||||||||||||||8859/1");
  EXPECT_EQ(message.Field("MSH", 3), "K\xc3\x98K");
  EXPECT_EQ(message.HeaderBytes(3), "K\xd8K");
  EXPECT_EQ(message.HeaderBytes(4), "F\\F\\");
}

TEST(Hl7MessageTest, UnescapesWhatItKnows) {
  const Hl7Message message = Parsed(kHeader);
  EXPECT_EQ(*message.Unescape("a\\F\\\\S\\\\R\\\\T\\\\E\\b"), "a|^~&\\b");
  EXPECT_EQ(*message.Unescape("\\H\\bold\\N\\\\.br\\\\X4142\\"), "bold\nAB");
  for (const char* text : {"a^b", "a|b", "a&b", "a~b", "a\\", "a\\b", "\\Z1\\", "\\X4\\", "\\X\\",
                           "\\Xzz\\", "\\C2842\\", "\\\\"}) {
    EXPECT_EQ(message.Unescape(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(Hl7MessageTest, RefusesWhatIsNoMessage) {
  const std::string nul("MSH|\0~\\&|", 9);
  for (const absl::string_view bytes :
       {absl::string_view(), absl::string_view("MSH"), absl::string_view("PID|1"),
        absl::string_view("msh|^~\\&|"), absl::string_view(" MSH|^~\\&|"),
        absl::string_view("MSH|"), absl::string_view("MSH|^~|"), absl::string_view("MSH|^~\\&#!|"),
        absl::string_view("MSH|^~^&|"), absl::string_view("MSH||~\\&|"),
        absl::string_view("MSHa^~\\&a"), absl::string_view("MSH|^~\\x|"),
        absl::string_view("MSH\r^~\\&\r"), absl::string_view("MSH|^~\"&|"),
        absl::string_view("<xml/>"), absl::string_view(nul)}) {
    EXPECT_EQ(Hl7Message::Parse(bytes).status().code(), absl::StatusCode::kInvalidArgument)
        << bytes;
  }
}

TEST(Hl7MessageTest, IsBoundedInBytesAndSegments) {
  const std::string segment = "\rZZZ|1";
  std::string many(kHeader);
  while (many.size() + segment.size() <= Hl7Message::kMaxBytes) many += segment;
  EXPECT_EQ(Hl7Message::Parse(many).status().code(), absl::StatusCode::kInvalidArgument);
  std::string large = absl::StrCat(kHeader, "\rNTE|");
  large.resize(Hl7Message::kMaxBytes, 'x');
  EXPECT_TRUE(Hl7Message::Parse(large).ok());
  large.push_back('x');
  EXPECT_EQ(Hl7Message::Parse(large).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Hl7MessageTest, HostileDelimitersTakeNoTime) {
  const absl::Time begin = absl::Now();
  for (const char filler : {'|', '^', '~', '&', '\\', '\r', '\n'}) {
    std::string bytes = absl::StrCat(kHeader, "\rPID|1||");
    bytes.resize(Hl7Message::kMaxBytes, filler);
    const absl::StatusOr<Hl7Message> message = Hl7Message::Parse(bytes);
    if (!message.ok()) continue;
    const absl::string_view field = message->Field("PID", 3);
    message->Repetitions(field);
    message->Component(field, 1000);
    message->Unescape(field).IgnoreError();
  }
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));
}

}  // namespace
}  // namespace docshare
