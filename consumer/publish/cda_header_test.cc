#include "consumer/publish/cda_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <initializer_list>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "tests/real_data/real_data.h"

namespace docshare::consumer {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::StatusOr<CdaHeader> Read(const std::string& xml) {
  std::istringstream document(xml);
  return ReadCdaHeader(document);
}

// A document with `inside` below ClinicalDocument.
std::string Cda(absl::string_view inside) {
  return absl::StrCat("<ClinicalDocument xmlns='urn:hl7-org:v3' xmlns:sdtc='urn:hl7-org:sdtc'>",
                      inside, "</ClinicalDocument>");
}

std::string Repeated(absl::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) absl::StrAppend(&all, text);
  return all;
}

CdaHeader HeaderOf(absl::string_view inside) {
  const absl::StatusOr<CdaHeader> header = Read(Cda(inside));
  EXPECT_TRUE(header.ok()) << header.status();
  return header.ok() ? *header : CdaHeader{};
}

// "prefixes|givens|families|suffixes", or the undivided name.
std::string Text(const CdaName& name) {
  const std::string parts =
      absl::StrJoin({absl::StrJoin(name.prefix, " "), absl::StrJoin(name.given, " "),
                     absl::StrJoin(name.family, " "), absl::StrJoin(name.suffix, " ")},
                    "|");
  return parts == "|||" ? name.text : parts;
}

std::string Text(const std::vector<CdaId>& ids) {
  return absl::StrJoin(ids, " ", [](std::string* out, const CdaId& id) {
    absl::StrAppend(out, id.root, "^", id.extension);
  });
}

std::string Text(const CdaInterval& time) { return absl::StrCat(time.low, "-", time.high); }

// The parts that are there, with blanks between.
std::string Line(std::initializer_list<std::string> parts) {
  std::vector<std::string> there;
  for (const std::string& part : parts) {
    if (!part.empty()) there.push_back(part);
  }
  return absl::StrCat(absl::StrJoin(there, " "), "\n");
}

// The whole header, a line or two for each part that is there.
std::string Text(const CdaHeader& header) {
  std::string text = absl::StrCat(header.title, "\n", Line({"id", Text({header.id})}));
  if (!header.set_id.root.empty()) {
    text += Line({"version", header.version_number, "of", Text({header.set_id})});
  }
  text += Line({"code", header.code.code, header.code.display_name});
  text += Line({"made", header.effective_time, header.confidentiality.code, header.language});
  for (const CdaPatient& patient : header.patients) {
    text += Line({"patient", Text(patient.ids), Text(patient.name), patient.gender.code,
                  patient.birth_time});
  }
  for (const CdaAuthor& author : header.authors) {
    text += Line({"author", author.time, Text(author.ids), Text(author.name), author.device});
    const CdaOrganization& organization = author.organization;
    if (!organization.ids.empty()) {
      text += Line({"  of", Text(organization.ids), organization.name});
    }
  }
  text += Line({"custodian", Text(header.custodian.ids), header.custodian.name});
  if (const auto& signer = header.legal_authenticator) {
    text += Line({"signed", signer->time, Text(signer->ids), Text(signer->name)});
  }
  text +=
      Line({"service", Text(header.service_event_time), "encounter", Text(header.encounter_time)});
  for (const CdaRelatedDocument& related : header.related_documents) {
    text += Line({related.type_code, Text(related.ids)});
    if (!related.set_id.root.empty()) {
      text += Line({"  version", related.version_number, "of", Text({related.set_id})});
    }
  }
  const char* bodies[] = {"none", "structured", "other"};
  return text + Line({"body", bodies[static_cast<int>(header.body)], header.body_media_type});
}

// The documents of the demo are copies of real ones: see demo/documents/SOURCES.md. What their
// headers say was taken from them by another XML library.
class RealCdaTest : public ::testing::TestWithParam<const char*> {};

TEST_P(RealCdaTest, SaysWhatItsHeaderSays) {
  const absl::StatusOr<std::string> expected = tests::ReadFile(tests::WorkspaceFile(
      absl::StrCat("consumer/publish/testdata/cda_header/", GetParam(), ".txt")));
  ASSERT_TRUE(expected.ok()) << expected.status();
  std::ifstream document(tests::WorkspaceFile(absl::StrCat("demo/documents/", GetParam(), ".xml")),
                         std::ios::binary);
  const absl::StatusOr<CdaHeader> header = ReadCdaHeader(document);
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(Text(*header), *expected);
}

INSTANTIATE_TEST_SUITE_P(Documents, RealCdaTest,
                         ::testing::Values("discharge-summary", "ccd-patient-summary", "care-plan",
                                           "clinic-consultation", "appointment-danish",
                                           "lab-report", "home-monitoring-report", "imaging-report",
                                           "progress-note", "unstructured-embedded-pdf"));

