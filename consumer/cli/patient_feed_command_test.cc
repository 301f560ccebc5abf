#include "consumer/cli/patient_feed_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consumer/cli/command_line.h"

namespace docshare::consumer {
namespace {

using docshare::registry::v1::FeedPatientRequest;
using ::testing::StartsWith;

absl::StatusOr<FeedPatientRequest> RequestFor(std::vector<const char*> arguments) {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<PatientFeedCommand>());
  arguments.insert(arguments.begin(), {"docshare", "patient", "feed"});
  absl::StatusOr<CommandLine> line =
      ParseCommandLine(static_cast<int>(arguments.size()), arguments.data(), commands);
  if (!line.ok()) return line.status();
  return static_cast<PatientFeedCommand&>(*commands[0]).Request("1.2.3");
}

TEST(PatientFeedCommandTest, FlagsBecomeTheRequest) {
  absl::StatusOr<FeedPatientRequest> request =
      RequestFor({"--patient", "15810980092", "--family", "Nordmann", "--given", "Kari Ann",
                  "--birth-date", "2009-01-15", "--sex", "female"});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->patient_id().id(), "15810980092");
  EXPECT_EQ(request->patient_id().assigning_authority(), "1.2.3");
  EXPECT_EQ(request->demographics().family_name(), "Nordmann");
  EXPECT_EQ(request->demographics().given_name(), "Kari Ann");
  EXPECT_EQ(request->demographics().birth_date(), "20090115");
  EXPECT_EQ(request->demographics().administrative_sex(), "F");
}

TEST(PatientFeedCommandTest, IdentifierAloneIsEnough) {
  EXPECT_TRUE(RequestFor({"--patient", "15810980092^^^&1.2&ISO"}).ok());
}

TEST(PatientFeedCommandTest, RefusalsNameTheFlag) {
  for (const auto& [flag, value] : {std::pair{"--birth-date", "15.01.2009"},
                                    {"--birth-date", "2009-01-15T10:00"},
                                    {"--sex", "girl"}}) {
    absl::Status status = RequestFor({"--patient", "15810980092", flag, value}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << flag;
    EXPECT_THAT(std::string(status.message()), StartsWith(flag));
  }
  EXPECT_EQ(RequestFor({}).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace docshare::consumer
