#include "domain/hl7v2/patient_feed_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace docshare {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kOurs[] = "1.2.3";
constexpr char kOursToo[] = "1.2.4";
constexpr char kDefault[] = "1.2.5";

CommunityAuthorities Community(bool with_default = false) {
  CommunityAuthorities community = {.oids = {*Oid::Parse(kOurs), *Oid::Parse(kOursToo)}};
  if (with_default) community.without_oid = *Oid::Parse(kDefault);
  return community;
}

std::string Message(absl::string_view event, absl::string_view pid3, absl::string_view mrg1 = "",
                    absl::string_view rest_of_pid = "") {
  std::string message = absl::StrCat("MSH|^~\\&|A|B|C|D|20260101||ADT^", event, "|7|P|2.3.1\rEVN|",
                                     event, "\rPID|1||", pid3, "||", rest_of_pid, "\r");
  if (!mrg1.empty()) absl::StrAppend(&message, "MRG|", mrg1, "\r");
  return message;
}

std::variant<PatientFeedMessage, Hl7Fault> Read(absl::string_view bytes,
                                                const CommunityAuthorities& community) {
  const absl::StatusOr<Hl7Message> message = Hl7Message::Parse(bytes);
  EXPECT_TRUE(message.ok()) << message.status();
  return ReadPatientFeed(*message, community);
}

std::string Text(const metadata::v1::PatientIdentifier& id) {
  return absl::StrCat(id.id(), "@", id.assigning_authority());
}

std::string Text(const registry::v1::FeedPatientRequest& request) {
  return absl::StrCat("feed ", Text(request.patient_id()));
}

std::string Text(const registry::v1::MergePatientsRequest& request) {
  return absl::StrCat("merge ", Text(request.subsumed()), " into ", Text(request.surviving()));
}

std::string Text(const registry::v1::ChangePatientLinkRequest& request) {
  return absl::StrCat(
      "move ", Text(request.local()), " from ", Text(request.previous()), " to ",
      Text(request.current()),
      request.has_subsumed_local() ? " instead of " + Text(request.subsumed_local()) : "");
}

// The commands as text, or the fault as one: "204 PID-3~2".
std::vector<std::string> Outcome(absl::string_view bytes,
                                 const CommunityAuthorities& community = Community()) {
  const auto read = Read(bytes, community);
  if (const auto* fault = std::get_if<Hl7Fault>(&read)) {
    return {absl::StrCat(static_cast<int>(fault->error), " ", fault->location.segment, "-",
                         fault->location.field, "~", fault->location.repetition)};
  }
  std::vector<std::string> texts;
  for (const PatientCommand& command : std::get<PatientFeedMessage>(read).commands) {
    texts.push_back(std::visit([](const auto& request) { return Text(request); }, command));
  }
  return texts;
}

TEST(PatientFeedMessageTest, AddsMakeAPatientKnown) {
  for (const char* event : {"A01", "A04", "A05", "A01^ADT_A01"}) {
    EXPECT_THAT(Outcome(Message(event, "7^^^HOSP&1.2.3&ISO^PI")), ElementsAre("feed 7@1.2.3"));
  }
}

TEST(PatientFeedMessageTest, RevisionIsTakenAndChangesNothing) {
  EXPECT_THAT(Outcome(Message("A08", "7^^^&1.2.3&ISO")), IsEmpty());
  EXPECT_THAT(Outcome("MSH|^~\\&|A|B|C|D|||ADT^A08|7|P|2.3.1"), IsEmpty());
}

TEST(PatientFeedMessageTest, KeepsTheCommunitysIdentifiersAlone) {
  EXPECT_THAT(Outcome(Message("A01",
                              "1^^^&9.9&ISO~2^^^&1.2.3&ISO~3^^^HOSP~\"\"^^^&1.2.3&ISO~"
                              "4^^^&1.2.4&ISO~2^^^&1.2.3&ISO~5^^^&1.2.3&DNS")),
              ElementsAre("feed 2@1.2.3", "feed 4@1.2.4"));
  EXPECT_THAT(Outcome(Message("A01", "1^^^&9.9&ISO~3^^^HOSP")), ElementsAre("204 PID-3~0"));
}

