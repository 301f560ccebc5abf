#include "consumer/publish/entry_from_cda.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/real_data/real_data.h"

namespace docshare::consumer {
namespace {

using metadata::v1::DocumentEntry;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// A header from which every attribute can be taken.
CdaHeader AHeader() {
  CdaHeader header;
  header.id = {"1.2.3", "A7"};
  header.code = {"11488-4", "2.16.840.1.113883.6.1", "LOINC", "Consultation note"};
  header.title = "Poliklinisk notat";
  header.effective_time = "20240229120000+0100";
  header.confidentiality = {"N", "2.16.840.1.113883.5.25", "", "normal"};
  header.language = "nb-NO";
  CdaPatient patient;
  patient.ids = {{"2.16.578.1.12.4.1.4.1", "12838520020"}};
  patient.name.given = {"Kari"};
  patient.name.family = {"Nordlys"};
  patient.gender = {"F", "2.16.840.1.113883.5.1", "", ""};
  patient.birth_time = "19850312";
  header.patients = {patient};
  CdaAuthor author;
  author.ids = {{"2.16.578.1.12.4.1.4.4", "9999999"}};
  author.name.family = {"Lege"};
  author.organization = {{{"2.16.578.1.12.4.1.4.101", "100000016"}}, "Testsykehuset HF"};
  header.authors = {author};
  header.legal_authenticator = CdaAuthenticator{"20240229", author.ids, author.name};
  header.service_event_time = {"20240228", "20240229"};
  header.body = CdaBody::kStructured;
  return header;
}

EntryFromCdaResult ResultOf(const std::string& path) {
  std::ifstream document(path, std::ios::binary);
  const absl::StatusOr<CdaHeader> header = ReadCdaHeader(document);
  EXPECT_TRUE(header.ok()) << path << ": " << header.status();
  return header.ok() ? EntryFromCda(*header) : EntryFromCdaResult{};
}

// The text form of a PID field, if there is one.
std::vector<std::string> PidFields(const DocumentEntry& entry) {
  std::vector<std::string> fields;
  for (const auto& field : entry.source_patient_info()) {
    fields.push_back(absl::StrCat(field.field(), "|", field.value()));
  }
  return fields;
}

TEST(EntryFromCdaTest, TakesEveryAttribute) {
  const EntryFromCdaResult result = EntryFromCda(AHeader());
  EXPECT_THAT(result.notes, IsEmpty());
  constexpr char kExpected[] = R"pb(
    unique_id: "1.2.3^A7"
    object_type: DOCUMENT_ENTRY_TYPE_STABLE
    mime_type: "text/xml"
    authors {
      person {
        id: "9999999"
        family_name: "Lege"
        assigning_authority { universal_id: "2.16.578.1.12.4.1.4.4" universal_id_type: "ISO" }
      }
      institutions {
        name: "Testsykehuset HF"
        assigning_authority { universal_id: "2.16.578.1.12.4.1.4.101" universal_id_type: "ISO" }
        id: "100000016"
      }
    }
    type_code {
      code: "11488-4"
      code_system: "2.16.840.1.113883.6.1"
      display_name: "Consultation note"
    }
    format_code {
      code: "urn:ihe:iti:xds:2017:mimeTypeSufficient"
      code_system: "1.3.6.1.4.1.19376.1.2.3"
      display_name: "mimeType Sufficient"
    }
    confidentiality_codes { code: "N" code_system: "2.16.840.1.113883.5.25" display_name: "normal" }
    creation_time: "20240229110000"
    service_start_time: "20240228"
    service_stop_time: "20240229"
    language_code: "nb-NO"
    source_patient_id { id: "12838520020" assigning_authority: "2.16.578.1.12.4.1.4.1" }
    source_patient_info { field: "PID-3" value: "12838520020^^^&2.16.578.1.12.4.1.4.1&ISO" }
    source_patient_info { field: "PID-5" value: "Nordlys^Kari" }
    source_patient_info { field: "PID-7" value: "19850312" }
    source_patient_info { field: "PID-8" value: "F" }
    title { localized { value: "Poliklinisk notat" language_code: "nb-NO" } }
    legal_authenticator {
      id: "9999999"
      family_name: "Lege"
      assigning_authority { universal_id: "2.16.578.1.12.4.1.4.4" universal_id_type: "ISO" }
    }
  )pb";
  DocumentEntry expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kExpected, &expected));
  EXPECT_EQ(result.entry.DebugString(), expected.DebugString());
  EXPECT_EQ(EntryFromCda(AHeader(), "application/xml").entry.mime_type(), "application/xml");
}

