// `docshare publish` and `docshare patient feed`, from arguments to servers and back.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consumer/cli/testing/program_fixture.h"

namespace docshare::consumer {
namespace {

using google::protobuf::Struct;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using ProgramPublishTest = ProgramTest;

TEST_F(ProgramPublishTest, FeedsPatients) {
  ProgramResult result = Run({"patient", "feed", "--patient", "30916130186", "--family", "Hansen"});
  EXPECT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_EQ(result.out, "30916130186^^^&2.16.578.1.12.4.1.4.1&ISO is known now\n");
  EXPECT_EQ(registry_.fed().at(0).demographics().family_name(), "Hansen");
  Struct json = JsonOf(Run({"patient", "feed", "--patient", "30916130186", "--json"}).out);
  EXPECT_FALSE(json.fields().at("created").bool_value());
  EXPECT_EQ(json.fields().at("patientId").string_value(),
            "30916130186^^^&2.16.578.1.12.4.1.4.1&ISO");
}

TEST_F(ProgramPublishTest, MergesPatients) {
  Publish("1.2.1", "abc");
  const std::vector<std::string> merge = {"patient",    "merge",  "--surviving", "30916130186",
                                          "--subsumed", kPatient, "--yes"};
  registry_.AddPatient("30916130186");
  // Nobody is there to type the number.
  const std::vector<std::string> unasked(merge.begin(), merge.end() - 1);
  EXPECT_EQ(Run(unasked).code, ExitCode::kUsage);
  EXPECT_THAT(Run({"find", "--patient", kPatient, "--json"}).out, HasSubstr("1.2.1"));
  ProgramResult result = Run(merge);
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_EQ(result.out,
            "12838520020^^^&2.16.578.1.12.4.1.4.1&ISO is "
            "30916130186^^^&2.16.578.1.12.4.1.4.1&ISO now; documents, folders and submissions "
            "moved: 1\n");
  EXPECT_THAT(Run({"find", "--patient", "30916130186", "--json"}).out, HasSubstr("1.2.1"));
  EXPECT_THAT(Run(merge).out, HasSubstr("already"));
  std::vector<std::string> for_programs = merge;
  for_programs.push_back("--json");
  EXPECT_FALSE(JsonOf(Run(for_programs).out).fields().at("changed").bool_value());
}

TEST_F(ProgramPublishTest, PublishesSeveralFilesInOneSubmission) {
  ProgramResult result = Run({"publish", Write("a.txt", "first"), Write("b.txt", "second"),
                              "--patient", kPatient, "--title", "Epikrise", "--language", "nb-NO"});
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

TEST_F(ProgramPublishTest, CdaNeedsNoTyping) {
  const std::string file = Write("notat.xml", R"(<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <id root="1.2.3" extension="7"/>
  <code code="B02-2" codeSystem="2.16.578.1.12.4.1.1.9602" displayName="Journalnotat"/>
  <title>Notat</title>
  <effectiveTime value="20240131093000+0100"/>
  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
  <languageCode code="nb-NO"/>
  <recordTarget><patientRole>
    <id root="2.16.578.1.12.4.1.4.1" extension="12838520020"/>
  </patientRole></recordTarget>
  <author><time value="20240131"/><assignedAuthor>
    <id root="2.16.578.1.12.4.1.4.4" extension="9999999"/>
    <assignedPerson><name><given>Kari</given><family>Nordmann</family></name></assignedPerson>
  </assignedAuthor></author>
  <component/>
</ClinicalDocument>)");
  ProgramResult result = Run({"publish", file});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  const auto entry = registry_.submissions().at(0).document_entries(0);
  EXPECT_EQ(entry.patient_id().id(), kPatient);
  EXPECT_EQ(entry.unique_id(), "1.2.3^7");
  EXPECT_EQ(entry.title().localized(0).value(), "Notat");
  EXPECT_EQ(entry.type_code().code(), "B02-2");
  EXPECT_EQ(entry.creation_time(), "20240131083000");
  EXPECT_EQ(entry.language_code(), "nb-NO");
  EXPECT_EQ(entry.authors(0).person().family_name(), "Nordmann");
  EXPECT_EQ(entry.mime_type(), "text/xml");
}

TEST_F(ProgramPublishTest, HostileXmlIsRefusedBeforeAnythingIsSent) {
  const std::string file = Write("bomb.xml",
                                 "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"b\">]>\n"
                                 "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>");
  ProgramResult result = Run({"publish", file, "--patient", kPatient});
  EXPECT_EQ(result.code, ExitCode::kUsage);
  EXPECT_THAT(result.err, AllOf(HasSubstr("bomb.xml: line 2"), HasSubstr("--no-cda")));
  EXPECT_EQ(repository_.failures().calls(), 0);
  EXPECT_EQ(Run({"publish", file, "--patient", kPatient, "--no-cda"}).code, ExitCode::kOk);
}

TEST_F(ProgramPublishTest, PublishTellsProgramsWhatWasPublished) {
  Struct json = JsonOf(Run({"publish", Write("a.txt", "abc"), "--patient", kPatient, "--json",
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

TEST_F(ProgramPublishTest, AReplacementDeprecatesWhatWasBefore) {
  docshare::metadata::v1::DocumentEntry old;
  old.set_entry_uuid("urn:uuid:0f1a2b3c-1111-4222-8333-444455556666");
  old.set_unique_id("1.2.1");
  old.mutable_patient_id()->set_id(kPatient);
  old.set_availability_status(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
  registry_.AddEntry(old);
  ProgramResult result = Run({"publish", Write("a.txt", "corrected"), "--patient", kPatient,
                              "--unique-id", "1.2.2", "--replaces", "1.2.1"});
  ASSERT_EQ(result.code, ExitCode::kOk) << result.err;
  EXPECT_THAT(Run({"find", "--patient", kPatient, "--json"}).out,
              AllOf(HasSubstr("1.2.2"), Not(HasSubstr("1.2.1\""))));
  EXPECT_THAT(Run({"find", "--patient", kPatient, "--deprecated"}).out,
              AllOf(HasSubstr("approved"), HasSubstr("deprecated")));
  EXPECT_THAT(Run({"show", "1.2.1"}).out,
              AllOf(HasSubstr("Related documents"), HasSubstr("replaced by")));
  const Struct shown = JsonOf(Run({"show", "1.2.2", "--json", "--related"}).out);
  EXPECT_EQ(shown.fields().at("related").list_value().values_size(), 1);
  EXPECT_EQ(shown.fields().at("document").struct_value().fields().at("uniqueId").string_value(),
            "1.2.2");
}

TEST_F(ProgramPublishTest, WhatIsReplacedHasToExist) {
  ProgramResult result =
      Run({"publish", Write("a.txt", "abc"), "--patient", kPatient, "--replaces", "9.9.9"});
  EXPECT_EQ(result.code, ExitCode::kNotFound);
  EXPECT_THAT(result.err, AllOf(HasSubstr("--replaces"), HasSubstr("docshare find")));
  EXPECT_TRUE(registry_.submissions().empty());
}

TEST_F(ProgramPublishTest, DocumentsGoIntoANewFolderAndAnOldOne) {
  ProgramResult first =
      Run({"publish", Write("a.txt", "abc"), "--patient", kPatient, "--unique-id", "1.2.1",
           "--folder", "Case 2024", "--folder-code", "case^^1.2.9", "--json"});
  ASSERT_EQ(first.code, ExitCode::kOk) << first.err;
  const auto folders = JsonOf(first.out).fields().at("folders").list_value();
  ASSERT_EQ(folders.values_size(), 1);
  const auto& folder = folders.values(0).struct_value().fields();
  EXPECT_EQ(folder.at("title").string_value(), "Case 2024");
  const std::string folder_id = folder.at("uniqueId").string_value();

  ProgramResult second = Run({"publish", Write("b.txt", "def"), "--patient", kPatient,
                              "--unique-id", "1.2.2", "--folder", folder_id});
  ASSERT_EQ(second.code, ExitCode::kOk) << second.err;
  EXPECT_TRUE(registry_.submissions().at(1).folders().empty());

  EXPECT_THAT(Run({"folders", "--patient", kPatient}).out,
              AllOf(HasSubstr("CHANGED"), HasSubstr("Case 2024")));
  EXPECT_THAT(Run({"find", "--folder", folder_id, "--json"}).out,
              AllOf(HasSubstr("1.2.1"), HasSubstr("1.2.2")));
  EXPECT_THAT(Run({"show", "1.2.1"}).out, AllOf(HasSubstr("In folders"), HasSubstr("Case 2024")));
}

TEST_F(ProgramPublishTest, SameSubmissionIdPublishesOnce) {
  const std::string file = Write("a.txt", "abc");
  const std::vector<std::string> arguments = {"publish",         file,       "--patient", kPatient,
                                              "--submission-id", "1.2.3.77", "--json"};
  ASSERT_EQ(Run(arguments).code, ExitCode::kOk);
  clock_.Advance(absl::Hours(1));
  ProgramResult again = Run(arguments);
  ASSERT_EQ(again.code, ExitCode::kOk) << again.err;
  EXPECT_TRUE(JsonOf(again.out).fields().at("alreadyRegistered").bool_value());
  EXPECT_EQ(registry_.submissions().size(), 1u);
}

TEST_F(ProgramPublishTest, DryRunPrintsWhatMetadataReads) {
  const std::string file = Write("a.txt", "abc");
  ProgramResult dry =
      Run({"publish", file, "--patient", kPatient, "--title", "Notat", "--dry-run"});
  ASSERT_EQ(dry.code, ExitCode::kOk) << dry.err;
  EXPECT_THAT(dry.out, AllOf(HasSubstr("\"submissionSet\""), HasSubstr("Notat")));
  EXPECT_TRUE(registry_.submissions().empty());
  ProgramResult published = Run({"publish", file, "--metadata", Write("m.json", dry.out)});
  ASSERT_EQ(published.code, ExitCode::kOk) << published.err;
  EXPECT_EQ(registry_.submissions().at(0).document_entries(0).title().localized(0).value(),
            "Notat");
}

TEST_F(ProgramPublishTest, RefusalOfTheServerIsPrintedWithItsLocationAndANextStep) {
  ProgramResult result = Run({"publish", Write("a.txt", "abc"), "--patient", "05861860053"});
  EXPECT_EQ(result.code, ExitCode::kRefused);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("error XDSUnknownPatientId at document_entries[0].patient_id: "),
                    HasSubstr("hint: "), HasSubstr("docshare patient feed")));
}

TEST_F(ProgramPublishTest, RefusalIsAnObjectForPrograms) {
  ProgramResult result =
      Run({"publish", Write("a.txt", "abc"), "--patient", "05861860053", "--json"});
  EXPECT_EQ(result.code, ExitCode::kRefused);
  const auto error = JsonOf(result.out).fields().at("error").struct_value().fields();
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

TEST_F(ProgramPublishTest, UncertainPublicationTellsHowToRepeat) {
  repository_.failures().Plan(100, absl::UnavailableError("draining"));
  ProgramResult result = Run({"publish", Write("a.txt", "abc"), "--patient", kPatient});
  EXPECT_EQ(result.code, ExitCode::kUnavailable);
  EXPECT_THAT(result.err, AllOf(HasSubstr("--submission-id 2.25."),
                                HasSubstr("--submission-time 20240131093000")));
}

}  // namespace
}  // namespace docshare::consumer