TEST(PatientFeedMessageTest, IdentifierWithoutOidGetsTheDefaultAuthority) {
  for (const char* pid3 : {"7", "7^4^M11^HOSP^MR", "7^^^HOSP~8^^^OTHER", "1^^^&9.9&ISO~7"}) {
    EXPECT_THAT(Outcome(Message("A01", pid3)), ElementsAre("204 PID-3~0")) << pid3;
    EXPECT_THAT(Outcome(Message("A01", pid3), Community(true)), ElementsAre("feed 7@1.2.5"))
        << pid3;
  }
  // Where the community's own is there, another number without an OID is somebody else's.
  EXPECT_THAT(Outcome(Message("A01", "7^^^HOSP~8^^^&1.2.3&ISO"), Community(true)),
              ElementsAre("feed 8@1.2.3"));
  EXPECT_THAT(Outcome(Message("A01", "7^^^&9.9&ISO"), Community(true)), ElementsAre("204 PID-3~0"));
}

TEST(PatientFeedMessageTest, TellsDemographics) {
  const auto read = Read(
      Message("A01", "7^^^&1.2.3&ISO", "", "O\\T\\B&van^Anne^B^^^^L~ALIAS||19290405123000|F^x"),
      Community());
  const auto& command = std::get<PatientFeedMessage>(read).commands.at(0);
  const auto& demographics = std::get<registry::v1::FeedPatientRequest>(command).demographics();
  EXPECT_EQ(demographics.family_name(), "O&B");
  EXPECT_EQ(demographics.given_name(), "Anne");
  EXPECT_EQ(demographics.birth_date(), "19290405");
  EXPECT_EQ(demographics.administrative_sex(), "F");
}

TEST(PatientFeedMessageTest, DemographicsTheRegistryWouldRefuseAreLeftOut) {
  const auto read = Read(Message("A01", "7^^^&1.2.3&ISO", "",
                                 absl::StrCat("\\Z\\^", std::string(300, 'x'), "||19291405|\"\"")),
                         Community());
  const auto& command = std::get<PatientFeedMessage>(read).commands.at(0);
  EXPECT_EQ(std::get<registry::v1::FeedPatientRequest>(command).demographics().ByteSizeLong(), 0u);
}

TEST(PatientFeedMessageTest, MergesMrgIntoPid) {
  EXPECT_THAT(Outcome(Message("A40", "1^^^&1.2.3&ISO", "2^^^HOSP&1.2.3&ISO")),
              ElementsAre("merge 2@1.2.3 into 1@1.2.3"));
  // Of another authority, which the registry allows.
  EXPECT_THAT(Outcome(Message("A40", "1^^^&1.2.3&ISO", "2^^^&1.2.4&ISO")),
              ElementsAre("merge 2@1.2.4 into 1@1.2.3"));
  EXPECT_THAT(Outcome(Message("A40", "1", "2~3^^^&9.9&ISO"), Community(true)),
              ElementsAre("merge 2@1.2.5 into 1@1.2.5"));
}

TEST(PatientFeedMessageTest, MergesEachIdentifierIntoTheOneOfItsAuthority) {
  EXPECT_THAT(
      Outcome(Message("A40", "1^^^&1.2.3&ISO~2^^^&1.2.4&ISO", "4^^^&1.2.4&ISO~3^^^&1.2.3&ISO")),
      ElementsAre("merge 4@1.2.4 into 2@1.2.4", "merge 3@1.2.3 into 1@1.2.3"));
}

