// The main job by the real `docshare` program on real servers, with real documents.

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "tests/real_data/real_data.h"
#include "tests/stack/docshare_cli.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr int kOk = 0;
constexpr int kRefused = 1;
constexpr int kUsage = 2;
constexpr int kNotFound = 3;
constexpr int kPermissionDenied = 4;
constexpr int kUnavailable = 5;

std::string Document(const std::string& name) { return WorkspaceFile("demo/documents/" + name); }

Struct Json(const std::string& text) {
  Struct json;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &json);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << text;
  return json;
}

const Value& At(const Struct& json, const std::string& key) { return json.fields().at(key); }

class CommandLineTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto stack = Stack::Start();
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = stack->release();
  }

  static void TearDownTestSuite() {
    delete stack_;
    stack_ = nullptr;
  }

  void SetUp() override { ASSERT_NE(stack_, nullptr); }

  // What `docshare` prints, as somebody of that system; the test fails unless it ends as expected.
  static CommandResult Docshare(const std::string& system,
                                const std::vector<std::string>& arguments, int exit_code = kOk) {
    auto result = DocshareCli(stack_, system, system == kMunicipality ? 1 : 0).Run(arguments);
    if (!result.ok()) {
      ADD_FAILURE() << result.status();
      return {};
    }
    EXPECT_EQ(result->exit.code, exit_code) << result->exit.signal << "\n"
                                            << result->stdout_text << result->stderr_text;
    return *result;
  }

  // Publishes one file with hardly a word; returns its unique id.
  static std::string Publish(const std::string& system, const std::string& path,
                             const std::string& patient) {
    const CommandResult result =
        Docshare(system, {"publish", path, "--patient", patient, "--json"});
    if (result.exit.code != kOk) return "";
    const Struct json = Json(result.stdout_text);
    EXPECT_EQ(At(json, "documents").list_value().values_size(), 1);
    const Struct& document = At(json, "documents").list_value().values(0).struct_value();
    return At(document, "uniqueId").string_value();
  }

  static void Feed(const std::string& patient) {
    Docshare(kAdmin, {"patient", "feed", "--patient", patient});
  }

  static Stack* stack_;
};

Stack* CommandLineTest::stack_ = nullptr;

TEST_F(CommandLineTest, HospitalPublishesAndMunicipalityOpens) {
  const std::string patient = "12838520020";
  Feed(patient);
  const std::vector<std::string> files = {"discharge-summary.xml", "letter-norwegian.pdf",
                                          "imaging-manifest.dcm"};
  const std::vector<std::string> mime_types = {"text/xml", "application/pdf", "application/dicom"};
  for (size_t i = 0; i < files.size(); ++i) {
    SCOPED_TRACE(files[i]);
    const std::string bytes = *ReadFile(Document(files[i]));
    const std::string unique_id = Publish(kHospital, Document(files[i]), patient);
    ASSERT_THAT(unique_id, Not(""));

    const CommandResult shown = Docshare(kMunicipality, {"show", unique_id, "--json"});
    metadata::v1::DocumentEntry entry;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(shown.stdout_text, &entry).ok());
    EXPECT_EQ(entry.mime_type(), mime_types[i]);
    EXPECT_EQ(entry.size(), bytes.size());
    EXPECT_THAT(Docshare(kMunicipality, {"show", unique_id}).stdout_text, HasSubstr(unique_id));

    const std::string path = absl::StrCat(stack_->folder(), "/fetched-", i);
    Docshare(kMunicipality, {"get", unique_id, "-o", path});
    EXPECT_TRUE(*ReadFile(path) == bytes);
    EXPECT_TRUE(Docshare(kMunicipality, {"get", entry.entry_uuid()}).stdout_text == bytes);
  }
  const Struct found =
      Json(Docshare(kMunicipality, {"find", "--patient", patient, "--json"}).stdout_text);
  EXPECT_EQ(At(found, "documents").list_value().values_size(), 3);
  EXPECT_THAT(Docshare(kMunicipality, {"find", "--patient", patient}).stdout_text,
              HasSubstr("CREATED"));
}

TEST_F(CommandLineTest, HeaderOfACdaIsMetadataEnough) {
  const std::string patient = "30916130186";
  Feed(patient);
  const std::string unique_id = Publish(kHospital, Document("care-plan.xml"), patient);
  const CommandResult shown = Docshare(kMunicipality, {"show", unique_id, "--json"});
  metadata::v1::DocumentEntry entry;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(shown.stdout_text, &entry).ok());
  EXPECT_EQ(entry.title().localized(0).value(), "Good Health Hospital Care Plan");
  EXPECT_EQ(entry.type_code().code(), "52521-2");
  EXPECT_EQ(entry.creation_time(), "201308201920");
  EXPECT_EQ(entry.language_code(), "en-US");
  ASSERT_FALSE(entry.authors().empty());
  EXPECT_EQ(entry.authors(0).person().family_name(), "Nightingale");

  for (const auto& [filters, count] : std::vector<std::pair<std::vector<std::string>, int>>{
           {{"--type", "52521-2^^2.16.840.1.113883.6.1"}, 1},
           {{"--type", "11488-4^^2.16.840.1.113883.6.1"}, 0},
           {{"--author", "Nightingale"}, 1},
           {{"--author", "Nobody"}, 0},
           {{"--after", "2013-08-20"}, 1},
           {{"--after", "2013-08-21"}, 0},
           {{"--before", "2013-08-20"}, 0}}) {
    std::vector<std::string> arguments = {"find", "--patient", patient, "--json"};
    arguments.insert(arguments.end(), filters.begin(), filters.end());
    const Struct found = Json(Docshare(kMunicipality, arguments).stdout_text);
    EXPECT_EQ(At(found, "documents").list_value().values_size(), count)
        << filters[0] << " " << filters[1];
  }
}

