#include "consumer/cli/find_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "consumer/cli/command_line.h"

namespace docshare::consumer {
namespace {

using docshare::registry::v1::FindDocumentsRequest;
using ::testing::ElementsAre;
using ::testing::StartsWith;

// Fills in `command` from arguments after the patient.
absl::Status Parsed(std::vector<const char*> arguments, FindCommand& command) {
  // A command that lives on when the list of commands is gone.
  class Borrowed : public Command {
   public:
    explicit Borrowed(FindCommand& lender) : lender_(lender) {}
    CommandDescription Describe() override { return lender_.Describe(); }
    absl::Status Run(CommandContext& context) override { return lender_.Run(context); }

   private:
    FindCommand& lender_;
  };
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<Borrowed>(command));
  arguments.insert(arguments.begin(), {"docshare", "find", "--patient", "12838520020"});
  return ParseCommandLine(static_cast<int>(arguments.size()), arguments.data(), commands).status();
}

absl::StatusOr<FindDocumentsRequest> RequestFor(std::vector<const char*> arguments) {
  FindCommand command;
  absl::Status parsed = Parsed(std::move(arguments), command);
  if (!parsed.ok()) return parsed;
  return command.Request("1.2.3");
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

TEST(FindCommandTest, DeprecatedToo) {
  EXPECT_THAT(RequestFor({"--deprecated"})->statuses(),
              ElementsAre(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED,
                          docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED));
}

TEST(FindCommandTest, ReferenceIdsAreOneGroup) {
  FindCommand command;
  std::vector<const char*> arguments = {"--reference-id", "7^^^&1.2&ISO^urn:a",
                                        "--reference-id", "8^^^&1.2&ISO^urn:a",
                                        "--class",        "1^^s"};
  ASSERT_TRUE(Parsed(std::move(arguments), command).ok());
  auto request = command.RequestByReferenceId("1.2.3");
  ASSERT_TRUE(request.ok()) << request.status();
  ASSERT_EQ(request->reference_ids_size(), 1);
  EXPECT_THAT(request->reference_ids(0).any_of(),
              ElementsAre("7^^^&1.2&ISO^urn:a", "8^^^&1.2&ISO^urn:a"));
  EXPECT_EQ(request->class_codes(0).code(), "1");
  EXPECT_EQ(request->patient_id().id(), "12838520020");
}

TEST(FindCommandTest, FlagsThatDoNotGoTogether) {
  for (const std::vector<const char*>& arguments :
       {std::vector<const char*>{"--folder", "1.2"}, {"--deprecated", "--status", "all"}}) {
    EXPECT_EQ(RequestFor(arguments).status().code(), absl::StatusCode::kInvalidArgument);
  }
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
