// What a community demands beyond the standard, over the wire, of a whole registry in this process.

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "domain/national/testing/national_cases.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/config/text_config.h"
#include "platform/rpc/status_mapping.h"
#include "registry/server/testing/registry_server.h"
#include "tests/real_data/real_data.h"

namespace docshare::registry {
namespace {

using docshare::testing::ANationalSubmission;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kKari[] = "12838520020";
constexpr char kMistyped[] = "12838520021";

config::v1::RegistryConfig Settings(const std::string& text) {
  config::v1::RegistryConfig settings;
  const absl::Status parsed = platform::ParseTextConfig("test", text, &settings);
  EXPECT_TRUE(parsed.ok()) << parsed;
  return settings;
}

// Class and type codes, formats and media types of Norway.
config::v1::RegistryConfig NorwegianCodes(const std::string& more = "") {
  const std::string folder = tests::WorkspaceFile("domain/codes/norway/");
  return Settings(absl::StrCat(
      "code_files { path: \"", folder, "international.xml\" } code_files { path: \"", folder,
      "9602.json\" attributes: \"classCode\" code_suffix: \"-1\" } code_files { path: \"", folder,
      "9602.json\" attributes: \"typeCode\" code_suffix: \"-2\" } ", more));
}

template <typename Request, typename Response>
absl::StatusOr<Response> Call(const RegistryServer& server,
                              grpc::Status (v1::RegistryService::Stub::*method)(
                                  grpc::ClientContext*, const Request&, Response*),
                              const Request& request) {
  auto stub = server.Stub();
  grpc::ClientContext context;
  Response response;
  absl::Status status = platform::FromGrpcStatus(((*stub).*method)(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::RegisterDocumentSetResponse> Register(
    const RegistryServer& server, const v1::RegisterDocumentSetRequest& request) {
  return Call(server, &v1::RegistryService::Stub::RegisterDocumentSet, request);
}

absl::StatusOr<v1::ValidateSubmissionResponse> Validate(
    const RegistryServer& server, const v1::RegisterDocumentSetRequest& submission) {
  v1::ValidateSubmissionRequest request;
  *request.mutable_register_document_set() = submission;
  return Call(server, &v1::RegistryService::Stub::ValidateSubmission, request);
}

template <typename Errors>
std::vector<std::string> Listed(const Errors& errors) {
  std::vector<std::string> listed;
  for (const auto& error : errors) {
    listed.push_back(absl::StrCat(error.error_code(), " at ", error.location()));
  }
  return listed;
}

std::vector<std::string> FaultsOf(const absl::Status& status) {
  const auto errors = RegistryErrorsOf(status);
  return errors ? Listed(errors->errors()) : std::vector<std::string>();
}

TEST(CommunityRulesTest, Check35RefusesCodesOutsideTheValueSets) {
  const RegistryServer server(RegistryServer::AllRoles(), NorwegianCodes());
  server.FeedPatient(kKari);
  server.Register(ASubmission().With(AnEntry()).Build());
  const auto refused =
      Register(server, ASubmission()
                           .With(AnEntry().OfClass("A01-1", "2.16.578.1.12.4.1.1.9602"))
                           .With(AnEntry().WithMimeType("text/goofy"))
                           .Build());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FaultsOf(refused.status()),
              ElementsAre("XDSRegistryMetadataError at document_entries[0].class_code",
                          "XDSRegistryMetadataError at document_entries[1].mime_type"));
  EXPECT_THAT(server.Log(), HasSubstr("\"event\":\"value_sets_active\""));
}

TEST(CommunityRulesTest, Check36RefusesPatientsOfForeignAuthorities) {
  const RegistryServer server(RegistryServer::AllRoles(), NorwegianCodes());
  const auto refused = Register(
      server, ASubmission()
                  .With(AnEntry())
                  .Also([](v1::RegisterDocumentSetRequest& request) {
                    request.mutable_submission_set()->mutable_patient_id()->set_assigning_authority(
                        "2.999.1");
                  })
                  .Build());
  EXPECT_THAT(FaultsOf(refused.status()),
              Contains("XDSUnknownPatientId at submission_set.patient_id.assigning_authority"));
}

TEST(CommunityRulesTest, WarningsComeWithTheReply) {
  const RegistryServer server(
      RegistryServer::AllRoles(),
      NorwegianCodes("validation { register_document_set: VALIDATION_LEVEL_WARNING unknown_codes { "
                     "attribute: \"mimeType\" enforcement: ENFORCEMENT_WARN } }"));
  server.FeedPatient(kKari);
  auto submission = ANationalSubmission();
  submission.mutable_document_entries(0)->set_mime_type("text/goofy");
  submission.mutable_submission_set()->clear_home_community_id();
  const auto reply = Register(server, submission);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(Listed(reply->warnings()),
              ElementsAre("XDSRegistryMetadataError at document_entries[0].mime_type",
                          "XDSRegistryMetadataError at submission_set.home_community_id"));
  for (const auto& warning : reply->warnings()) {
    EXPECT_EQ(warning.severity(), metadata::v1::SEVERITY_WARNING);
  }
  EXPECT_THAT(server.Log(), Not(HasSubstr("national_rule_broken")));
}

TEST(CommunityRulesTest, LevelLogCountsAndTellsNobody) {
  const RegistryServer server(
      RegistryServer::AllRoles(),
      Settings("validation { register_document_set: VALIDATION_LEVEL_LOG }"));
  server.FeedPatient(kKari);
  const auto reply = Register(server, ASubmission().With(AnEntry()).Build());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(Listed(reply->warnings()), IsEmpty());
  EXPECT_THAT(
      server.Log(),
      AllOf(HasSubstr(R"("event":"national_rule_broken","rule":"home_community","faults":2)"),
            Not(HasSubstr(kKari))));
}

TEST(CommunityRulesTest, FaultsOfBothComeInOneRefusal) {
  const RegistryServer server(
      RegistryServer::AllRoles(),
      Settings("validation { register_document_set: VALIDATION_LEVEL_REJECT }"));
  server.FeedPatient(kKari);
  auto submission = ANationalSubmission();
  submission.mutable_document_entries(1)->set_hash("x");
  submission.mutable_document_entries(0)->clear_home_community_id();
  EXPECT_THAT(FaultsOf(Register(server, submission).status()),
              ElementsAre("XDSRegistryMetadataError at document_entries[0].home_community_id",
                          "XDSRegistryMetadataError at document_entries[1].hash"));
  server.Register(ANationalSubmission());
}

TEST(CommunityRulesTest, MistypedPersonalNumbersAreRefusedEverywhere) {
  const RegistryServer server(RegistryServer::AllRoles(),
                              Settings("validation { personal_numbers: ENFORCEMENT_REJECT }"));
  server.FeedPatient(kKari);
  v1::FeedPatientRequest feed;
  *feed.mutable_patient_id() = APatient(kMistyped);
  EXPECT_THAT(FaultsOf(Call(server, &v1::RegistryService::Stub::FeedPatient, feed).status()),
              ElementsAre("XDSRegistryMetadataError at patient_id.id"));
  EXPECT_THAT(
      FaultsOf(
          Register(server, ASubmission().With(AnEntry()).OfPatient(kMistyped).Build()).status()),
      AllOf(Contains("XDSRegistryMetadataError at submission_set.patient_id.id"),
            Each(HasSubstr("XDSRegistryMetadataError"))));
  EXPECT_THAT(server.Log(), Not(HasSubstr(kMistyped)));
}

TEST(CommunityRulesTest, ValidatingTellsTheVerdictAndStoresNothing) {
  const RegistryServer server(
      RegistryServer::AllRoles(),
      NorwegianCodes("validation { register_document_set: VALIDATION_LEVEL_LOG }"));
  server.FeedPatient(kKari);
  auto submission = ANationalSubmission();
  submission.mutable_submission_set()->clear_home_community_id();
  const auto good = Validate(server, submission);
  ASSERT_TRUE(good.ok()) << good.status();
  EXPECT_TRUE(good->accepted());
  EXPECT_THAT(Listed(good->findings()),
              ElementsAre("XDSRegistryMetadataError at submission_set.home_community_id"));
  submission.mutable_document_entries(0)->mutable_class_code()->set_code("A09-1");
  const auto bad = Validate(server, submission);
  ASSERT_TRUE(bad.ok()) << bad.status();
  EXPECT_FALSE(bad->accepted());
  EXPECT_THAT(Listed(bad->findings()),
              Contains("XDSRegistryMetadataError at document_entries[0].class_code"));
  EXPECT_EQ(bad->commit_position(), good->commit_position());
  // No position was taken: the next command gets the one after the patient's.
  EXPECT_EQ(server.Register(ANationalSubmission()).commit_position(), good->commit_position() + 1);
}

TEST(CommunityRulesTest, ValidatingNeedsTheRoleAndASubmission) {
  const RegistryServer without({config::v1::ROLE_QUERY});
  EXPECT_EQ(Validate(without, ASubmission().With(AnEntry()).Build()).status().code(),
            absl::StatusCode::kPermissionDenied);
  const RegistryServer server({config::v1::ROLE_REGISTER});
  const auto empty =
      Call(server, &v1::RegistryService::Stub::ValidateSubmission, v1::ValidateSubmissionRequest());
  EXPECT_EQ(empty.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FaultsOf(empty.status()), ElementsAre("XDSRegistryError at request"));
}

TEST(CommunityRulesTest, ABadFileOfCodesEndsTheStartWithItsPlace) {
  const std::string folder = std::getenv("TEST_TMPDIR");
  std::ofstream(folder + "/bad.xml") << "<Codes>\n<CodeType name=\"kind\"/></Codes>";
  config::v1::RegistryConfig config;
  config.set_data_dir(folder + "/data");
  config.add_code_files()->set_path(folder + "/bad.xml");
  platform::OperationalLog log("registry", [](absl::string_view) {});
  const auto registry = Registry::Open(config, &log);
  EXPECT_EQ(registry.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(registry.status().message()),
              AllOf(HasSubstr("bad.xml: line 2"), HasSubstr("'kind'")));
}

}  // namespace
}  // namespace docshare::registry