TEST_F(CommandLineTest, RepeatedCommandPublishesOnce) {
  const std::string patient = "05861860053";
  Feed(patient);
  const std::vector<std::string> command = {"publish",         Document("letter-norwegian.pdf"),
                                            "--patient",       patient,
                                            "--json",          "--submission-id",
                                            "2.999.20.424242", "--unique-id",
                                            "2.999.10.424242"};
  EXPECT_FALSE(
      At(Json(Docshare(kHospital, command).stdout_text), "alreadyRegistered").bool_value());
  EXPECT_TRUE(At(Json(Docshare(kHospital, command).stdout_text), "alreadyRegistered").bool_value());
  const Struct found =
      Json(Docshare(kMunicipality, {"find", "--patient", patient, "--json"}).stdout_text);
  EXPECT_EQ(At(found, "documents").list_value().values_size(), 1);
}

TEST_F(CommandLineTest, RefusalsSayWhyAndWhatToDo) {
  const CommandResult unknown =
      Docshare(kHospital, {"publish", Document("letter-norwegian.pdf"), "--patient", "43827910156"},
               kRefused);
  EXPECT_THAT(unknown.stderr_text, HasSubstr("XDSUnknownPatientId"));
  EXPECT_THAT(unknown.stderr_text, HasSubstr("docshare patient feed"));
  EXPECT_EQ(unknown.stdout_text, "");
  Docshare(kHospital, {"show", "2.999.404"}, kNotFound);
  Docshare(kHospital, {"get", "2.999.404", "-o", stack_->folder() + "/never"}, kNotFound);
  EXPECT_FALSE(ReadFile(stack_->folder() + "/never").ok());
  Docshare(kNobody, {"find", "--patient", "12838520020"}, kPermissionDenied);
  Docshare(kHospital, {"patient", "feed", "--patient", "43827910156"}, kPermissionDenied);
  Docshare(kHospital, {"publish", "/no/such/file", "--patient", "12838520020"}, kUsage);
  Docshare(kHospital, {"frobnicate"}, kUsage);
}

TEST_F(CommandLineTest, HostileCdaIsNotPublished) {
  const std::string patient = "20891270128";
  Feed(patient);
  const std::string root = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>&e;</title>";
  for (const std::string& hostile :
       {"<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY e \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>" + root,
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + root,
        "<!DOCTYPE x SYSTEM \"http://127.0.0.1/x.dtd\">" + root}) {
    const std::string path = stack_->folder() + "/hostile.xml";
    std::ofstream(path, std::ios::trunc) << "<?xml version=\"1.0\"?>" << hostile;
    const CommandResult result =
        Docshare(kHospital, {"publish", path, "--patient", patient}, kUsage);
    EXPECT_THAT(result.stderr_text, HasSubstr("line 1"));
    EXPECT_THAT(result.stderr_text, Not(HasSubstr("root:")));
  }
  const Struct found =
      Json(Docshare(kMunicipality, {"find", "--patient", patient, "--json"}).stdout_text);
  EXPECT_EQ(At(found, "documents").list_value().values_size(), 0);
}

TEST_F(CommandLineTest, ServersThatAreAway) {
  auto stack = Stack::Start();
  ASSERT_TRUE(stack.ok()) << stack.status();
  const DocshareCli cli(stack->get(), kHospital, 0);
  for (ServerProcess* server : (*stack)->servers()) server->Kill();
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"find", "--patient", "12838520020"},
        std::vector<std::string>{"publish", Document("letter-norwegian.pdf"), "--patient",
                                 "12838520020"}}) {
    const auto result = cli.Run(command);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->exit.code, kUnavailable) << result->stderr_text;
    EXPECT_THAT(result->stderr_text, StartsWith("error"));
  }
}

TEST_F(CommandLineTest, RealDocumentsByTheirPathsAlone) {
  const absl::optional<std::string> real_data = RealDataDir();
  if (!real_data) GTEST_SKIP() << kNoRealData;
  const std::string patient = "07729040066";
  Feed(patient);
  int published = 0;
  for (const std::string& path :
       {absl::StrCat(*real_data, "/cda/kvalitetsit-dk/DK-APD_Example_1_2_apd_maximum.xml"),
        absl::StrCat(*real_data, "/cda/hl7-ccda/Care Plan/Care_Plan.xml"),
        absl::StrCat(*real_data, "/cda/ipf/CDADocumentWithXInclude.xml"),
        absl::StrCat(*real_data, "/pdf/xcadocumentsource/dokument1.pdf"),
        absl::StrCat(*real_data, "/xds-toolkit2/testkit/testdata/IDCDEPT001/kos.dcm")}) {
    SCOPED_TRACE(path);
    const CommandResult result = Docshare(
        kMunicipality, {"publish", path, "--patient", patient, "--allow-other-patient", "--json",
                        "--unique-id", absl::StrCat("2.999.10.777.", published)});
    ASSERT_EQ(result.exit.code, kOk);
    const std::string unique_id = absl::StrCat("2.999.10.777.", published++);
    EXPECT_TRUE(Docshare(kHospital, {"get", unique_id}).stdout_text == *ReadFile(path));
  }
}

}  // namespace
}  // namespace docshare::tests
