#include "consumer/cli/folders_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consumer/cli/command_line.h"

namespace docshare::consumer {
namespace {

using docshare::registry::v1::FindFoldersRequest;
using ::testing::ElementsAre;
using ::testing::StartsWith;

absl::StatusOr<FindFoldersRequest> RequestFor(std::vector<const char*> arguments) {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<FoldersCommand>());
  arguments.insert(arguments.begin(), {"docshare", "folders", "--patient", "12838520020"});
  absl::StatusOr<CommandLine> line =
      ParseCommandLine(static_cast<int>(arguments.size()), arguments.data(), commands);
  if (!line.ok()) return line.status();
  return static_cast<FoldersCommand&>(*commands[0]).Request("1.2.3");
}

TEST(FoldersCommandTest, PatientAloneMeansApprovedFolders) {
  absl::StatusOr<FindFoldersRequest> request = RequestFor({});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->patient_id().id(), "12838520020");
  EXPECT_EQ(request->patient_id().assigning_authority(), "1.2.3");
  EXPECT_THAT(request->statuses(),
              ElementsAre(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED));
  EXPECT_EQ(request->return_type(), docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_FALSE(request->has_last_update_time());
  EXPECT_TRUE(request->codes().empty());
}

TEST(FoldersCommandTest, EveryFilterReachesTheQuery) {
  absl::StatusOr<FindFoldersRequest> request =
      RequestFor({"--code", "1^^s", "--code", "2^^s", "--after", "2024-01-31", "--before", "2025",
                  "--deprecated"});
  ASSERT_TRUE(request.ok()) << request.status();
  ASSERT_EQ(request->codes_size(), 1);
  EXPECT_EQ(request->codes(0).any_of(1).code(), "2");
  EXPECT_EQ(request->last_update_time().from(), "20240131");
  EXPECT_EQ(request->last_update_time().to(), "2025");
  EXPECT_THAT(request->statuses(),
              ElementsAre(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED,
                          docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED));
}

TEST(FoldersCommandTest, RefusalsNameTheFlag) {
  for (const auto& [flag, value] :
       {std::pair{"--code", "x"}, {"--after", "x"}, {"--before", "x"}}) {
    absl::Status status = RequestFor({flag, value}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << flag;
    EXPECT_THAT(std::string(status.message()), StartsWith(flag));
  }
}

}  // namespace
}  // namespace docshare::consumer
