#include "consumer/cli/submission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "domain/ids/oid.h"
#include "domain/metadata/association_type.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::DocumentEntry;
using docshare::registry::v1::RegisterDocumentSetRequest;
using ::testing::HasSubstr;

constexpr char kFnr[] = "2.16.578.1.12.4.1.4.1";

InspectedFile File(const std::string& path, int64_t modified_s = 0) {
  InspectedFile file;
  file.path = path;
  file.size_bytes = 42;
  file.modified = absl::FromUnixSeconds(modified_s);
  file.mime_type = "application/pdf";
  return file;
}

// What flags give at least: a patient; and the profile: a source.
SubmissionSources Sources(std::vector<InspectedFile> files) {
  SubmissionSources sources;
  sources.files = std::move(files);
  auto& patient = *sources.flags.add_document_entries()->mutable_patient_id();
  patient.set_id("12838520020");
  patient.set_assigning_authority(kFnr);
  sources.defaults.add_document_entries();
  sources.defaults.mutable_submission_set()->set_source_id("1.2.9");
  sources.patient_authority = kFnr;
  sources.fresh_uuid = {1};
  sources.now = absl::FromUnixSeconds(86400);
  return sources;
}

RegisterDocumentSetRequest Built(const SubmissionSources& sources) {
  absl::StatusOr<RegisterDocumentSetRequest> request = BuildSubmission(sources);
  EXPECT_TRUE(request.ok()) << request.status();
  return request.value_or(RegisterDocumentSetRequest());
}

std::string Fault(const SubmissionSources& sources) {
  absl::Status status = BuildSubmission(sources).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(status.message());
}

DocumentEntry& FlagsEntry(SubmissionSources& sources) {
  return *sources.flags.mutable_document_entries(0);
}

void NamePatient(InspectedFile& file, const std::string& id, const std::string& authority) {
  file.cda.mutable_source_patient_id()->set_id(id);
  file.cda.mutable_source_patient_id()->set_assigning_authority(authority);
}

