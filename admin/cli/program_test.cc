#include "admin/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "admin/cli/testing/program_fixture.h"
#include "consumer/cli/printable_text.h"

namespace docshare::admin {
namespace {

using consumer::ExitCode;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(ProgramTest, HelpOfEveryCommandTeachesAndFits) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"status"},
                                                {"patient", "feed"},
                                                {"patient", "merge"},
                                                {"patient", "show"},
                                                {"object", "show"},
                                                {"object", "rows"},
                                                {"withdraw"},
                                                {"codes", "list"},
                                                {"codes", "load"},
                                                {"codes", "diff"},
                                                {"codes", "activate"},
                                                {"codes", "rollback"},
                                                {"rebuild-indexes"},
                                                {"repository", "verify"},
                                                {"repository", "sweep"},
                                                {"validate"},
                                                {"watch"}}) {
    std::vector<std::string> arguments = words;
    arguments.push_back("--help");
    ProgramResult result = Run(arguments);
    EXPECT_EQ(result.code, ExitCode::kOk);
    EXPECT_THAT(result.out,
                AllOf(HasSubstr("Examples:\n  docshare-admin "), HasSubstr("xit codes")));
    EXPECT_EQ(result.err, "");
    for (absl::string_view line : absl::StrSplit(result.out, '\n')) {
      EXPECT_LE(line.size(), 100u) << line;
    }
  }
}

TEST_F(ProgramTest, WrongArgumentsAreToldWithAHint) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"nonsense"},
                                                    {"patient"},
                                                    {"withdraw"},
                                                    {"codes", "activate"},
                                                    {"codes", "activate", "three"},
                                                    {"watch", "--after", "1.2.3"},
                                                    {"watch", "--after", "x"}}) {
    ProgramResult result = Run(arguments);
    EXPECT_EQ(result.code, ExitCode::kUsage);
    EXPECT_THAT(result.err, HasSubstr("error: "));
  }
  EXPECT_THAT(Run({"nonsense"}).err, HasSubstr("docshare-admin --help"));
}

TEST_F(ProgramTest, StatusTellsPeopleAndPrograms) {
  fake_.status.set_version("0.1.0");
  fake_.status.set_home_community_id("urn:oid:2.999.1");
  fake_.status.set_commit_position(120);
  fake_.status.set_durable_position(118);
  fake_.status.set_started_s(1706693400);
  fake_.status.mutable_counts()->set_document_entries(12345678);
  ProgramResult result = Run({"status"});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr("serving"), HasSubstr("urn:oid:2.999.1"), HasSubstr("120, durable up to 118"),
            HasSubstr("2024-01-31 09:30:00 UTC"), HasSubstr("about 12 345 678")));
  const auto json = JsonOf(Run({"status", "--json"}).out).fields();
  EXPECT_EQ(json.at("commitPosition").number_value(), 120);
  EXPECT_EQ(json.at("state").string_value(), "SERVING");
  EXPECT_FALSE(json.at("counts").struct_value().fields().at("exact").bool_value());
}

TEST_F(ProgramTest, FailuresOfTheServerHaveTheirExitCodes) {
  const std::pair<grpc::StatusCode, ExitCode> cases[] = {
      {grpc::StatusCode::PERMISSION_DENIED, ExitCode::kPermissionDenied},
      {grpc::StatusCode::UNAVAILABLE, ExitCode::kUnavailable},
      {grpc::StatusCode::DATA_LOSS, ExitCode::kDamaged},
      {grpc::StatusCode::INTERNAL, ExitCode::kRefused},
  };
  for (const auto& [failure, code] : cases) {
    fake_.failure = {failure, "the reason"};
    ProgramResult result = Run({"status", "--json"});
    EXPECT_EQ(result.code, code);
    EXPECT_THAT(result.err, HasSubstr("the reason"));
    const auto error = JsonOf(result.out).fields().at("error").struct_value().fields();
    EXPECT_EQ(error.at("exitCode").number_value(), static_cast<int>(code));
  }
}

TEST_F(ProgramTest, ShowsAPatient) {
  v1::PatientRecord& record = AddPatient(kKari, 3);
  record.mutable_demographics()->set_family_name("Nordmann");
  record.set_approved_documents(4);
  record.mutable_merged_into()->set_number(9);
  *record.mutable_merged_into()->mutable_patient_id() = AddPatient(kOla, 9).patient_id();
  ProgramResult result = Run({"patient", "show", "--patient", kKari});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("12838520020^^^&2.16.578.1.12.4.1.4.1&ISO"), HasSubstr("Nordmann"),
                    HasSubstr("4 approved, 0 deprecated"), HasSubstr("(number 9)")));
  const auto json = JsonOf(Run({"patient", "show", "--patient", kKari, "--json"}).out).fields();
  EXPECT_EQ(json.at("number").number_value(), 3);
  EXPECT_EQ(json.at("mergedInto").struct_value().fields().at("number").number_value(), 9);

  ProgramResult unknown = Run({"patient", "show", "--patient", "20891270128"});
  EXPECT_EQ(unknown.code, ExitCode::kNotFound);
}

