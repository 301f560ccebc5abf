// Documents, folders and patients change, by the real programs on real servers.

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/stack/docshare_cli.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using google::protobuf::Struct;

constexpr int kOk = 0;
constexpr int kRefused = 1;
constexpr int kNotFound = 3;
constexpr int kPermissionDenied = 4;
constexpr char kCode[] = "I00-1^^2.16.578.1.12.4.1.1.9602^Korrespondanse";

Struct Json(const std::string& text) {
  Struct json;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &json);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << text;
  return json;
}

// A community for all tests, each of which has a patient of its own.
class ChangesTest : public ::testing::Test {
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
    return Run(DocshareCli(stack_, system, system == kMunicipality ? 1 : 0), arguments, exit_code);
  }

  // The same with `docshare-admin`.
  static CommandResult Admin(const std::string& system, const std::vector<std::string>& arguments,
                             int exit_code = kOk) {
    return Run(DocshareCli(stack_, system, 0, kDocshareAdmin), arguments, exit_code);
  }

  static CommandResult Run(const DocshareCli& program, const std::vector<std::string>& arguments,
                           int exit_code) {
    auto result = program.Run(arguments);
    if (!result.ok()) {
      ADD_FAILURE() << result.status();
      return {};
    }
    EXPECT_EQ(result->exit.code, exit_code) << result->stdout_text << result->stderr_text;
    return *result;
  }

  static void Feed(const std::string& patient) {
    Docshare(kAdmin, {"patient", "feed", "--patient", patient});
  }

  // Publishes `text` under that unique id; `more` are further arguments.
  static CommandResult Publish(const std::string& system, const std::string& patient,
                               const std::string& unique_id, const std::string& text,
                               const std::vector<std::string>& more = {}, int exit_code = kOk) {
    const std::string path = absl::StrCat(stack_->folder(), "/", unique_id, ".txt");
    // A command that is repeated finds its file unchanged.
    if (!std::filesystem::exists(path)) std::ofstream(path) << text;
    std::vector<std::string> arguments = {"publish",     path,      "--patient", patient,
                                          "--unique-id", unique_id, "--title",   unique_id};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Docshare(system, arguments, exit_code);
  }

  // The unique ids of what the municipality finds.
  static std::vector<std::string> Found(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"find", "--json"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::vector<std::string> unique_ids;
    const Struct json = Json(Docshare(kMunicipality, all).stdout_text);
    for (const auto& document : json.fields().at("documents").list_value().values()) {
      unique_ids.push_back(document.struct_value().fields().at("uniqueId").string_value());
    }
    return unique_ids;
  }

  // The unique id of the patient's only folder.
  static std::string OnlyFolder(const std::string& patient) {
    const Struct json =
        Json(Docshare(kMunicipality, {"folders", "--patient", patient, "--json"}).stdout_text);
    const auto& folders = json.fields().at("folders").list_value();
    EXPECT_EQ(folders.values_size(), 1);
    if (folders.values_size() != 1) return "";
    return folders.values(0).struct_value().fields().at("uniqueId").string_value();
  }

  static Stack* stack_;
};

Stack* ChangesTest::stack_ = nullptr;

