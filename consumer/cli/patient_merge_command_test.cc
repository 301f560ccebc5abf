#include "consumer/cli/patient_merge_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consumer/cli/command_line.h"

namespace docshare::consumer {
namespace {

using docshare::registry::v1::MergePatientsRequest;
using ::testing::StartsWith;

absl::StatusOr<MergePatientsRequest> RequestFor(const char* surviving, const char* subsumed) {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<PatientMergeCommand>());
  const std::vector<const char*> arguments = {"docshare", "patient",    "merge", "--surviving",
                                              surviving,  "--subsumed", subsumed};
  absl::StatusOr<CommandLine> line =
      ParseCommandLine(static_cast<int>(arguments.size()), arguments.data(), commands);
  if (!line.ok()) return line.status();
  return static_cast<PatientMergeCommand&>(*commands[0]).Request("1.2.3");
}

TEST(PatientMergeCommandTest, NumbersMayHaveAuthoritiesOfTheirOwn) {
  absl::StatusOr<MergePatientsRequest> request =
      RequestFor("12838520020", "43827910156^^^&1.2.4&ISO");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->surviving().id(), "12838520020");
  EXPECT_EQ(request->surviving().assigning_authority(), "1.2.3");
  EXPECT_EQ(request->subsumed().id(), "43827910156");
  EXPECT_EQ(request->subsumed().assigning_authority(), "1.2.4");
}

TEST(PatientMergeCommandTest, RefusalsNameTheFlagAndNotTheNumber) {
  for (const auto& [surviving, subsumed, flag] :
       {std::tuple{"12838520020^^^&x&ISO", "43827910156", "--surviving"},
        std::tuple{"12838520020", "43827910156^^^&x&ISO", "--subsumed"}}) {
    absl::Status status = RequestFor(surviving, subsumed).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), StartsWith(flag));
    EXPECT_EQ(status.message().find("43827910156"), absl::string_view::npos);
  }
}

}  // namespace
}  // namespace docshare::consumer