TEST_F(ProgramTest, ShowsAnObjectWithEverythingThatHangsOnIt) {
  v1::StoredObject& object = AddDocument();
  object.set_is_newest_version(false);
  for (uint32_t version : {1u, 2u}) {
    object.add_versions()->set_version(version);
    object.mutable_versions()->rbegin()->set_entry_uuid(
        version == 1 ? object.entry_uuid() : "urn:uuid:0f1a2b3c-2222-4222-8333-444455556666");
  }
  auto& association = *object.add_associations();
  association.set_association_type("urn:ihe:iti:2007:AssociationType:RPLC");
  association.set_source_object(object.entry_uuid());
  association.set_target_object("urn:uuid:0f1a2b3c-3333-4222-8333-444455556666");
  v1::ObjectEvent& event = *object.add_history();
  event.set_position(17);
  event.set_kind(v1::OBJECT_EVENT_KIND_DEPRECATED);
  event.set_caller("hospital-repository");
  event.set_committed_s(1706693400);
  for (const std::string& id :
       {std::string(kUniqueId), std::string(kUuid), absl::StrCat("urn:uuid:", kUuid)}) {
    ProgramResult result = Run({"object", "show", id});
    ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
    EXPECT_THAT(result.out,
                AllOf(HasSubstr("patient number 3, an older version"), HasSubstr("Epikrise"),
                      HasSubstr("Versions"), HasSubstr("this one"), HasSubstr("RPLC"),
                      HasSubstr("0f1a2b3c-3333-4222-8333-444455556666"), HasSubstr("deprecated"),
                      HasSubstr("hospital-repository")));
  }
  const auto json = JsonOf(Run({"object", "show", kUniqueId, "--json"}).out).fields();
  EXPECT_EQ(json.at("objects").list_value().values_size(), 1);
  EXPECT_EQ(Run({"object", "show", "2.999.404"}).code, ExitCode::kNotFound);
}

TEST_F(ProgramTest, TablesFitTheTerminal) {
  v1::StoredObject& object = AddDocument();
  auto& association = *object.add_associations();
  association.set_association_type("urn:ihe:iti:2007:AssociationType:RPLC");
  association.set_source_object(object.entry_uuid());
  association.set_target_object("urn:uuid:0f1a2b3c-3333-4222-8333-444455556666");
  association.set_entry_uuid("urn:uuid:0f1a2b3c-4444-4222-8333-444455556666");
  object.add_history()->set_caller(std::string(200, 'x'));
  out_is_terminal_ = true;
  width_ = 80;
  const std::string out = Run({"object", "show", kUniqueId}).out;
  for (absl::string_view line : absl::StrSplit(out, '\n')) {
    EXPECT_LE(consumer::DisplayWidth(line), width_) << line;
  }
}

TEST_F(ProgramTest, RowsHideTheirValuesUnlessAsked) {
  v1::StoredRow& row = fake_.rows.emplace_back();
  row.set_space("document-entry");
  row.set_key_text("document-entry patient=3");
  row.set_key("\x07");
  row.set_exists(true);
  row.set_value_text("title: secret");
  row.set_value_size(17);
  fake_.rows.emplace_back().set_key_text("document-filter patient=3");
  ProgramResult result = Run({"object", "rows", kUuid});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("document-entry patient=3  (17 bytes)"),
                    HasSubstr("document-filter patient=3  MISSING"), Not(HasSubstr("secret"))));
  EXPECT_THAT(Run({"object", "rows", kUuid, "--json"}).out, Not(HasSubstr("secret")));
  EXPECT_THAT(Run({"object", "rows", kUuid, "--values"}).out, HasSubstr("-> title: secret"));
  EXPECT_THAT(Run({"object", "rows", kUuid, "--values", "--json"}).out, HasSubstr("secret"));
}

TEST_F(ProgramTest, SeveralObjectsOfOneUniqueIdAreListedWhereOneIsNeeded) {
  AddDocument();
  AddDocument().set_entry_uuid("urn:uuid:0f1a2b3c-2222-4222-8333-444455556666");
  for (const char* command : {"withdraw", "rows"}) {
    std::vector<std::string> arguments = {command, kUniqueId};
    if (arguments[0] == "rows") arguments.insert(arguments.begin(), "object");
    ProgramResult result = Run(arguments);
    EXPECT_EQ(result.code, ExitCode::kUsage);
    EXPECT_THAT(result.err,
                AllOf(HasSubstr(kUuid), HasSubstr("0f1a2b3c-2222-4222-8333-444455556666")));
  }
}