TEST(CdaHeaderTest, ReadsANorwegianDocumentInUtf16) {
  std::ifstream document(tests::WorkspaceFile("demo/documents/crisis-plan-norwegian-utf16.xml"),
                         std::ios::binary);
  const absl::StatusOr<CdaHeader> header = ReadCdaHeader(document);
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->title, "Anamnese - Kroniske magesmerter");
  EXPECT_EQ(header->code.code, "A01-2");
  EXPECT_EQ(header->code.code_system, "2.16.578.1.12.4.1.1.9602");
  EXPECT_EQ(Text(header->patients.at(0).name), "|Line|Danser|");
  EXPECT_EQ(header->patients.at(0).gender.code, "2");
  EXPECT_EQ(header->custodian.name, "SARPSBORG KOMMUNE");
  EXPECT_EQ(header->body, CdaBody::kNonXml);
  EXPECT_EQ(header->body_media_type, "application/pdf");
}

TEST(CdaHeaderTest, EveryRealDocumentGivesAHeaderOrACleanError) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  int headers = 0;
  for (const char* suffix : {".xml", ".ccda"}) {
    for (const std::string& file : tests::FilesBelow(absl::StrCat(*real_data, "/cda"), suffix)) {
      SCOPED_TRACE(file);
      std::ifstream document(file, std::ios::binary);
      const absl::StatusOr<CdaHeader> header = ReadCdaHeader(document);
      if (header.ok()) {
        ++headers;
        // One file is made to test that nothing is included from outside: it has only a title.
        const bool is_bare = absl::EndsWith(file, "CDADocumentWithXInclude.xml");
        EXPECT_EQ(header->id.root.empty(), is_bare);
        EXPECT_EQ(header->patients.empty(), is_bare);
        EXPECT_EQ(header->body == CdaBody::kUnknown, is_bare);
      } else {
        EXPECT_THAT(file, EndsWith("SampleCCRDocument.xml"));
        EXPECT_EQ(header.status().code(), absl::StatusCode::kNotFound);
      }
    }
  }
  EXPECT_EQ(headers, 36);
}

TEST(CdaHeaderTest, RefusesEntitiesAndWhatIsNotXmlInRealFiles) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  struct Case {
    const char* file;
    absl::StatusCode code;
    const char* message;
  };
  constexpr absl::StatusCode kBad = absl::StatusCode::kInvalidArgument;
  const Case cases[] = {
      {"lol_classic.xml", kBad, "line 1, column 16: a document type declaration"},
      {"ent1", kBad, "line 2, column 40: a document type declaration"},
      {"xml1", kBad, "line 2, column 16: a document type declaration"},
      {"xml2", kBad, "line 2, column 16: a document type declaration"},
      {"good.xml", kBad, "a document type declaration"},
      {"content1.xml", kBad, "a document type declaration"},
      {"comment1.xml", kBad, "a document type declaration"},
      {"dup-xml-attr.xml", kBad, "duplicate attribute"},
      {"ns-undeclared.xml", kBad, "unbound prefix"},
      {"unsupported-encoding.xml", kBad, "unknown encoding"},
      {"empty.xml", kBad, "no element found"},
      {"utf16bom.xml", absl::StatusCode::kNotFound, "the root element is \"repository\""},
      {"cdata-4-byte-UTF-8.xml", absl::StatusCode::kNotFound, "the root element is \"doc\""},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.file);
    std::ifstream document(absl::StrCat(*real_data, "/charset/libxml2/", c.file), std::ios::binary);
    const absl::Status status = ReadCdaHeader(document).status();
    EXPECT_EQ(status.code(), c.code);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message));
  }
}

TEST(CdaHeaderTest, RefusesBadDocuments) {
  struct Case {
    const char* name;
    std::string xml;
    const char* message;
  };
  const Case cases[] = {
      {"entity bomb",
       "<!DOCTYPE ClinicalDocument [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>" +
           Cda("<title>&b;</title>"),
       "line 1, column 28: a document type declaration"},
      {"external entity",
       "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + Cda("<title>&a;</title>"),
       "a document type declaration"},
      {"entity without declaration", Cda("<title>&a;</title>"), "undefined entity"},
      {"cut in the header", "<ClinicalDocument xmlns='urn:hl7-org:v3'><id", "unclosed token"},
      {"nothing", "", "no element found"},
      {"text too long", Cda(absl::StrCat("<title>", std::string(17 << 10, 'x'), "</title>")),
       "longer than 16384 bytes"},
      {"attribute too long", Cda(absl::StrCat("<id root='", std::string(17 << 10, '1'), "'/>")),
       "longer than 16384 bytes"},
      {"header too long", Cda(std::string(2 << 20, ' ')), "more than 1048576 bytes"},
      {"too deep", Cda(Repeated("<a>", 70)), "nested deeper than 64"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const absl::Status status = Read(c.xml).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message));
  }
}

TEST(CdaHeaderTest, TellsOtherXmlApart) {
  for (const char* xml :
       {"<ClinicalDocument/>", "<ClinicalDocument xmlns='urn:hl7-org:v2'/>",
        "<other xmlns='urn:hl7-org:v3'/>", "<x:other xmlns:x='urn:hl7-org:v3'><broken"}) {
    EXPECT_EQ(Read(xml).status().code(), absl::StatusCode::kNotFound) << xml;
  }
  EXPECT_TRUE(Read("<x:ClinicalDocument xmlns:x='urn:hl7-org:v3'/>").ok());
}

