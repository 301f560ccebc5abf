// Messages of other people's products and test suites, from frame to acknowledgement.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/hl7v2/mllp_framing.h"
#include "gateway/hl7v2/patient_feed_handler.h"
#include "platform/clock/fake_clock.h"
#include "platform/random/sequence_uuid_source.h"
#include "tests/real_data/real_data.h"

namespace docshare::gateway {
namespace {

// Counts commands, all of which succeed.
class CountingCommands : public PatientCommands {
 public:
  absl::Status Run(const std::string&, const PatientCommand&) override {
    ++count;
    return absl::OkStatus();
  }
  int count = 0;
};

// The community these messages would be for: the first authority of each suite, and identifiers
// without one taken for its own.
CommunityAuthorities Community() {
  CommunityAuthorities community = {.without_oid = *Oid::Parse("1.2.3.4.5.1000")};
  for (const char* oid : {"1.2.3.4.5.1000", "1.2.3.4.666", "1.2.3.4.5.1.1000.901.1.1.3.1",
                          "1.3.6.1.4.1.21367.2005.1.1", "2.16.840.1.113883.3.37.4.1.1.2.1.1",
                          "2.16.840.1.113883.3.72.5.9.1"}) {
    community.oids.insert(*Oid::Parse(oid));
  }
  return community;
}

// What each file gets: the acknowledgement, its error, and how many commands it becomes. The two
// NIST templates are as they are, with names where identifiers go.
const std::map<std::string, std::string>& Expected() {
  static const auto* const kExpected = new std::map<std::string, std::string>{
      {"ipf-hl7/iti-10.hl7", "AR 201 0"},
      {"ipf-hl7/iti-21.hl7", "AR 200 0"},
      {"ipf-hl7/iti-8.hl7", "AA 1"},
      {"ipf-hl7/msg-01-utf8.hl7", "AA 1"},
      {"ipf-mllp-iti8/hl7v2message.hl7", "AA 1"},
      {"ipf-mllp-iti8/iti8-a40.hl7", "AA 1"},
      {"ipf-pixfeed/PIX_FEED_MERGE_Maximal_Request.hl7", "AA 1"},
      {"ipf-pixfeed/PIX_FEED_REG_Maximal_Request.hl7", "AA 2"},
      {"ipf-pixfeed/PIX_FEED_REV_Maximal_Request.hl7", "AA 0"},
      {"ipf-pixsource/A01.hl7", "AA 1"},
      {"ipf-pixsource/A04.hl7", "AA 1"},
      {"ipf-pixsource/A08.hl7", "AA 0"},
      {"ipf-pixsource/A40.hl7", "AA 1"},
      {"ipf-pixupdate/adt-a31-1.hl7", "AR 201 0"},
      {"linuxforhealth/ORU-multiline-short.hl7", "AR 200 0"},
      {"linuxforhealth/sample_unix.hl7", "AA 1"},
      {"microsoft-fhir-converter/ADT-A01-01.hl7", "AA 1"},
      {"microsoft-fhir-converter/ADT-A04-01.hl7", "AA 1"},
      {"microsoft-fhir-converter/ADT-A08-01.hl7", "AA 0"},
      {"microsoft-fhir-converter/ADT-A28-01.hl7", "AR 201 0"},
      {"microsoft-fhir-converter/ADT-A31-01.hl7", "AR 201 0"},
      {"microsoft-fhir-converter/ADT-A40-01.hl7", "AA 1"},
      {"microsoft-fhir-converter/ADT01-23.hl7", "AA 1"},
      {"microsoft-fhir-converter/MDM-T02-01.hl7", "AR 200 0"},
      {"microsoft-fhir-converter/ORU-R01-01.hl7", "AR 200 0"},
      {"toolkit2/A01-2.txt", "AA 1"},
      {"toolkit2/A01.txt", "AA 1"},
      {"toolkit2/A43.txt", "AE 102 0"},
      {"toolkit2/ACK.txt", "AR 200 0"},
      {"toolkit2/V2FeedMessageWithWrapper.txt", "AA 1"},
      {"xds-registry-to-fhir/msg-01.hl7", "AE 204 0"},
  };
  return *kExpected;
}

// The code of an acknowledgement, of its error if there is one, and the commands.
std::string Summary(const std::string& ack, int commands) {
  const absl::StatusOr<Hl7Message> message = Hl7Message::Parse(ack);
  if (!message.ok()) return absl::StrCat("not a message: ", message.status().ToString());
  std::string summary(message->Field("MSA", 1));
  if (message->CountOf("ERR") > 0) {
    const absl::string_view old_form = message->Component(message->Field("ERR", 1), 4);
    const absl::string_view code = old_form.empty()
                                       ? message->Component(message->Field("ERR", 3), 1)
                                       : message->Subcomponent(old_form, 1);
    absl::StrAppend(&summary, " ", code);
  }
  return absl::StrCat(summary, " ", commands);
}

TEST(RealMessagesTest, EachGetsTheAnswerThatFits) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  const std::string dir = absl::StrCat(*real_data, "/hl7v2/");
  std::map<std::string, std::string> summaries;
  for (const std::string& path : tests::FilesBelow(dir)) {
    std::string bytes = *tests::ReadFile(path);
    if (!absl::StrContains(bytes, '\x0b')) bytes = FrameMllp(bytes);
    platform::FakeClock clock(absl::UnixEpoch());
    platform::SequenceUuidSource uuids;
    platform::OperationalLog log("gateway", [](absl::string_view) {});
    CountingCommands commands;
    PatientFeedHandler handler(Community(), commands, clock, uuids, log);
    MllpDecoder decoder;
    absl::string_view rest = bytes;
    const auto message = decoder.Next(rest);
    ASSERT_TRUE(message.ok() && *message) << path;
    const std::string ack = handler.Answer(**message, "hospital");
    summaries[std::string(absl::StripPrefix(path, dir))] = Summary(ack, commands.count);
    // No second message in what is left.
    EXPECT_EQ(*decoder.Next(rest), absl::nullopt) << path;
  }
  EXPECT_EQ(summaries, Expected());
}

// What all of them become when a byte is lost at any place: an answer, never a fault of ours.
TEST(RealMessagesTest, TruncatedMessagesAreAnswered) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  for (const std::string& path :
       tests::FilesBelow(absl::StrCat(*real_data, "/hl7v2/ipf-pixsource"))) {
    const std::string bytes = *tests::ReadFile(path);
    platform::FakeClock clock(absl::UnixEpoch());
    platform::SequenceUuidSource uuids;
    platform::OperationalLog log("gateway", [](absl::string_view) {});
    CountingCommands commands;
    PatientFeedHandler handler(Community(), commands, clock, uuids, log);
    for (size_t size = 0; size < bytes.size(); ++size) {
      const std::string ack = handler.Answer(absl::string_view(bytes).substr(0, size), "hospital");
      const absl::StatusOr<Hl7Message> message = Hl7Message::Parse(ack);
      ASSERT_TRUE(message.ok()) << path << " cut at " << size;
      EXPECT_EQ(message->CountOf("MSA"), 1u);
    }
  }
}

}  // namespace
}  // namespace docshare::gateway