TEST(SubmissionTest, MakesUpWhatNobodyGave) {
  RegisterDocumentSetRequest request = Built(Sources({File("a.pdf", 3600)}));
  const auto& set = request.submission_set();
  EXPECT_EQ(set.entry_uuid(), "submission");
  EXPECT_EQ(set.unique_id(), "2.25.1329227995784915872903807060280344576");
  EXPECT_EQ(set.submission_time(), "19700102000000");
  EXPECT_EQ(set.patient_id().id(), "12838520020");
  EXPECT_EQ(set.source_id(), "1.2.9");
  ASSERT_EQ(request.document_entries_size(), 1);
  const DocumentEntry& entry = request.document_entries(0);
  EXPECT_EQ(entry.entry_uuid(), "document-1");
  EXPECT_TRUE(Oid::Parse(entry.unique_id()).ok()) << entry.unique_id();
  EXPECT_EQ(entry.object_type(), docshare::metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  EXPECT_EQ(entry.mime_type(), "application/pdf");
  EXPECT_EQ(entry.creation_time(), "19700101010000");
  EXPECT_EQ(entry.size(), 42u);
  EXPECT_EQ(entry.source_patient_id().id(), "12838520020");
  EXPECT_EQ(entry.format_code().code(), "urn:ihe:iti:xds:2017:mimeTypeSufficient");
}

TEST(SubmissionTest, EveryEntryIsAnOriginalMember) {
  RegisterDocumentSetRequest request = Built(Sources({File("a.pdf"), File("b.pdf")}));
  ASSERT_EQ(request.associations_size(), 2);
  EXPECT_TRUE(absl::EndsWith(request.associations(1).association_type(), ":HasMember"));
  EXPECT_EQ(request.associations(1).source_object(), "submission");
  EXPECT_EQ(request.associations(1).target_object(), "document-2");
  EXPECT_EQ(request.associations(1).submission_set_status(),
            docshare::metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
  EXPECT_NE(request.document_entries(0).unique_id(), request.document_entries(1).unique_id());
}

TEST(SubmissionTest, DocumentsAreLinkedWithOlderOnes) {
  SubmissionSources sources = Sources({File("a.pdf")});
  sources.links.relationships = {{kReplace, "urn:uuid:old"}};
  sources.links.folder = "urn:uuid:folder";
  RegisterDocumentSetRequest request = Built(sources);
  EXPECT_TRUE(request.folders().empty());
  ASSERT_EQ(request.associations_size(), 4);
  EXPECT_EQ(request.associations(0).association_type(), kReplace);
  EXPECT_EQ(request.associations(0).source_object(), "document-1");
  EXPECT_EQ(request.associations(0).target_object(), "urn:uuid:old");
  EXPECT_EQ(request.associations(1).source_object(), "urn:uuid:folder");
  EXPECT_EQ(request.associations(1).target_object(), "document-1");
  EXPECT_EQ(request.associations(3).source_object(), "submission");
  EXPECT_EQ(request.associations(3).target_object(), request.associations(1).entry_uuid());
}

TEST(SubmissionTest, NewFolderIsThePatientsAndHoldsAllDocuments) {
  SubmissionSources sources = Sources({File("a.pdf"), File("b.pdf")});
  sources.flags.mutable_submission_set()->set_unique_id("1.2.3.4");
  auto& wanted = sources.links.new_folder.emplace();
  wanted.mutable_title()->add_localized()->set_value("Case 2024");
  wanted.add_codes()->set_code("case");
  RegisterDocumentSetRequest request = Built(sources);
  ASSERT_EQ(request.folders_size(), 1);
  const auto& folder = request.folders(0);
  EXPECT_EQ(folder.title().localized(0).value(), "Case 2024");
  EXPECT_EQ(folder.codes(0).code(), "case");
  EXPECT_EQ(folder.patient_id().id(), "12838520020");
  EXPECT_TRUE(Oid::Parse(folder.unique_id()).ok()) << folder.unique_id();
  int members = 0;
  for (const auto& association : request.associations()) {
    if (association.source_object() == folder.entry_uuid()) ++members;
  }
  EXPECT_EQ(members, 2);

  // Printed, read back and linked again it is the same.
  sources.metadata_file = request;
  EXPECT_EQ(Built(sources).SerializeAsString(), request.SerializeAsString());
}

TEST(SubmissionTest, FlagsWinOverFileOverCdaOverProfile) {
  InspectedFile file = File("a.xml");
  for (auto* text : {file.cda.mutable_language_code(), file.cda.mutable_service_start_time(),
                     file.cda.mutable_uri()}) {
    *text = "cda";
  }
  SubmissionSources sources = Sources({file});
  FlagsEntry(sources).set_language_code("flags");
  DocumentEntry& metadata = *sources.metadata_file.add_document_entries();
  metadata.set_language_code("file");
  metadata.set_service_start_time("file");
  DocumentEntry& defaults = *sources.defaults.mutable_document_entries(0);
  for (auto* text : {defaults.mutable_language_code(), defaults.mutable_service_start_time(),
                     defaults.mutable_uri(), defaults.mutable_service_stop_time()}) {
    *text = "profile";
  }
  DocumentEntry entry = Built(sources).document_entries(0);
  EXPECT_EQ(entry.language_code(), "flags");
  EXPECT_EQ(entry.service_start_time(), "file");
  EXPECT_EQ(entry.uri(), "cda");
  EXPECT_EQ(entry.service_stop_time(), "profile");
}

TEST(SubmissionTest, SubmissionSetFollowsTheSameOrder) {
  SubmissionSources sources = Sources({File("a.pdf")});
  sources.flags.mutable_submission_set()->mutable_content_type_code()->set_code("flags");
  auto& metadata = *sources.metadata_file.mutable_submission_set();
  metadata.mutable_content_type_code()->set_code("file");
  metadata.set_source_id("1.2.8");
  metadata.mutable_patient_id()->set_id("30916130186");
  RegisterDocumentSetRequest request = Built(sources);
  EXPECT_EQ(request.submission_set().content_type_code().code(), "flags");
  EXPECT_EQ(request.submission_set().source_id(), "1.2.8");
  EXPECT_EQ(request.submission_set().patient_id().id(), "12838520020");
}

TEST(SubmissionTest, RepeatedCommandRepeatsExactly) {
  SubmissionSources sources = Sources({File("a.pdf", 100), File("b.pdf", 7200)});
  sources.flags.mutable_submission_set()->set_unique_id("1.2.3.4");
  RegisterDocumentSetRequest first = Built(sources);
  sources.fresh_uuid = {2};
  sources.now = absl::FromUnixSeconds(999999);
  EXPECT_EQ(Built(sources).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(first.submission_set().submission_time(), "19700101020000");
}

TEST(SubmissionTest, PrintedSubmissionCanBeReadBack) {
  SubmissionSources sources = Sources({File("a.pdf", 100), File("b.pdf", 7200)});
  RegisterDocumentSetRequest first = Built(sources);
  sources.flags.Clear();
  sources.flags.add_document_entries();
  sources.metadata_file = first;
  sources.fresh_uuid = {2};
  EXPECT_EQ(Built(sources).SerializeAsString(), first.SerializeAsString());
}

TEST(SubmissionTest, PatientOfTheCdaCountsInItsOwnAuthorityOnly) {
  InspectedFile file = File("a.xml");
  NamePatient(file, "30916130186", kFnr);
  SubmissionSources sources = Sources({file});
  FlagsEntry(sources).Clear();
  RegisterDocumentSetRequest request = Built(sources);
  EXPECT_EQ(request.document_entries(0).patient_id().id(), "30916130186");
  EXPECT_EQ(request.submission_set().patient_id().id(), "30916130186");

  NamePatient(sources.files[0], "30916130186", "1.2.3");
  EXPECT_THAT(Fault(sources), HasSubstr("a.xml: whose document is it"));
}

TEST(SubmissionTest, CdaOfAnotherPatientIsRefused) {
  InspectedFile file = File("a.xml");
  NamePatient(file, "30916130186", kFnr);
  SubmissionSources sources = Sources({file});
  EXPECT_THAT(Fault(sources), HasSubstr("--allow-other-patient"));
  sources.allow_other_patient = true;
  DocumentEntry entry = Built(sources).document_entries(0);
  EXPECT_EQ(entry.patient_id().id(), "12838520020");
  EXPECT_EQ(entry.source_patient_id().id(), "30916130186");
}

TEST(SubmissionTest, NumbersOfOtherAuthoritiesAreNoContradiction) {
  InspectedFile file = File("a.xml");
  NamePatient(file, "998991", "1.2.3");
  DocumentEntry entry = Built(Sources({file})).document_entries(0);
  EXPECT_EQ(entry.patient_id().id(), "12838520020");
  EXPECT_EQ(entry.source_patient_id().id(), "998991");
}

TEST(SubmissionTest, InstitutionOfTheProfileIsAddedWhereNoAuthorHasOne) {
  SubmissionSources sources = Sources({File("a.pdf")});
  sources.defaults.mutable_submission_set()->add_authors()->add_institutions()->set_name("HF");
  EXPECT_EQ(Built(sources).document_entries(0).authors(0).institutions(0).name(), "HF");

  FlagsEntry(sources).add_authors()->mutable_person()->set_family_name("Nordmann");
  DocumentEntry entry = Built(sources).document_entries(0);
  ASSERT_EQ(entry.authors_size(), 1);
  EXPECT_EQ(entry.authors(0).institutions(0).name(), "HF");
  EXPECT_EQ(Built(sources).submission_set().authors(0).institutions(0).name(), "HF");

  FlagsEntry(sources).mutable_authors(0)->add_institutions()->set_name("own");
  entry = Built(sources).document_entries(0);
  ASSERT_EQ(entry.authors(0).institutions_size(), 1);
  EXPECT_EQ(entry.authors(0).institutions(0).name(), "own");
}

TEST(SubmissionTest, AuthorsOfTheFirstEntrySubmit) {
  SubmissionSources sources = Sources({File("a.pdf")});
  FlagsEntry(sources).add_authors()->mutable_person()->set_family_name("Nordmann");
  EXPECT_EQ(Built(sources).submission_set().authors(0).person().family_name(), "Nordmann");
}

TEST(SubmissionTest, EntriesOfTheMetadataFileGoWithTheFilesInOrder) {
  SubmissionSources sources = Sources({File("a.pdf"), File("b.pdf")});
  sources.metadata_file.add_document_entries()->set_language_code("nb");
  EXPECT_EQ(Built(sources).document_entries(1).language_code(), "nb");
  sources.metadata_file.add_document_entries()->set_language_code("nn");
  EXPECT_EQ(Built(sources).document_entries(1).language_code(), "nn");
  sources.metadata_file.add_document_entries();
  EXPECT_THAT(Fault(sources), HasSubstr("3 entries for 2 files"));
}

TEST(SubmissionTest, IdsOfOneDocumentAreNotForSeveral) {
  SubmissionSources sources = Sources({File("a.pdf"), File("b.pdf")});
  FlagsEntry(sources).set_unique_id("1.2.3");
  EXPECT_THAT(Fault(sources), HasSubstr("--unique-id"));
  FlagsEntry(sources).clear_unique_id();
  sources.metadata_file.add_document_entries()->set_unique_id("1.2.3");
  EXPECT_THAT(Fault(sources), HasSubstr("ids of one document"));
}

TEST(SubmissionTest, SourceNeedsAName) {
  SubmissionSources sources = Sources({File("a.pdf")});
  sources.defaults.clear_submission_set();
  EXPECT_THAT(Fault(sources), HasSubstr("publish.source_id"));
}

}  // namespace
}  // namespace docshare::consumer