TEST_F(ProgramTest, WatchPrintsChangesAndThePlaceReached) {
  registry::v1::WatchDocumentsResponse response;
  auto& change = *response.add_changes();
  change.set_position(5);
  change.set_number(2);
  change.set_kind(registry::v1::DOCUMENT_CHANGE_KIND_REGISTERED);
  change.set_entry_uuid(absl::StrCat("urn:uuid:", kUuid));
  change.set_unique_id(kUniqueId);
  change.set_committed_s(1706693400);
  change.mutable_document_entry()->mutable_type_code()->set_display_name("Epikrise sykehus");
  response.set_reached_position(9);
  fake_.watches = {{response}, {response}, {response}};
  ProgramResult result = Run({"watch", "--after", "4.1", "--once"});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("2024-01-31 09:30:00"), HasSubstr("5.2"), HasSubstr("registered"),
                    HasSubstr(kUuid), HasSubstr(kUniqueId), HasSubstr("Epikrise sykehus")));
  EXPECT_THAT(result.err, HasSubstr("go on with --after 9\n"));
  ASSERT_EQ(fake_.watch_requests.size(), 1u);
  EXPECT_EQ(fake_.watch_requests[0].after_position(), 4u);
  EXPECT_EQ(fake_.watch_requests[0].after_number(), 1u);

  ProgramResult limited = Run({"watch", "--after", "0", "--limit", "1"});
  EXPECT_THAT(limited.err, HasSubstr("go on with --after 5.2\n"));

  const std::string json = Run({"watch", "--after", "0", "--once", "--json"}).out;
  const std::vector<std::string> lines = absl::StrSplit(json, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(JsonOf(lines[0]).fields().at("uniqueId").string_value(), kUniqueId);
  EXPECT_EQ(JsonOf(lines[1]).fields().at("reached").string_value(), "9");
}

TEST_F(ProgramTest, WatchBeginsNowAndTakesFilters) {
  fake_.status.set_durable_position(77);
  registry::v1::WatchDocumentsResponse response;
  response.set_reached_position(77);
  fake_.watches = {{response}};
  ProgramResult result = Run({"watch", "--once", "--patient", kKari, "--class", "A00-1^^1.2.3",
                              "--type", "A03-2^^1.2.3", "--facility", "86^^1.2.4"});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  ASSERT_EQ(fake_.watch_requests.size(), 1u);
  const auto& request = fake_.watch_requests[0];
  EXPECT_EQ(request.after_position(), 77u);
  EXPECT_FALSE(request.has_after_number());
  EXPECT_EQ(request.patient_id().id(), kKari);
  EXPECT_EQ(request.class_codes(0).code(), "A00-1");
  EXPECT_EQ(request.type_codes(0).code(), "A03-2");
  EXPECT_EQ(request.healthcare_facility_type_codes(0).code_system(), "1.2.4");
}

TEST_F(ProgramTest, ValidateTellsEveryFinding) {
  const std::string path = Write("submission.json", R"({"submissionSet": {"uniqueId": "1.2"}})");
  fake_.verdict.set_accepted(true);
  auto& finding = *fake_.verdict.add_findings();
  finding.set_severity(metadata::v1::SEVERITY_WARNING);
  finding.set_error_code("XDSExtraMetadataNotSaved");
  finding.set_location("submission_set");
  finding.set_code_context("it is not kept");
  ProgramResult accepted = Run({"validate", path});
  EXPECT_EQ(accepted.code, ExitCode::kOk) << accepted.err;
  EXPECT_THAT(accepted.out, AllOf(HasSubstr("warning"), HasSubstr("XDSExtraMetadataNotSaved"),
                                  HasSubstr("would accept")));
  ASSERT_EQ(fake_.validations.size(), 1u);
  EXPECT_EQ(fake_.validations[0].register_document_set().submission_set().unique_id(), "1.2");

  fake_.verdict.set_accepted(false);
  ProgramResult refused = Run({"validate", path, "--as", "update", "--json"});
  EXPECT_EQ(refused.code, ExitCode::kRefused);
  EXPECT_EQ(refused.err, "");
  EXPECT_FALSE(JsonOf(refused.out).fields().at("accepted").bool_value());
  EXPECT_TRUE(fake_.validations[1].has_update_document_set());
}

TEST_F(ProgramTest, ValidateReadsEbrim) {
  const std::string path = Write("submission.xml", R"(<lcm:SubmitObjectsRequest
    xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
    xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
  <rim:RegistryObjectList>
    <rim:RegistryPackage id="set"/>
  </rim:RegistryObjectList>
</lcm:SubmitObjectsRequest>)");
  ProgramResult result = Run({"validate", path, "--json"});
  EXPECT_EQ(result.code, ExitCode::kRefused) << result.err;
  EXPECT_GT(JsonOf(result.out).fields().at("findings").list_value().values_size(), 0);
  const std::string no_message = Write("other.xml", "<html/>");
  EXPECT_EQ(Run({"validate", no_message}).code, ExitCode::kUsage);
}

TEST_F(ProgramTest, ValidateRefusesFilesAndKindsThatCannotBe) {
  const std::string path = Write("submission.json", "{}");
  EXPECT_EQ(Run({"validate", path, "--as", "anything"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"validate", folder_.path() + "/nothing"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"validate", Write("bad.json", "{")}).code, ExitCode::kUsage);
}

}  // namespace
}  // namespace docshare::admin