TEST(EntryFromCdaTest, AnEmptyHeaderGivesNotesOnly) {
  const EntryFromCdaResult result = EntryFromCda(CdaHeader{});
  EXPECT_THAT(result.notes, UnorderedElementsAre(
                                StartsWith("uniqueId: "), StartsWith("languageCode: "),
                                StartsWith("title: "), StartsWith("typeCode: "),
                                StartsWith("confidentialityCode: "), StartsWith("creationTime: "),
                                StartsWith("author: "), StartsWith("sourcePatientId: ")));
  EXPECT_EQ(result.entry.confidentiality_codes_size(), 0);
  EXPECT_FALSE(result.entry.has_source_patient_id());
}

// Leaves out what breaks the syntax of its attribute, and says so in one note.
TEST(EntryFromCdaTest, LeavesOutWhatMetadataCannotHold) {
  struct Case {
    const char* name;
    void (*change)(CdaHeader*);
    const char* note;
    bool (*is_absent)(const DocumentEntry&);
  };
  const Case cases[] = {
      {"id that is not global",
       [](CdaHeader* h) {
         h->id = {"Local", "7"};
       },
       "uniqueId: ", [](const DocumentEntry& e) { return e.unique_id().empty(); }},
      {"id too long", [](CdaHeader* h) { h->id.extension = std::string(260, '7'); },
       "uniqueId: ", [](const DocumentEntry& e) { return e.unique_id().empty(); }},
      {"id with a control character", [](CdaHeader* h) { h->id.extension = "a\nb"; },
       "uniqueId: ", [](const DocumentEntry& e) { return e.unique_id().empty(); }},
      {"title too long", [](CdaHeader* h) { h->title = std::string(128, 'x'); },
       "title: it has 128", [](const DocumentEntry& e) { return !e.has_title(); }},
      {"title with a control character", [](CdaHeader* h) { h->title = "a\xc2\x85"; },
       "title: ", [](const DocumentEntry& e) { return !e.has_title(); }},
      {"language with an underscore", [](CdaHeader* h) { h->language = "en_US"; },
       "languageCode: ", [](const DocumentEntry& e) { return e.language_code().empty(); }},
      {"language of one letter", [](CdaHeader* h) { h->language = "n-NO"; },
       "languageCode: ", [](const DocumentEntry& e) { return e.language_code().empty(); }},
      {"language that ends in a hyphen", [](CdaHeader* h) { h->language = "nb-"; },
       "languageCode: ", [](const DocumentEntry& e) { return e.language_code().empty(); }},
      {"code without a system", [](CdaHeader* h) { h->code.code_system = ""; },
       "typeCode: ", [](const DocumentEntry& e) { return !e.has_type_code(); }},
      {"confidentiality without a system",
       [](CdaHeader* h) { h->confidentiality.code_system = ""; }, "confidentialityCode: ",
       [](const DocumentEntry& e) { return e.confidentiality_codes_size() == 0; }},
      {"time of another form", [](CdaHeader* h) { h->effective_time = "2024-02-29"; },
       "creationTime: not an HL7 time",
       [](const DocumentEntry& e) { return e.creation_time().empty(); }},
      {"service that ends before it starts",
       [](CdaHeader* h) {
         h->service_event_time = {"20240229", "20240228"};
       },
       "serviceStopTime: it is before the start",
       [](const DocumentEntry& e) { return e.service_stop_time().empty(); }},
      {"patient number without a global authority",
       [](CdaHeader* h) {
         h->patients[0].ids = {{"Local", "7"}};
       },
       "sourcePatientId: ", [](const DocumentEntry& e) { return !e.has_source_patient_id(); }},
      {"patient number that is an OID alone",
       [](CdaHeader* h) {
         h->patients[0].ids = {{"1.2.3", ""}};
       },
       "sourcePatientId: ", [](const DocumentEntry& e) { return !e.has_source_patient_id(); }},
      {"patient's name too long",
       [](CdaHeader* h) { h->patients[0].name.family = {std::string(256, 'x')}; },
       "sourcePatientInfo: PID-5",
       [](const DocumentEntry& e) { return e.source_patient_info_size() == 3; }},
      {"birth of another form", [](CdaHeader* h) { h->patients[0].birth_time = "12.3.1985"; },
       "sourcePatientInfo: date of birth",
       [](const DocumentEntry& e) { return e.source_patient_info_size() == 3; }},
      {"unknown sex", [](CdaHeader* h) { h->patients[0].gender.code = "X"; },
       "sourcePatientInfo: the code of the sex",
       [](const DocumentEntry& e) { return e.source_patient_info_size() == 3; }},
      {"signer without a name", [](CdaHeader* h) { h->legal_authenticator = CdaAuthenticator{}; },
       "legalAuthenticator: ", [](const DocumentEntry& e) { return !e.has_legal_authenticator(); }},
      {"author without a name", [](CdaHeader* h) { h->authors = {CdaAuthor{}}; },
       "author 1: ", [](const DocumentEntry& e) { return e.authors_size() == 0; }},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    CdaHeader header = AHeader();
    c.change(&header);
    const EntryFromCdaResult result = EntryFromCda(header);
    EXPECT_THAT(result.notes, ElementsAre(StartsWith(c.note)));
    EXPECT_TRUE(c.is_absent(result.entry)) << result.entry.DebugString();
  }
}

