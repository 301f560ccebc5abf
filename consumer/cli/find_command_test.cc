#include "consumer/cli/find_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consumer/cli/command_line.h"

namespace docshare::consumer {
namespace {

using docshare::registry::v1::FindDocumentsRequest;
using ::testing::ElementsAre;
using ::testing::StartsWith;

absl::StatusOr<FindDocumentsRequest> RequestFor(std::vector<const char*> arguments) {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<FindCommand>());
  arguments.insert(arguments.begin(), {"docshare", "find", "--patient", "12838520020"});
  absl::StatusOr<CommandLine> line =
      ParseCommandLine(static_cast<int>(arguments.size()), arguments.data(), commands);
  if (!line.ok()) return line.status();
  return static_cast<FindCommand&>(*commands[0]).Request("1.2.3");
}

TEST(FindCommandTest, PatientAloneMeansApprovedDocuments) {
  absl::StatusOr<FindDocumentsRequest> request = RequestFor({});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->patient_id().id(), "12838520020");
  EXPECT_EQ(request->patient_id().assigning_authority(), "1.2.3");
  EXPECT_THAT(request->statuses(),
              ElementsAre(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED));
  EXPECT_EQ(request->return_type(), docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  EXPECT_FALSE(request->has_creation_time());
}

TEST(FindCommandTest, EveryFilterReachesTheQuery) {
  absl::StatusOr<FindDocumentsRequest> request = RequestFor({"--class",
                                                             "1^^s",
                                                             "--class",
                                                             "2^^s",
                                                             "--type",
                                                             "3^^s",
                                                             "--format",
                                                             "4^^s",
                                                             "--event",
                                                             "5^^s",
                                                             "--event",
                                                             "6^^s",
                                                             "--facility",
                                                             "7^^s",
                                                             "--practice",
                                                             "8^^s",
                                                             "--confidentiality",
                                                             "9^^s",
                                                             "--author",
                                                             "NORDMANN",
                                                             "--author",
                                                             "999%",
                                                             "--after",
                                                             "2024-01-31",
                                                             "--before",
                                                             "2025",
                                                             "--status",
                                                             "all",
                                                             "--limit",
                                                             "7",
                                                             "--refs"});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->class_codes_size(), 2);
  EXPECT_EQ(request->type_codes(0).code(), "3");
  EXPECT_EQ(request->format_codes(0).code(), "4");
  ASSERT_EQ(request->event_codes_size(), 1);
  EXPECT_EQ(request->event_codes(0).any_of_size(), 2);
  EXPECT_EQ(request->healthcare_facility_type_codes(0).code(), "7");
  EXPECT_EQ(request->practice_setting_codes(0).code(), "8");
  EXPECT_EQ(request->confidentiality_codes(0).any_of(0).code(), "9");
  EXPECT_THAT(request->author_person_patterns(), ElementsAre("%NORDMANN%", "999%"));
  EXPECT_EQ(request->creation_time().from(), "20240131");
  EXPECT_EQ(request->creation_time().to(), "2025");
  EXPECT_THAT(request->statuses(),
              ElementsAre(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED,
                          docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED));
  EXPECT_EQ(request->page_size(), 8u);
  EXPECT_EQ(request->return_type(), docshare::registry::v1::RETURN_TYPE_OBJECT_REF);
}

TEST(FindCommandTest, DeprecatedAlone) {
  EXPECT_THAT(RequestFor({"--status", "deprecated"})->statuses(),
              ElementsAre(docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED));
}

TEST(FindCommandTest, RefusalsNameTheFlag) {
  for (const auto& [flag, value] : {std::pair{"--class", "A00-1"},
                                    {"--type", "A00-1"},
                                    {"--format", "x"},
                                    {"--event", "x"},
                                    {"--facility", "x"},
                                    {"--practice", "x"},
                                    {"--confidentiality", "N"},
                                    {"--after", "x"},
                                    {"--before", "x"},
                                    {"--status", "x"}}) {
    absl::Status status = RequestFor({flag, value}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << flag;
    EXPECT_THAT(std::string(status.message()), StartsWith(flag));
  }
}

}  // namespace
}  // namespace docshare::consumer
