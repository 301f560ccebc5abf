#include "consumer/cli/program.h"

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "consumer/cli/printable_text.h"
#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/fake_repository.h"
#include "consumer/client/testing/loopback_server.h"
#include "platform/clock/fake_clock.h"
#include "platform/random/sequence_uuid_source.h"

namespace docshare::consumer {
namespace {

namespace fs = std::filesystem;

using google::protobuf::Struct;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPatient[] = "12838520020";
constexpr char kRepository[] = "1.2.3.1";

struct Result {
  ExitCode code;
  std::string out;
  std::string err;
};

class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest()
      : repository_(kRepository, &registry_),
        registry_server_({&registry_}),
        repository_server_({&repository_}),
        folder_(fs::path(::testing::TempDir()) / "program_test") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    registry_.AddPatient(kPatient);
    config_ = Write("profiles.textproto",
                    absl::StrCat(R"(
profiles {
  name: "hospital"
  registry { address: ")",
                                 registry_server_.address(), R"(" plaintext_on_loopback: true }
  repositories {
    repository_unique_id: "1.2.3.1"
    endpoint { address: ")",
                                 repository_server_.address(), R"(" plaintext_on_loopback: true }
  }
  publish {
    source_id: "1.2.3.9"
    patient_authority: "2.16.578.1.12.4.1.4.1"
    class_code: "A00-1^^2.16.578.1.12.4.1.1.9602^Epikriser"
  }
})"));
  }

  std::string Write(const std::string& name, const std::string& bytes) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  static std::string Content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  Result Run(const std::vector<std::string>& arguments) {
    std::vector<const char*> argv = {"docshare"};
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    std::ostringstream out, err;
    Environment environment = [this](absl::string_view name) -> absl::optional<std::string> {
      if (name == "DOCSHARE_CONFIG") return config_;
      return absl::nullopt;
    };
    ExitCode code =
        RunProgram(static_cast<int>(argv.size()), argv.data(),
                   {{out, err, out_is_terminal_, false, width_}, environment, clock_, uuids_});
    return {code, out.str(), err.str()};
  }

  // Publishes a document through the program and returns its entryUUID.
  void Publish(const std::string& unique_id, const std::string& bytes,
               const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {
        "publish", Write("published", bytes), "--patient", kPatient, "--unique-id", unique_id};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Result result = Run(arguments);
    ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  }

  static Struct Json(const std::string& text) {
    Struct json;
    auto status = google::protobuf::util::JsonStringToMessage(text, &json);
    EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << text;
    return json;
  }

  FakeRegistry registry_;
  FakeRepository repository_;
  LoopbackServer registry_server_;
  LoopbackServer repository_server_;
  const fs::path folder_;
  std::string config_;
  platform::FakeClock clock_{absl::FromUnixSeconds(1706693400)};
  platform::SequenceUuidSource uuids_;
  bool out_is_terminal_ = false;
  size_t width_ = 100;
};

TEST_F(ProgramTest, HelpOfEveryCommandTeaches) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"publish"},
                                                {"find"},
                                                {"get"},
                                                {"show"},
                                                {"patient", "feed"}}) {
    std::vector<std::string> arguments = words;
    arguments.push_back("--help");
    Result result = Run(arguments);
    EXPECT_EQ(result.code, ExitCode::kOk);
    EXPECT_THAT(result.out, AllOf(HasSubstr("Examples:\n  docshare "), HasSubstr("xit codes")));
    EXPECT_EQ(result.err, "");
    for (absl::string_view line : absl::StrSplit(result.out, '\n')) {
      EXPECT_LE(line.size(), 100u) << line;
    }
  }
}

TEST_F(ProgramTest, FeedsPatients) {
  Result result = Run({"patient", "feed", "--patient", "30916130186", "--family", "Hansen"});
  EXPECT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_EQ(result.out, "30916130186^^^&2.16.578.1.12.4.1.4.1&ISO is known now\n");
  EXPECT_EQ(registry_.fed().at(0).demographics().family_name(), "Hansen");
  Struct json = Json(Run({"patient", "feed", "--patient", "30916130186", "--json"}).out);
  EXPECT_FALSE(json.fields().at("created").bool_value());
  EXPECT_EQ(json.fields().at("patientId").string_value(),
            "30916130186^^^&2.16.578.1.12.4.1.4.1&ISO");
}