TEST(EntryFromCdaTest, SaysWhatAPersonHasToDecide) {
  CdaHeader header = AHeader();
  header.effective_time = "20240229120000";
  EXPECT_THAT(EntryFromCda(header).notes,
              ElementsAre(HasSubstr("creationTime: the document does not tell the time zone")));
  EXPECT_EQ(EntryFromCda(header).entry.creation_time(), "20240229120000");

  header = AHeader();
  header.patients.push_back(header.patients[0]);
  EXPECT_THAT(EntryFromCda(header).notes, ElementsAre(HasSubstr("about 2 patients")));

  header = AHeader();
  header.related_documents.push_back({"RPLC", {{"1.2", "3"}}, {}, ""});
  EXPECT_THAT(EntryFromCda(header).notes, ElementsAre(StartsWith("associations: ")));
}

TEST(EntryFromCdaTest, ChoosesAmongSeveral) {
  CdaHeader header = AHeader();
  header.patients[0].ids = {{"Local", "1"}, {"1.2", "2|x"}, {"1.3", "3"}};
  header.service_event_time = {};
  header.encounter_time = {"2023", "202402"};
  const EntryFromCdaResult result = EntryFromCda(header);
  EXPECT_THAT(result.notes, IsEmpty());
  EXPECT_EQ(result.entry.source_patient_id().id(), "2|x");
  EXPECT_THAT(PidFields(result.entry),
              ElementsAre("PID-3|2\\F\\x^^^&1.2&ISO", "PID-3|3^^^&1.3&ISO", "PID-5|Nordlys^Kari",
                          "PID-7|19850312", "PID-8|F"));
  EXPECT_EQ(result.entry.service_start_time(), "2023");
  EXPECT_EQ(result.entry.service_stop_time(), "202402");
}

