#include "domain/hl7v2/ack_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace docshare {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow =
    absl::FromCivil(absl::CivilSecond(2026, 3, 4, 5, 6, 7), absl::UTCTimeZone());

std::string AckOf(absl::string_view bytes, const absl::optional<Hl7Fault>& fault = absl::nullopt) {
  const absl::StatusOr<Hl7Message> message = Hl7Message::Parse(bytes);
  EXPECT_TRUE(message.ok()) << message.status();
  return AckMessage(&*message, fault, "ID1", kNow);
}

std::string Sent(absl::string_view version, absl::string_view event = "ADT^A01") {
  return absl::StrCat("MSH|^~\\&|APP|FAC|REG|COM|20260101||", event, "|4711|T|", version,
                      "||||||UNICODE UTF-8\rPID|1||7\r");
}

Hl7Fault Unknown() {
  return {.error = Hl7Error::kUnknownKey,
          .location = {.segment = "PID", .field = 3, .repetition = 2},
          .text = "nobody | knows"};
}

TEST(AckMessageTest, AcceptsInTheFormOf231) {
  EXPECT_EQ(AckOf(Sent("2.3.1")),
            "MSH|^~\\&|REG|COM|APP|FAC|20260304050607+0000||ACK^A01|ID1|T|2.3.1||||||UNICODE "
            "UTF-8\rMSA|AA|4711\r");
}

TEST(AckMessageTest, RefusesInTheFormOf231) {
  EXPECT_EQ(AckOf(Sent("2.3.1"), Unknown()),
            "MSH|^~\\&|REG|COM|APP|FAC|20260304050607+0000||ACK^A01|ID1|T|2.3.1||||||UNICODE "
            "UTF-8\rMSA|AE|4711|nobody \\F\\ knows\r"
            "ERR|PID^1^3^204&Unknown key identifier&HL70357\r");
}

TEST(AckMessageTest, RefusesInTheFormOf25) {
  EXPECT_EQ(AckOf(Sent("2.5", "ADT^A43^ADT_A43"), Unknown()),
            "MSH|^~\\&|REG|COM|APP|FAC|20260304050607+0000||ACK^A43^ACK|ID1|T|2.5||||||UNICODE "
            "UTF-8\rMSA|AE|4711\r"
            "ERR||PID^1^3^2|204^Unknown key identifier^HL70357|E||||nobody \\F\\ knows\r");
}

TEST(AckMessageTest, RejectsWhatNobodyTakes) {
  const std::pair<Hl7Error, const char*> cases[] = {{Hl7Error::kSegmentSequence, "AE"},
                                                    {Hl7Error::kRequiredFieldMissing, "AE"},
                                                    {Hl7Error::kDataType, "AE"},
                                                    {Hl7Error::kTableValueNotFound, "AE"},
                                                    {Hl7Error::kUnsupportedMessageType, "AR"},
                                                    {Hl7Error::kUnsupportedEvent, "AR"},
                                                    {Hl7Error::kUnsupportedProcessingId, "AR"},
                                                    {Hl7Error::kUnsupportedVersion, "AR"},
                                                    {Hl7Error::kUnknownKey, "AE"},
                                                    {Hl7Error::kInternal, "AE"}};
  for (const auto& [error, code] : cases) {
    const std::string ack = AckOf(Sent("2.5.1"), Hl7Fault{.error = error});
    EXPECT_THAT(ack, HasSubstr(absl::StrCat("\rMSA|", code, "|4711\r")));
    EXPECT_THAT(ack, HasSubstr(absl::StrCat("\rERR|||", static_cast<int>(error), "^")));
  }
}

TEST(AckMessageTest, UsesTheDelimitersOfTheMessage) {
  const std::string sent =
      absl::StrReplaceAll(Sent("2.5"), {{"|", "$"}, {"^", "%"}, {"~", "*"}, {"\\", "!"}});
  EXPECT_EQ(AckOf(sent, Hl7Fault{.error = Hl7Error::kInternal, .text = "a$b|c"}),
            "MSH$%*!&$REG$COM$APP$FAC$20260304050607+0000$$ACK%A01%ACK$ID1$T$2.5$$$$$$UNICODE "
            "UTF-8\rMSA$AE$4711\rERR$$$207%Application internal error%HL70357$E$$$$a!F!b|c\r");
}

TEST(AckMessageTest, AnswersAnUnknownVersionAndEventInItsOwnTerms) {
  const std::string ack =
      AckOf(Sent("3.0", "ADT^<x>"), Hl7Fault{.error = Hl7Error::kUnsupportedVersion});
  EXPECT_THAT(ack, HasSubstr("||ACK|ID1|T|2.3.1|"));
  EXPECT_THAT(ack, HasSubstr("\rERR|^^^203&Unsupported version id&HL70357\r"));
}

TEST(AckMessageTest, AnswersWhatCouldNotBeRead) {
  EXPECT_EQ(AckMessage(nullptr, Hl7Fault{.error = Hl7Error::kSegmentSequence, .text = "no MSH"},
                       "ID1", kNow),
            "MSH|^~\\&|||||20260304050607+0000||ACK|ID1|P|2.3.1\rMSA|AE||no MSH\r"
            "ERR|^^^100&Segment sequence error&HL70357\r");
}

TEST(AckMessageTest, GivesBackBytesWithoutControlCharactersAndEnd) {
  const std::string ack = AckOf(absl::StrCat("MSH|^~\\&|A\x0b\x1c\xd8|", std::string(5000, 'x'),
                                             "|||||ADT^A01|7|P|2.3.1||||||8859/1"));
  EXPECT_THAT(ack, HasSubstr("||A\xd8|x"));
  EXPECT_LT(ack.size(), 500u);
}

TEST(AckMessageTest, TextIsShortAsciiOfTheSender) {
  const std::string text = absl::StrCat("\xc3\xa6\r\x1c\xff", std::string(1000, 'x'));
  const std::string old_ack = AckOf(Sent("2.4"), Hl7Fault{.text = text});
  EXPECT_THAT(old_ack, HasSubstr(absl::StrCat("|????", std::string(76, 'x'), "\r")));
  const std::string new_ack = AckOf(Sent("2.5"), Hl7Fault{.text = text});
  EXPECT_THAT(new_ack, HasSubstr(absl::StrCat("|????", std::string(246, 'x'), "\r")));
  EXPECT_THAT(new_ack, Not(HasSubstr("\x1c")));
}

}  // namespace
}  // namespace docshare