TEST(CdaHeaderTest, ReportsAStreamThatCannotBeRead) {
  std::istringstream document(Cda(""));
  document.setstate(std::ios::badbit);
  EXPECT_EQ(ReadCdaHeader(document).status().code(), absl::StatusCode::kDataLoss);
}

TEST(CdaHeaderTest, DoesNotLookIntoTheBody) {
  const std::string head =
      "<ClinicalDocument xmlns='urn:hl7-org:v3'><title>x</title><component><structuredBody>";
  // What follows is not XML, and longer than any header may be.
  std::istringstream document(absl::StrCat(head, std::string(8 << 20, '<')));
  const absl::StatusOr<CdaHeader> header = ReadCdaHeader(document);
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->title, "x");
  EXPECT_LE(document.tellg(), 64 << 10);
}

TEST(CdaHeaderTest, TakesTheFirstOfWhatIsAllowedOnce) {
  const CdaHeader header = HeaderOf(
      "<id root='1.2'/><id root='1.3'/><title>a</title><title>b</title>"
      "<legalAuthenticator><time value='2001'/></legalAuthenticator>"
      "<legalAuthenticator><time value='2002'/></legalAuthenticator>"
      "<documentationOf><serviceEvent/></documentationOf>"
      "<documentationOf><serviceEvent><effectiveTime "
      "value='2003'/></serviceEvent></documentationOf>"
      "<documentationOf><serviceEvent><effectiveTime "
      "value='2004'/></serviceEvent></documentationOf>"
      "<recordTarget><patientRole><patient><name><given nullFlavor='UNK'/></name>"
      "<name>Per <b/> Hansen</name><name>No</name></patient></patientRole></recordTarget>");
  EXPECT_EQ(header.id.root, "1.2");
  EXPECT_EQ(header.title, "a");
  EXPECT_EQ(header.legal_authenticator->time, "2001");
  EXPECT_EQ(header.service_event_time.low, "2003");
  EXPECT_EQ(header.service_event_time.high, "2003");
  EXPECT_EQ(header.patients[0].name.text, "Per Hansen");
  EXPECT_THAT(header.patients[0].name.given, IsEmpty());
}

TEST(CdaHeaderTest, NullFlavorIsAbsent) {
  const CdaHeader header = HeaderOf(
      "<id nullFlavor='NI'/><code nullFlavor='UNK'/><effectiveTime nullFlavor='UNK'/>"
      "<recordTarget><patientRole><id nullFlavor='NI'/><id extension='7'/></patientRole>"
      "</recordTarget><documentationOf><serviceEvent><effectiveTime><low nullFlavor='UNK'/>"
      "<high value='2005'/></effectiveTime></serviceEvent></documentationOf>");
  EXPECT_EQ(header.id.root, "");
  EXPECT_EQ(header.code.code, "");
  EXPECT_EQ(header.effective_time, "");
  EXPECT_THAT(header.patients[0].ids, IsEmpty());
  EXPECT_EQ(header.service_event_time.low, "");
  EXPECT_EQ(header.service_event_time.high, "2005");
}

TEST(CdaHeaderTest, IgnoresExtensionsAndNeighbours) {
  const CdaHeader header = HeaderOf(
      "<sdtc:title>no</sdtc:title><authorization><consent><id root='1.9'/></consent>"
      "</authorization><title>a <sdtc:x>no</sdtc:x>b</title><author><assignedAuthor>"
      "<representedOrganization><sdtc:name>no</sdtc:name><asOrganizationPartOf>"
      "<wholeOrganization><name>no</name></wholeOrganization></asOrganizationPartOf>"
      "</representedOrganization></assignedAuthor></author>");
  EXPECT_EQ(header.title, "a b");
  EXPECT_EQ(header.id.root, "");
  EXPECT_EQ(header.authors.at(0).organization.name, "");
}

TEST(CdaHeaderTest, NormalisesWhiteSpace) {
  const CdaHeader header = HeaderOf(
      "<title>\n  Two\t words\r\n</title><id root=' 1.2 ' extension=' a  b '/>"
      "<code code=' c ' displayName=' d\n e '/>");
  EXPECT_EQ(header.title, "Two words");
  EXPECT_EQ(header.id.root, "1.2");
  EXPECT_EQ(header.id.extension, "a  b");
  EXPECT_EQ(header.code.code, "c");
  EXPECT_EQ(header.code.display_name, "d e");
}

TEST(CdaHeaderTest, ReadsOtherEncodings) {
  const absl::StatusOr<CdaHeader> latin1 =
      Read("<?xml version='1.0' encoding='ISO-8859-1'?>" + Cda("<title>S\xf8r\xf8ya</title>"));
  ASSERT_TRUE(latin1.ok()) << latin1.status();
  EXPECT_EQ(latin1->title, "Sørøya");
  const absl::StatusOr<CdaHeader> marked = Read("\xef\xbb\xbf" + Cda("<title>Čáhci</title>"));
  ASSERT_TRUE(marked.ok()) << marked.status();
  EXPECT_EQ(marked->title, "Čáhci");
}

}  // namespace
}  // namespace docshare::consumer