TEST(EntryFromCdaTest, TranslatesSexAndDateOfBirth) {
  struct Case {
    const char* code;
    const char* system;
    const char* pid8;
  };
  constexpr char kNorwegian[] = "2.16.578.1.12.4.1.1.3101";
  const Case cases[] = {
      {"M", "2.16.840.1.113883.5.1", "PID-8|M"},
      {"UN", "2.16.840.1.113883.5.1", "PID-8|O"},
      {"1", kNorwegian, "PID-8|M"},
      {"2", kNorwegian, "PID-8|F"},
      {"0", kNorwegian, "PID-8|U"},
      {"9", kNorwegian, "PID-8|U"},
  };
  for (const Case& c : cases) {
    CdaHeader header = AHeader();
    header.patients[0].gender = {c.code, c.system, "", ""};
    EXPECT_THAT(PidFields(EntryFromCda(header).entry), Contains(c.pid8));
  }
  CdaHeader header = AHeader();
  header.patients[0].birth_time = "19850312003000+0200";
  EXPECT_THAT(PidFields(EntryFromCda(header).entry), Contains("PID-7|19850312"));
}

TEST(EntryFromCdaTest, MapsRealDocuments) {
  const auto entry_of = [](absl::string_view file) {
    return ResultOf(tests::WorkspaceFile(absl::StrCat("demo/documents/", file))).entry;
  };
  const DocumentEntry discharge = entry_of("discharge-summary.xml");
  EXPECT_EQ(discharge.unique_id(), "2.16.840.1.113883.19.5.99999.1^TT988");
  EXPECT_EQ(discharge.creation_time(), "201209162304");
  EXPECT_EQ(discharge.service_start_time(), "201209092304");
  EXPECT_EQ(discharge.format_code().code(), "urn:hl7-org:sdwg:ccda-structuredBody:1.1");
  EXPECT_EQ(discharge.source_patient_id().id(), "998991");
  EXPECT_THAT(PidFields(discharge), Contains("PID-5|Jones^Isabella^Isa"));

  const DocumentEntry plan = entry_of("care-plan.xml");
  EXPECT_EQ(plan.unique_id(), "urn:uuid:db734647-fc99-424c-a864-7e3cda82e703");
  EXPECT_EQ(plan.authors(0).institutions(0).name(), "Good Health Hospital");
  EXPECT_EQ(plan.service_start_time(), "20130720");

  const DocumentEntry clinic = entry_of("clinic-consultation.xml");
  EXPECT_EQ(clinic.authors(0).institutions(0).name(), "Good Health Clinic");
  EXPECT_EQ(clinic.service_start_time(), "20000407");

  const DocumentEntry norwegian = entry_of("crisis-plan-norwegian-utf16.xml");
  EXPECT_EQ(norwegian.type_code().code(), "A01-2");
  EXPECT_EQ(norwegian.title().localized(0).value(), "Anamnese - Kroniske magesmerter");
  EXPECT_THAT(PidFields(norwegian), Contains("PID-8|F"));

  const DocumentEntry lab = entry_of("lab-report.xml");
  EXPECT_EQ(lab.format_code().code(), "urn:ihe:lab:xd-lab:2008");
  EXPECT_EQ(lab.creation_time(), "20071123065501");
  EXPECT_EQ(lab.authors(0).person().family_name(),
            "NIST Laboratory Fulfiller Reverence Implementation");
  EXPECT_FALSE(lab.has_source_patient_id());

  EXPECT_EQ(entry_of("unstructured-embedded-pdf.xml").format_code().code(),
            "urn:hl7-org:sdwg:ccda-nonXMLBody:2.1");
}

TEST(EntryFromCdaTest, EveryRealCdaHasTypeTimeAndId) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  for (const std::string& file : tests::FilesBelow(absl::StrCat(*real_data, "/cda"), "xml")) {
    if (absl::EndsWith(file, "SampleCCRDocument.xml")) continue;
    if (absl::EndsWith(file, "CDADocumentWithXInclude.xml")) continue;
    SCOPED_TRACE(file);
    const EntryFromCdaResult result = ResultOf(file);
    EXPECT_FALSE(result.entry.unique_id().empty());
    EXPECT_EQ(result.entry.creation_time().empty(), absl::EndsWith(file, "InvalidCDADocument.xml"));
    EXPECT_TRUE(result.entry.has_type_code());
    EXPECT_GT(result.entry.authors_size(), 0) << absl::StrJoin(result.notes, "\n");
  }
}

}  // namespace
}  // namespace docshare::consumer