TEST_F(ProgramTest, PublishesSeveralFilesInOneSubmission) {
  Result result = Run({"publish", Write("a.txt", "first"), Write("b.txt", "second"), "--patient",
                       kPatient, "--title", "Epikrise", "--language", "nb-NO"});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("TITLE"), HasSubstr("Epikrise"), HasSubstr("5 B"),
                                HasSubstr("document-1"),
                                HasSubstr("e0996a37c13d44c3b06074939d43fa3759bd32c1")));
  ASSERT_EQ(registry_.submissions().size(), 1u);
  const auto submission = registry_.submissions()[0];
  ASSERT_EQ(submission.document_entries_size(), 2);
  const auto& entry = submission.document_entries(1);
  EXPECT_EQ(entry.title().localized(0).value(), "Epikrise");
  EXPECT_EQ(entry.class_code().display_name(), "Epikriser");
  EXPECT_EQ(entry.mime_type(), "text/plain");
  EXPECT_EQ(repository_.Content(entry.unique_id()), "second");
  EXPECT_EQ(submission.submission_set().submission_time(), "20240131093000");
}

TEST_F(ProgramTest, PublishTellsProgramsWhatWasPublished) {
  Struct json = Json(Run({"publish", Write("a.txt", "abc"), "--patient", kPatient, "--json",
                          "--unique-id", "1.2.77"})
                         .out);
  EXPECT_FALSE(json.fields().at("alreadyRegistered").bool_value());
  EXPECT_NE(json.fields().at("submission").struct_value().fields().at("uniqueId").string_value(),
            "");
  const auto& document =
      json.fields().at("documents").list_value().values(0).struct_value().fields();
  EXPECT_EQ(document.at("uniqueId").string_value(), "1.2.77");
  EXPECT_EQ(document.at("size").number_value(), 3);
  EXPECT_EQ(document.at("hash").string_value(), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(document.at("mimeType").string_value(), "text/plain");
  EXPECT_NE(document.at("entryUuid").string_value(), "");
}

TEST_F(ProgramTest, SameSubmissionIdPublishesOnce) {
  const std::string file = Write("a.txt", "abc");
  const std::vector<std::string> arguments = {"publish",         file,       "--patient", kPatient,
                                              "--submission-id", "1.2.3.77", "--json"};
  ASSERT_EQ(Run(arguments).code, ExitCode::kOk);
  clock_.Advance(absl::Hours(1));
  Result again = Run(arguments);
  ASSERT_EQ(again.code, ExitCode::kOk) << again.err;
  EXPECT_TRUE(Json(again.out).fields().at("alreadyRegistered").bool_value());
  EXPECT_EQ(registry_.submissions().size(), 1u);
}

TEST_F(ProgramTest, DryRunPrintsWhatMetadataReads) {
  const std::string file = Write("a.txt", "abc");
  Result dry = Run({"publish", file, "--patient", kPatient, "--title", "Notat", "--dry-run"});
  ASSERT_EQ(dry.code, ExitCode::kOk) << dry.err;
  EXPECT_THAT(dry.out, AllOf(HasSubstr("\"submissionSet\""), HasSubstr("Notat")));
  EXPECT_TRUE(registry_.submissions().empty());
  Result published = Run({"publish", file, "--metadata", Write("m.json", dry.out)});
  ASSERT_EQ(published.code, ExitCode::kOk) << published.err;
  EXPECT_EQ(registry_.submissions().at(0).document_entries(0).title().localized(0).value(),
            "Notat");
}

TEST_F(ProgramTest, RefusalOfTheServerIsPrintedWithItsLocationAndANextStep) {
  Result result = Run({"publish", Write("a.txt", "abc"), "--patient", "05861860053"});
  EXPECT_EQ(result.code, ExitCode::kRefused);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("error XDSUnknownPatientId at document_entries[0].patient_id: "),
                    HasSubstr("hint: "), HasSubstr("docshare patient feed")));
}

TEST_F(ProgramTest, RefusalIsAnObjectForPrograms) {
  Result result = Run({"publish", Write("a.txt", "abc"), "--patient", "05861860053", "--json"});
  EXPECT_EQ(result.code, ExitCode::kRefused);
  const auto error = Json(result.out).fields().at("error").struct_value().fields();
  EXPECT_EQ(error.at("exitCode").number_value(), 1);
  EXPECT_EQ(error.at("status").string_value(), "FAILED_PRECONDITION");
  EXPECT_EQ(error.at("errors")
                .list_value()
                .values(0)
                .struct_value()
                .fields()
                .at("errorCode")
                .string_value(),
            "XDSUnknownPatientId");
  EXPECT_THAT(result.err, HasSubstr("error XDSUnknownPatientId"));
}