TEST(PatientFeedMessageTest, RefusesMergesThatAreNotClear) {
  EXPECT_THAT(Outcome(Message("A40", "1^^^&1.2.3&ISO")), ElementsAre("100 MRG-0~0"));
  EXPECT_THAT(Outcome(Message("A40", "1^^^&1.2.3&ISO", "|x")), ElementsAre("101 MRG-1~0"));
  EXPECT_THAT(Outcome(Message("A40", "1^^^&1.2.3&ISO", "2^^^&9.9&ISO")),
              ElementsAre("204 MRG-1~0"));
  EXPECT_THAT(Outcome(Message("A40", "1^^^&9.9&ISO", "2^^^&1.2.3&ISO")),
              ElementsAre("204 PID-3~0"));
  EXPECT_THAT(Outcome(Message("A40", "1^^^&1.2.3&ISO~2^^^&1.2.3&ISO", "3^^^&1.2.3&ISO")),
              ElementsAre("102 PID-3~0"));
  EXPECT_THAT(Outcome(Message("A40", "1^^^&1.2.3&ISO~2^^^&1.2.4&ISO", "3"), Community(true)),
              ElementsAre("102 PID-3~0"));
  EXPECT_THAT(Outcome(Message("A40", "1^^^&1.2.3&ISO", "2^^^&1.2.3&ISO") + "PID|2||3\r"),
              ElementsAre("100 PID-0~0"));
}

TEST(PatientFeedMessageTest, MovesANumberAtASource) {
  const char* kMove = "move L1@9.9 from 2@1.2.3 to 1@1.2.3";
  EXPECT_THAT(Outcome(Message("A43", "1^^^&1.2.3&ISO~L1^^^&9.9&ISO", "2^^^&1.2.3&ISO")),
              ElementsAre(kMove));
  EXPECT_THAT(Outcome(Message("A43^ADT_A43", "1^^^&1.2.3&ISO~L1^^^&9.9&ISO",
                              "2^^^&1.2.3&ISO~L1^^^&9.9&ISO")),
              ElementsAre(kMove));
}

TEST(PatientFeedMessageTest, MergesTwoNumbersAtASource) {
  EXPECT_THAT(
      Outcome(Message("A43", "1^^^&1.2.3&ISO~L1^^^&9.9&ISO", "2^^^&1.2.3&ISO~L2^^^&9.9&ISO")),
      ElementsAre("move L1@9.9 from 2@1.2.3 to 1@1.2.3 instead of L2@9.9"));
}

TEST(PatientFeedMessageTest, RefusesMovesOfAnotherForm) {
  const char* const kCurrent = "1^^^&1.2.3&ISO~L1^^^&9.9&ISO";
  EXPECT_THAT(Outcome(Message("A43", "1^^^&1.2.3&ISO", "2^^^&1.2.3&ISO")),
              ElementsAre("102 PID-3~0"));
  EXPECT_THAT(Outcome(Message("A43", "L1^^^&9.9&ISO~1^^^&1.2.3&ISO", "2^^^&1.2.3&ISO")),
              ElementsAre("204 PID-3~1"));
  EXPECT_THAT(
      Outcome(Message("A43", "1^^^&1.2.3&ISO~L1^^^HOSP", "2^^^&1.2.3&ISO"), Community(true)),
      ElementsAre("102 PID-3~2"));
  EXPECT_THAT(Outcome(Message("A43", kCurrent)), ElementsAre("100 MRG-0~0"));
  EXPECT_THAT(Outcome(Message("A43", kCurrent, "|x")), ElementsAre("102 MRG-1~0"));
  EXPECT_THAT(Outcome(Message("A43", kCurrent, "2^^^&9.9&ISO")), ElementsAre("204 MRG-1~1"));
  EXPECT_THAT(Outcome(Message("A43", kCurrent, "2^^^&1.2.3&ISO~L2^^^HOSP"), Community(true)),
              ElementsAre("102 MRG-1~2"));
}