TEST_F(ChangesTest, AFolderIsFilledByTwoAndFoundByBoth) {
  const std::string patient = "12838520020";
  Feed(patient);
  Publish(kHospital, patient, "2.999.10.1.1", "letter",
          {"--folder", "Case 2024", "--folder-code", kCode});
  const std::string folder = OnlyFolder(patient);
  Publish(kMunicipality, patient, "2.999.10.1.2", "note", {"--folder", folder});
  Publish(kMunicipality, patient, "2.999.10.1.3", "elsewhere");
  EXPECT_EQ(OnlyFolder(patient), folder);
  EXPECT_THAT(Found({"--folder", folder}), UnorderedElementsAre("2.999.10.1.1", "2.999.10.1.2"));
  EXPECT_THAT(Docshare(kHospital, {"find", "--folder", folder}).stdout_text,
              AllOf(HasSubstr("2.999.10.1.1"), HasSubstr("2.999.10.1.2")));
  EXPECT_THAT(Docshare(kHospital, {"folders", "--patient", patient}).stdout_text,
              AllOf(HasSubstr("Case 2024"), HasSubstr("Korrespondanse")));
  EXPECT_THAT(Docshare(kHospital, {"show", "2.999.10.1.2"}).stdout_text,
              AllOf(HasSubstr("In folders"), HasSubstr("Case 2024")));
  // Another patient's documents stay out.
  Feed("05861860053");
  EXPECT_THAT(
      Publish(kHospital, "05861860053", "2.999.10.1.4", "stray", {"--folder", folder}, kRefused)
          .stderr_text,
      HasSubstr("XDSPatientIdDoesNotMatch"));
}

TEST_F(ChangesTest, AReplacementTakesThePlaceOfTheDocumentBefore) {
  const std::string patient = "30916130186";
  Feed(patient);
  Publish(kHospital, patient, "2.999.10.2.1", "250 mg",
          {"--folder", "Case", "--folder-code", kCode});
  const std::string folder = OnlyFolder(patient);
  const std::vector<std::string> correction = {"--replaces", "2.999.10.2.1", "--submission-id",
                                               "2.999.20.2.2"};
  Publish(kHospital, patient, "2.999.10.2.2", "125 mg", correction);

  EXPECT_THAT(Found({"--patient", patient}), ElementsAre("2.999.10.2.2"));
  EXPECT_THAT(Found({"--patient", patient, "--status", "deprecated"}), ElementsAre("2.999.10.2.1"));
  EXPECT_THAT(Found({"--patient", patient, "--deprecated"}),
              UnorderedElementsAre("2.999.10.2.1", "2.999.10.2.2"));
  EXPECT_THAT(Found({"--folder", folder}), ElementsAre("2.999.10.2.2"));
  EXPECT_THAT(Found({"--folder", folder, "--deprecated"}),
              UnorderedElementsAre("2.999.10.2.1", "2.999.10.2.2"));
  EXPECT_THAT(Docshare(kMunicipality, {"show", "2.999.10.2.1"}).stdout_text,
              AllOf(HasSubstr("replaced by"), HasSubstr("2.999.10.2.2")));
  const CommandResult old = Docshare(kMunicipality, {"get", "2.999.10.2.1"});
  EXPECT_EQ(old.stdout_text, "250 mg");
  EXPECT_THAT(old.stderr_text, HasSubstr("deprecated"));

  // The same command again is answered as the first time, although the old document is gone by now.
  EXPECT_THAT(Publish(kHospital, patient, "2.999.10.2.2", "125 mg", correction).stderr_text,
              HasSubstr("nothing was changed"));
  EXPECT_THAT(
      Publish(kHospital, patient, "2.999.10.2.3", "late", {"--replaces", "2.999.10.2.1"}, kRefused)
          .stderr_text,
      AllOf(HasSubstr("XDSRegistryDeprecatedDocumentError"), HasSubstr("docshare show")));
}

TEST_F(ChangesTest, AddendaAndOtherFormsLeaveTheDocumentAndFollowItsFate) {
  const std::string patient = "20891270128";
  Feed(patient);
  Publish(kHospital, patient, "2.999.10.3.1", "letter");
  Publish(kMunicipality, patient, "2.999.10.3.2", "addendum", {"--appends-to", "2.999.10.3.1"});
  Publish(kHospital, patient, "2.999.10.3.3", "a form", {"--transforms", "2.999.10.3.1"});
  EXPECT_THAT(Found({"--patient", patient}),
              UnorderedElementsAre("2.999.10.3.1", "2.999.10.3.2", "2.999.10.3.3"));
  Publish(kHospital, patient, "2.999.10.3.4", "corrected, in another form",
          {"--transforms", "2.999.10.3.1", "--replaces", "2.999.10.3.1"});
  EXPECT_THAT(Found({"--patient", patient}), ElementsAre("2.999.10.3.4"));
  EXPECT_THAT(Docshare(kMunicipality, {"show", "2.999.10.3.1"}).stdout_text,
              AllOf(HasSubstr("added to by"), HasSubstr("has another form"),
                    HasSubstr("replaced, in another form, by")));
}