TEST_F(ProgramTest, UncertainPublicationTellsHowToRepeat) {
  repository_.failures().Plan(100, absl::UnavailableError("draining"));
  Result result = Run({"publish", Write("a.txt", "abc"), "--patient", kPatient});
  EXPECT_EQ(result.code, ExitCode::kUnavailable);
  EXPECT_THAT(result.err, AllOf(HasSubstr("--submission-id 2.25."),
                                HasSubstr("--submission-time 20240131093000")));
}

TEST_F(ProgramTest, FindsOnAllPages) {
  for (int i = 0; i < 7; ++i) Publish(absl::StrCat("1.2.", i), "abc");
  registry_.set_page_size(3);
  Result result = Run({"find", "--patient", kPatient});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 8);
  EXPECT_THAT(result.out, AllOf(HasSubstr("CREATED"), HasSubstr("ENTRYUUID")));
}

TEST_F(ProgramTest, FindPrintsDocumentsForPrograms) {
  Publish("1.2.1", "abc", {"--title", "Ærlig \"talt\""});
  Result result = Run({"find", "--patient", kPatient, "--json"});
  Struct json = Json(result.out);
  EXPECT_EQ(json.fields().at("count").number_value(), 1);
  EXPECT_FALSE(json.fields().at("more").bool_value());
  const auto& document =
      json.fields().at("documents").list_value().values(0).struct_value().fields();
  EXPECT_EQ(document.at("uniqueId").string_value(), "1.2.1");
  EXPECT_THAT(result.out, HasSubstr("Ærlig \\\"talt\\\""));
}

TEST_F(ProgramTest, FindStopsAtTheLimit) {
  for (int i = 0; i < 5; ++i) Publish(absl::StrCat("1.2.", i), "abc");
  registry_.set_page_size(2);
  Result result = Run({"find", "--patient", kPatient, "--limit", "3", "--refs"});
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 3);
  EXPECT_THAT(result.err, HasSubstr("there are more"));
  Result all = Run({"find", "--patient", kPatient, "--limit", "5"});
  EXPECT_THAT(all.err, Not(HasSubstr("there are more")));
}

TEST_F(ProgramTest, FindingNothingIsNoFailure) {
  Result result = Run({"find", "--patient", "43827910156"});
  EXPECT_EQ(result.code, ExitCode::kOk);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("no documents"));
  EXPECT_EQ(Json(Run({"find", "--patient", "43827910156", "--json"}).out)
                .fields()
                .at("count")
                .number_value(),
            0);
}

TEST_F(ProgramTest, TableFitsTheTerminal) {
  Publish("1.2.1", "abc", {"--title", std::string(300, 'x'), "--institution", "Sykehuset i Vik"});
  EXPECT_THAT(Run({"find", "--patient", kPatient}).out, HasSubstr(std::string(300, 'x')));
  out_is_terminal_ = true;
  for (size_t width : {80, 100, 129, 130, 200}) {
    width_ = width;
    const std::string out = Run({"find", "--patient", kPatient}).out;
    for (absl::string_view line : absl::StrSplit(out, '\n')) {
      EXPECT_LE(DisplayWidth(line), width) << line;
    }
    EXPECT_THAT(out, HasSubstr("xx…"));
    // Titles, the document, and on narrow terminals its entryUUID on a line of its own.
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), width < 130 ? 3 : 2) << width;
  }
}

TEST_F(ProgramTest, GetsADocumentToAFileByEitherId) {
  Publish("1.2.1", "abc");
  const std::string path = (folder_ / "out.txt").string();
  Result result = Run({"get", "1.2.1", "-o", path});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_EQ(Content(path), "abc");
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("verified"));
}

TEST_F(ProgramTest, EntryUuidsMayBeShortAndInCapitals) {
  docshare::metadata::v1::DocumentEntry entry;
  entry.set_entry_uuid("urn:uuid:0f1a2b3c-1111-4222-8333-444455556666");
  entry.set_unique_id("1.2.9");
  registry_.AddEntry(entry);
  for (const char* id :
       {"urn:uuid:0f1a2b3c-1111-4222-8333-444455556666", "0F1A2B3C-1111-4222-8333-444455556666"}) {
    EXPECT_THAT(Run({"show", id}).out, HasSubstr("1.2.9")) << id;
  }
}