TEST(PatientFeedMessageTest, RefusesHeadersThatSayNothingToIt) {
  const std::pair<const char*, const char*> cases[] = {
      {"ADT^A01|7|P|2.3.1||||||ISO IR87", "103 MSH-18~0"},
      {"|7|P|2.3.1", "101 MSH-9~0"},
      {"ORU^R01|7|P|2.3.1", "200 MSH-9~0"},
      {"ACK^A01|7|P|2.3.1", "200 MSH-9~0"},
      {"ADT|7|P|2.3.1", "201 MSH-9~0"},
      {"ADT^A31|7|P|2.3.1", "201 MSH-9~0"},
      {"ADT^A01||P|2.3.1", "101 MSH-10~0"},
      {"ADT^A01|7||2.3.1", "101 MSH-11~0"},
      {"ADT^A01|7|X|2.3.1", "202 MSH-11~0"},
      {"ADT^A01|7|P|", "101 MSH-12~0"},
      {"ADT^A01|7|P|3.0", "203 MSH-12~0"},
      {"ADT^A01|7|P|2.3.1", "100 PID-0~0"},
  };
  for (const auto& [rest, outcome] : cases) {
    EXPECT_THAT(Outcome(absl::StrCat("MSH|^~\\&|A|B|C|D|20260101||", rest)), ElementsAre(outcome))
        << rest;
  }
  EXPECT_THAT(Outcome(absl::StrCat("MSH|^~\\&|||||||ADT^A01|", std::string(200, '7'), "|P|2.5")),
              ElementsAre("102 MSH-10~0"));
}

TEST(PatientFeedMessageTest, RefusesIdentifiersThatAreNoCx) {
  EXPECT_THAT(Outcome(Message("A01", "")), ElementsAre("101 PID-3~0"));
  EXPECT_THAT(Outcome(Message("A01", "\"\"")), ElementsAre("101 PID-3~0"));
  EXPECT_THAT(Outcome(Message("A01", "^^^&1.2.3&ISO")), ElementsAre("204 PID-3~0"));
  EXPECT_THAT(Outcome(Message("A01", "1^^^&9.9&ISO~a\\Z\\^^^&1.2.3&ISO")),
              ElementsAre("102 PID-3~2"));
  EXPECT_THAT(Outcome(Message("A01", "a\\.br\\b^^^&1.2.3&ISO")), ElementsAre("102 PID-3~1"));
  EXPECT_THAT(Outcome(Message("A01", std::string(300, '1') + "^^^&1.2.3&ISO")),
              ElementsAre("102 PID-3~1"));
}

TEST(PatientFeedMessageTest, FaultsQuoteNoIdentifier) {
  const auto read = Read(Message("A01", "SECRET\\Z\\^^^&1.2.3&ISO"), Community());
  EXPECT_THAT(std::get<Hl7Fault>(read).text, Not(HasSubstr("SECRET")));
}

TEST(PatientFeedMessageTest, IsBoundedInCommandsAndTime) {
  std::string many;
  for (int i = 0; i < 33; ++i) absl::StrAppend(&many, i, "^^^&1.2.3&ISO~");
  EXPECT_THAT(Outcome(Message("A01", many)), ElementsAre("102 PID-3~0"));
  const absl::Time begin = absl::Now();
  std::string repetitions;
  while (repetitions.size() < 900000) repetitions += "x~";
  EXPECT_THAT(Outcome(Message("A01", repetitions)), ElementsAre("102 PID-3~0"));
  EXPECT_THAT(Outcome(Message("A40", "1^^^&1.2.3&ISO", repetitions), Community(true)),
              ElementsAre("102 MRG-1~0"));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));
}

TEST(PatientFeedMessageTest, LogsSeeKnownEventsOnly) {
  const auto event = [](absl::string_view type) {
    return PatientFeedEvent(*Hl7Message::Parse(absl::StrCat("MSH|^~\\&|||||||", type)));
  };
  EXPECT_EQ(event("ADT^A01^ADT_A01"), "ADT^A01");
  EXPECT_EQ(event("ADT^A99"), "other");
  EXPECT_EQ(event("JOHN DOE"), "other");
}

}  // namespace
}  // namespace docshare
