#include "gateway/hl7v2/patient_feed_handler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "platform/clock/fake_clock.h"
#include "platform/random/sequence_uuid_source.h"

namespace docshare::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Answers with `statuses` in turn, then with OK, and takes a second for each command.
class ScriptedCommands : public PatientCommands {
 public:
  explicit ScriptedCommands(platform::FakeClock& clock) : clock_(clock) {}

  absl::Status Run(const std::string& system, const PatientCommand& command) override {
    systems.push_back(system);
    commands.push_back(command);
    clock_.Advance(absl::Seconds(1));
    return commands.size() > statuses.size() ? absl::OkStatus() : statuses[commands.size() - 1];
  }

  std::vector<absl::Status> statuses;
  std::vector<std::string> systems;
  std::vector<PatientCommand> commands;

 private:
  platform::FakeClock& clock_;
};

class PatientFeedHandlerTest : public ::testing::Test {
 protected:
  std::string Answer(absl::string_view message) { return handler_.Answer(message, "hospital"); }

  // The acknowledgement without its MSH.
  std::string Verdict(absl::string_view message) {
    const std::string answer = Answer(message);
    return answer.substr(answer.find('\r') + 1);
  }

  static std::string Message(absl::string_view event, absl::string_view segments,
                             absl::string_view version = "2.5") {
    return absl::StrCat("MSH|^~\\&|APP|FAC|REG|COM|20260101||ADT^", event, "|4711|P|", version,
                        "\r", segments, "\r");
  }
  static std::string Feed() { return Message("A01", "PID|||PAT7^^^&1.2.3&ISO||DOE^JOHN"); }
  static std::string Merge() { return Message("A40", "PID|||1^^^&1.2.3&ISO\rMRG|2^^^&1.2.3&ISO"); }

  platform::FakeClock clock_{absl::FromUnixSeconds(1767225600)};
  ScriptedCommands commands_{clock_};
  platform::SequenceUuidSource uuids_;
  std::vector<std::string> log_lines_;
  platform::OperationalLog log_{"gateway",
                                [this](absl::string_view line) { log_lines_.emplace_back(line); }};
  PatientFeedHandler handler_{{.oids = {*Oid::Parse("1.2.3")}}, commands_, clock_, uuids_, log_};
};

TEST_F(PatientFeedHandlerTest, FeedsAndAccepts) {
  EXPECT_EQ(
      Answer(Feed()),
      "MSH|^~\\&|REG|COM|APP|FAC|20260101000001+0000||ACK^A01^ACK|40008000000000000001|P|2.5\r"
      "MSA|AA|4711\r");
  EXPECT_THAT(commands_.systems, ElementsAre("hospital"));
  const auto& request = std::get<registry::v1::FeedPatientRequest>(commands_.commands.at(0));
  EXPECT_EQ(request.patient_id().id(), "PAT7");
  EXPECT_EQ(request.demographics().family_name(), "DOE");
}

TEST_F(PatientFeedHandlerTest, AcceptsARevisionWithoutACommand) {
  EXPECT_EQ(Verdict(Message("A08", "PID|||7^^^&1.2.3&ISO")), "MSA|AA|4711\r");
  EXPECT_THAT(commands_.commands, IsEmpty());
}

TEST_F(PatientFeedHandlerTest, MergesAndMoves) {
  EXPECT_EQ(Verdict(Merge()), "MSA|AA|4711\r");
  EXPECT_EQ(Verdict(Message("A43", "PID|||1^^^&1.2.3&ISO~L^^^&9.9&ISO\rMRG|2^^^&1.2.3&ISO")),
            "MSA|AA|4711\r");
  EXPECT_TRUE(std::holds_alternative<registry::v1::MergePatientsRequest>(commands_.commands.at(0)));
  EXPECT_TRUE(
      std::holds_alternative<registry::v1::ChangePatientLinkRequest>(commands_.commands.at(1)));
}