TEST_F(ProgramTest, GetTellsProgramsWhatCame) {
  Publish("1.2.1", "abc");
  const std::string path = (folder_ / "out.txt").string();
  const auto fields = Json(Run({"get", "1.2.1", "-o", path, "--json"}).out).fields();
  EXPECT_EQ(fields.at("file").string_value(), path);
  EXPECT_EQ(fields.at("size").number_value(), 3);
  EXPECT_EQ(fields.at("hash").string_value(), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(fields.at("uniqueId").string_value(), "1.2.1");
  EXPECT_TRUE(fields.at("verified").bool_value());
}

TEST_F(ProgramTest, GetNeedsAPlaceForBytes) {
  Publish("1.2.1", "abc");
  EXPECT_EQ(Run({"get", "1.2.1"}).out, "abc");
  EXPECT_EQ(Run({"get", "1.2.1", "--json"}).code, ExitCode::kUsage);
  out_is_terminal_ = true;
  EXPECT_EQ(Run({"get", "1.2.1"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"get", "1.2.1", "-o", "-"}).out, "abc");
}

TEST_F(ProgramTest, DamagedDocumentLeavesNoFile) {
  Publish("1.2.1", "abc");
  repository_.set_damage(RetrievalDamage::kFlippedByte);
  const std::string path = (folder_ / "out.txt").string();
  Result result = Run({"get", "1.2.1", "-o", path});
  EXPECT_EQ(result.code, ExitCode::kDamaged);
  EXPECT_FALSE(fs::exists(path));
  EXPECT_THAT(result.err, HasSubstr("Do not use"));
}

TEST_F(ProgramTest, DeprecatedDocumentIsGivenWithANote) {
  docshare::metadata::v1::DocumentEntry entry;
  entry.set_entry_uuid("urn:uuid:0f1a2b3c-1111-4222-8333-444455556666");
  entry.set_unique_id("1.2.9");
  entry.set_repository_unique_id(kRepository);
  entry.set_availability_status(docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  registry_.AddEntry(entry);
  repository_.Put("1.2.9", "old");
  Result result = Run({"get", "1.2.9", "-o", "-"});
  EXPECT_EQ(result.out, "old");
  EXPECT_THAT(result.err, HasSubstr("deprecated"));
}

TEST_F(ProgramTest, ShowsAllMetadata) {
  Publish("1.2.1", "abc", {"--title", "Notat"});
  EXPECT_THAT(Run({"show", "1.2.1"}).out,
              AllOf(HasSubstr("Title                           Notat\n"),
                    HasSubstr("Repository unique id            1.2.3.1\n")));
  EXPECT_EQ(Json(Run({"show", "1.2.1", "--json"}).out).fields().at("uniqueId").string_value(),
            "1.2.1");
}

TEST_F(ProgramTest, ExitCodesFollowTheFailure) {
  Publish("1.2.1", "abc");
  EXPECT_EQ(Run({"get", "9.9.9", "-o", "-"}).code, ExitCode::kNotFound);
  EXPECT_EQ(Run({"show", "9.9.9"}).code, ExitCode::kNotFound);
  EXPECT_EQ(Run({"fly"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"find"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"find", "--patient", kPatient, "--profile", "clinic"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"find", "--patient", kPatient, "--config", "/missing"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"publish", "/missing.pdf", "--patient", kPatient}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"get", "1.2.1", "-o", "/missing/folder/file"}).code, ExitCode::kUsage);
  registry_.failures().Plan(1, absl::PermissionDeniedError("no role"));
  EXPECT_EQ(Run({"find", "--patient", kPatient}).code, ExitCode::kPermissionDenied);
  registry_.failures().Plan(1, absl::InternalError("bug"));
  EXPECT_EQ(Run({"find", "--patient", kPatient}).code, ExitCode::kRefused);
  registry_server_.Stop();
  EXPECT_EQ(Run({"find", "--patient", kPatient, "--timeout", "1"}).code, ExitCode::kUnavailable);
}

TEST_F(ProgramTest, VerboseSaysWhatHappens) {
  EXPECT_THAT(Run({"find", "--patient", kPatient, "--verbose"}).err,
              AllOf(HasSubstr("profile \"hospital\""), HasSubstr(registry_server_.address())));
}

TEST_F(ProgramTest, ErrorsNeverRepeatThePatientNumberOfBadArguments) {
  Result result = Run({"find", "--patient", "12838520020^^^&not an oid&ISO"});
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, Not(HasSubstr("12838520020")));
}

}  // namespace
}  // namespace docshare::consumer