TEST_F(ChangesTest, AMergedPatientIsFoundUnderTheSurvivingNumber) {
  const std::string old_number = "43827910156^^^&2.16.578.1.12.4.1.4.2&ISO";
  const std::string new_number = "07729040066";
  Feed(old_number);
  Publish(kHospital, old_number, "2.999.10.4.1", "first",
          {"--folder", "Case", "--folder-code", kCode});
  const std::string folder = OnlyFolder(old_number);
  const std::vector<std::string> merge = {"patient",    "merge",    "--surviving", new_number,
                                          "--subsumed", old_number, "--yes"};
  EXPECT_THAT(Docshare(kAdmin, merge, kRefused).stderr_text, HasSubstr("XDSUnknownPatientId"));
  Feed(new_number);
  Publish(kMunicipality, new_number, "2.999.10.4.2", "second");
  EXPECT_THAT(Docshare(kAdmin, merge).stdout_text, HasSubstr(new_number));
  EXPECT_THAT(Docshare(kAdmin, merge).stdout_text, HasSubstr("already"));

  EXPECT_THAT(Found({"--patient", new_number}),
              UnorderedElementsAre("2.999.10.4.1", "2.999.10.4.2"));
  EXPECT_THAT(Found({"--patient", old_number}), IsEmpty());
  EXPECT_EQ(OnlyFolder(new_number), folder);
  EXPECT_EQ(Docshare(kMunicipality, {"get", "2.999.10.4.1"}).stdout_text, "first");
  EXPECT_THAT(Publish(kHospital, old_number, "2.999.10.4.3", "late", {}, kRefused).stderr_text,
              HasSubstr("XDSUnknownPatientId"));
  // What was under the old number is replaced and filed under the new one.
  Publish(kHospital, new_number, "2.999.10.4.4", "corrected", {"--replaces", "2.999.10.4.1"});
  EXPECT_THAT(Found({"--folder", folder}), ElementsAre("2.999.10.4.4"));
}

TEST_F(ChangesTest, AWithdrawnDocumentIsGoneAtOnce) {
  const std::string patient = "15810980092";
  Feed(patient);
  Publish(kHospital, patient, "2.999.10.5.1", "stays",
          {"--folder", "Case", "--folder-code", kCode});
  const std::string folder = OnlyFolder(patient);
  Publish(kHospital, patient, "2.999.10.5.2", "another patient's", {"--folder", folder});

  const std::vector<std::string> withdraw = {"withdraw", "2.999.10.5.2", "--yes"};
  Admin(kHospital, withdraw, kPermissionDenied);
  Admin(kAdmin, {"withdraw", "2.999.10.5.2", "--dry-run"});
  EXPECT_THAT(Found({"--patient", patient}), UnorderedElementsAre("2.999.10.5.1", "2.999.10.5.2"));

  Admin(kAdmin, withdraw);
  EXPECT_THAT(Found({"--patient", patient, "--deprecated"}), ElementsAre("2.999.10.5.1"));
  EXPECT_THAT(Found({"--folder", folder, "--deprecated"}), ElementsAre("2.999.10.5.1"));
  Docshare(kMunicipality, {"show", "2.999.10.5.2"}, kNotFound);
  EXPECT_EQ(Docshare(kMunicipality, {"get", "2.999.10.5.2"}, kNotFound).stdout_text, "");
  EXPECT_EQ(Docshare(kMunicipality, {"get", "2.999.10.5.1"}).stdout_text, "stays");
}

}  // namespace
}  // namespace docshare::tests
