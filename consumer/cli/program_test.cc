#include "consumer/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/testing/program_fixture.h"
#include "domain/metadata/association_type.h"

namespace docshare::consumer {
namespace {

using google::protobuf::Struct;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST_F(ProgramTest, HelpOfEveryCommandTeaches) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"publish"},
                                                {"find"},
                                                {"folders"},
                                                {"get"},
                                                {"show"},
                                                {"patient", "feed"},
                                                {"patient", "merge"}}) {
    std::vector<std::string> arguments = words;
    arguments.push_back("--help");
    ProgramResult result = Run(arguments);
    EXPECT_EQ(result.code, ExitCode::kOk);
    EXPECT_THAT(result.out, AllOf(HasSubstr("Examples:\n  docshare "), HasSubstr("xit codes")));
    EXPECT_EQ(result.err, "");
    for (absl::string_view line : absl::StrSplit(result.out, '\n')) {
      EXPECT_LE(line.size(), 100u) << line;
    }
  }
}

TEST_F(ProgramTest, FindsOnAllPages) {
  for (int i = 0; i < 7; ++i) Publish(absl::StrCat("1.2.", i), "abc");
  registry_.set_page_size(3);
  ProgramResult result = Run({"find", "--patient", kPatient});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 8);
  EXPECT_THAT(result.out, AllOf(HasSubstr("CREATED"), HasSubstr("ENTRYUUID")));
}

TEST_F(ProgramTest, FindPrintsDocumentsForPrograms) {
  Publish("1.2.1", "abc", {"--title", "Ærlig \"talt\""});
  ProgramResult result = Run({"find", "--patient", kPatient, "--json"});
  Struct json = JsonOf(result.out);
  EXPECT_EQ(json.fields().at("count").number_value(), 1);
  EXPECT_FALSE(json.fields().at("more").bool_value());
  const auto& document =
      json.fields().at("documents").list_value().values(0).struct_value().fields();
  EXPECT_EQ(document.at("uniqueId").string_value(), "1.2.1");
  EXPECT_THAT(result.out, HasSubstr("Ærlig \\\"talt\\\""));
}

TEST_F(ProgramTest, FindsInAFolder) {
  docshare::metadata::v1::Folder folder;
  folder.set_entry_uuid("urn:uuid:0f1a2b3c-1111-4222-8333-444455556666");
  folder.set_unique_id("1.2.50");
  registry_.AddFolder(folder);
  for (int i = 0; i < 3; ++i) {
    docshare::metadata::v1::DocumentEntry entry;
    entry.set_entry_uuid(absl::StrCat("entry-", i));
    entry.set_creation_time(absl::StrCat("202", i));
    entry.set_availability_status(i == 1 ? docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED
                                         : docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
    registry_.AddEntry(entry);
    registry_.AddAssociation(kHasMember, folder.entry_uuid(), entry.entry_uuid());
  }
  EXPECT_EQ(Run({"find", "--folder", "1.2.50", "--refs"}).out, "entry-2\nentry-0\n");
  EXPECT_EQ(Run({"find", "--folder", "1.2.50", "--refs", "--deprecated"}).out,
            "entry-2\nentry-1\nentry-0\n");
  ProgramResult limited = Run({"find", "--folder", "1.2.50", "--refs", "--limit", "1"});
  EXPECT_EQ(limited.out, "entry-2\n");
  EXPECT_THAT(limited.err, HasSubstr("there are more"));
  EXPECT_EQ(Run({"find", "--folder", "9.9.9"}).code, ExitCode::kNotFound);
  EXPECT_EQ(Run({"find", "--folder", "1.2.50", "--class", "1^^2"}).code, ExitCode::kUsage);
}

TEST_F(ProgramTest, FindsByReferenceId) {
  Publish("1.2.1", "abc");
  ProgramResult result =
      Run({"find", "--patient", kPatient, "--reference-id", "7^^^&1.2&ISO^urn:a", "--json"});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_EQ(JsonOf(result.out).fields().at("count").number_value(), 1);
  ASSERT_EQ(registry_.reference_id_queries().size(), 1u);
  EXPECT_EQ(registry_.reference_id_queries()[0].reference_ids(0).any_of(0), "7^^^&1.2&ISO^urn:a");
}

TEST_F(ProgramTest, FoldersOnAllPagesLastChangedFirst) {
  registry_.set_page_size(2);
  for (int i = 0; i < 5; ++i) {
    docshare::metadata::v1::Folder folder;
    folder.set_entry_uuid(absl::StrCat("folder-", i));
    folder.mutable_patient_id()->set_id(kPatient);
    folder.set_last_update_time(absl::StrCat("2024013109300", (i * 3) % 5));
    folder.set_availability_status(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
    registry_.AddFolder(folder);
  }
  const Struct json = JsonOf(Run({"folders", "--patient", kPatient, "--json"}).out);
  EXPECT_EQ(json.fields().at("count").number_value(), 5);
  const auto& folders = json.fields().at("folders").list_value();
  EXPECT_EQ(folders.values(0).struct_value().fields().at("entryUuid").string_value(), "folder-3");
  ProgramResult limited = Run({"folders", "--patient", kPatient, "--limit", "2"});
  EXPECT_EQ(std::count(limited.out.begin(), limited.out.end(), '\n'), 3);
  EXPECT_THAT(limited.err, HasSubstr("there are more"));
  EXPECT_THAT(Run({"folders", "--patient", "43827910156"}).err, HasSubstr("no folders"));
}

TEST_F(ProgramTest, FindStopsAtTheLimit) {
  for (int i = 0; i < 5; ++i) Publish(absl::StrCat("1.2.", i), "abc");
  registry_.set_page_size(2);
  ProgramResult result = Run({"find", "--patient", kPatient, "--limit", "3", "--refs"});
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 3);
  EXPECT_THAT(result.err, HasSubstr("there are more"));
  ProgramResult all = Run({"find", "--patient", kPatient, "--limit", "5"});
  EXPECT_THAT(all.err, Not(HasSubstr("there are more")));
}

TEST_F(ProgramTest, FindingNothingIsNoFailure) {
  ProgramResult result = Run({"find", "--patient", "43827910156"});
  EXPECT_EQ(result.code, ExitCode::kOk);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("no documents"));
  EXPECT_EQ(JsonOf(Run({"find", "--patient", "43827910156", "--json"}).out)
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
  ProgramResult result = Run({"get", "1.2.1", "-o", path});
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
  const auto fields = JsonOf(Run({"get", "1.2.1", "-o", path, "--json"}).out).fields();
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
  ProgramResult result = Run({"get", "1.2.1", "-o", path});
  EXPECT_EQ(result.code, ExitCode::kDamaged);
  EXPECT_FALSE(std::filesystem::exists(path));
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
  ProgramResult result = Run({"get", "1.2.9", "-o", "-"});
  EXPECT_EQ(result.out, "old");
  EXPECT_THAT(result.err, HasSubstr("deprecated"));
}

TEST_F(ProgramTest, ShowsAllMetadata) {
  Publish("1.2.1", "abc", {"--title", "Notat"});
  EXPECT_THAT(Run({"show", "1.2.1"}).out,
              AllOf(HasSubstr("Title                           Notat\n"),
                    HasSubstr("Repository unique id            1.2.3.1\n")));
  EXPECT_EQ(JsonOf(Run({"show", "1.2.1", "--json"}).out).fields().at("uniqueId").string_value(),
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
  ProgramResult result = Run({"find", "--patient", "12838520020^^^&not an oid&ISO"});
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, Not(HasSubstr("12838520020")));
}

}  // namespace
}  // namespace docshare::consumer