TEST_F(PatientFeedHandlerTest, RefusalOfAnIdentifierNamesItsPlace) {
  const struct {
    const char* field;
    std::string message;
    const char* place;
  } cases[] = {{"patient_id", Feed(), "PID^1^3"},
               {"surviving", Merge(), "PID^1^3"},
               {"subsumed", Merge(), "MRG^1^1"}};
  for (const auto& test : cases) {
    commands_.commands.clear();
    commands_.statuses = {XdsError(XdsErrorCode::kUnknownPatientId, test.field, "not fed")};
    EXPECT_EQ(Verdict(test.message),
              absl::StrCat("MSA|AE|4711\rERR||", test.place,
                           "|204^Unknown key identifier^HL70357|E||||XDSUnknownPatientId: not "
                           "fed\r"));
    commands_.commands.clear();
    commands_.statuses = {XdsError(XdsErrorCode::kRegistryMetadataError, test.field, "equal")};
    EXPECT_THAT(Verdict(test.message), HasSubstr(absl::StrCat("ERR||", test.place, "|102^")));
  }
}

TEST_F(PatientFeedHandlerTest, RegistryThatIsAwayMeansLaterAndNeverAccepted) {
  for (const absl::Status& status :
       {absl::UnavailableError("x"), absl::DeadlineExceededError("x"), absl::CancelledError("x"),
        absl::ResourceExhaustedError("x")}) {
    commands_.commands.clear();
    commands_.statuses = {status};
    EXPECT_EQ(Verdict(Feed()),
              "MSA|AE|4711\rERR|||207^Application internal error^HL70357|E||||the registry cannot "
              "do this now; send the message again later\r");
  }
}

TEST_F(PatientFeedHandlerTest, OtherFailuresAreErrorsWithoutTheirText) {
  for (const absl::Status& status :
       {absl::PermissionDeniedError("secret"), absl::UnauthenticatedError("secret"),
        absl::InternalError("secret"), absl::DataLossError("secret"), absl::UnknownError("secret"),
        absl::InvalidArgumentError("secret"), absl::FailedPreconditionError("secret")}) {
    commands_.commands.clear();
    commands_.statuses = {status};
    const std::string verdict = Verdict(Feed());
    EXPECT_THAT(verdict, HasSubstr("MSA|AE|4711\rERR|||207^")) << status;
    EXPECT_THAT(verdict, Not(HasSubstr("secret")));
  }
}

TEST_F(PatientFeedHandlerTest, TheSameMessageAgainFinishesWhatWasLeft) {
  const std::string message = Message("A01", "PID|||1^^^&1.2.3&ISO~2^^^&1.2.3&ISO~3^^^&1.2.3&ISO");
  commands_.statuses = {absl::OkStatus(), absl::UnavailableError("x")};
  EXPECT_THAT(Verdict(message), HasSubstr("MSA|AE|4711\r"));
  EXPECT_THAT(commands_.commands, SizeIs(2));
  EXPECT_EQ(Verdict(message), "MSA|AA|4711\r");
  EXPECT_THAT(commands_.commands, SizeIs(5));
}

TEST_F(PatientFeedHandlerTest, EachAnswerHasAnIdOfItsOwn) {
  const std::string first = Answer(Feed());
  EXPECT_NE(first.substr(0, first.find('\r')), Answer(Feed()).substr(0, first.find('\r')));
}

TEST_F(PatientFeedHandlerTest, AnswersWhatItCannotRead) {
  EXPECT_EQ(Verdict("hello"),
            "MSA|AE||the message does not begin with the segment MSH\r"
            "ERR|MSH^1^^100&Segment sequence error&HL70357\r");
  EXPECT_EQ(Verdict(""), Verdict("hello"));
  EXPECT_THAT(Verdict(Message("A31", "PID|1")), HasSubstr("MSA|AR|4711\rERR||MSH^1^9|201^"));
  EXPECT_THAT(commands_.commands, IsEmpty());
}

TEST_F(PatientFeedHandlerTest, LogHoldsNothingOfThePatient) {
  commands_.statuses = {
      XdsError(XdsErrorCode::kUnknownPatientId, "patient_id", "patient PAT7 was merged")};
  EXPECT_THAT(Answer(Feed()), HasSubstr("PAT7 was merged"));
  ASSERT_THAT(log_lines_, SizeIs(1));
  EXPECT_THAT(log_lines_[0], HasSubstr("\"event\":\"hl7_message\",\"system\":\"hospital\","
                                       "\"type\":\"ADT^A01\",\"ack\":\"AE\",\"error\":204,"
                                       "\"ms\":1000"));
  Answer("MSH|^~\\&|||||||DOE^JOHN|PAT7|P|2.5");
  for (const std::string& line : log_lines_) {
    EXPECT_THAT(line, Not(HasSubstr("PAT7")));
    EXPECT_THAT(line, Not(HasSubstr("DOE")));
  }
}

}  // namespace
}  // namespace docshare::gateway
