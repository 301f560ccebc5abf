#include "repository/check/mime_type_check.h"

#include <gtest/gtest.h>

#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/real_data/real_data.h"

namespace docshare::repository {
namespace {

absl::Status Check(const std::string& declared, absl::string_view bytes,
                   size_t piece_bytes = 100000) {
  const auto check = MimeTypeCheck::Create();
  if (!check.ok()) return check.status();
  const auto document = (*check)->Begin(declared).value();
  for (size_t i = 0; i < bytes.size(); i += piece_bytes) {
    if (absl::Status status = document->Update(bytes.substr(i, piece_bytes)); !status.ok()) {
      return status;
    }
  }
  return document->Finish();
}

std::string Utf16(absl::string_view mark, absl::string_view ascii, bool little = true) {
  std::string bytes(mark);
  for (const char c : ascii) {
    bytes += little ? std::string({c, '\0'}) : std::string({'\0', c});
  }
  return bytes;
}

struct Case {
  const char* name;
  const char* declared;
  std::string bytes;
};

const std::string kPdf = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n";
const std::string kPng("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", 29);
const std::string kJpeg("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 20);
const std::string kTiff("II*\0\x08\0\0\0\0\0", 10);
const std::string kDicom = absl::StrCat(std::string(128, '\0'), "DICM", "\x02", std::string(9, 0));
const std::string kZip = absl::StrCat(
    std::string("PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x40\0\0\0\x40\0\0\0\1\0\0\0a", 31),
    std::string(64, 'x'));
const std::string kOle = absl::StrCat("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", std::string(1000, '\0'));
const std::string kWindowsProgram =
    absl::StrCat(std::string("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40", 25),
                 std::string(35, '\0'), std::string("\x80\0\0\0", 4), std::string(64, '\0'),
                 std::string("PE\0\0\x4c\1\1\0", 8), std::string(240, '\0'));
const std::string kLinuxProgram =
    absl::StrCat(std::string("\x7f"
                             "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0",
                             24),
                 std::string(64, '\0'));
const std::string kCda =
    "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>x</title><text><table/></text>"
    "</ClinicalDocument>";
const std::string kRtf = "{\\rtf1\\ansi Journal}";
const std::string kHtml = "<!DOCTYPE html>\n<html><body>Epikrise</body></html>";
const std::string kText = "Pasienten er innlagt.\n";

TEST(MimeTypeCheckTest, AcceptsWhatFitsTheDeclaredType) {
  const Case cases[] = {
      {"PDF", "application/pdf", kPdf},
      {"PDF behind a mail's lines", "application/pdf", absl::StrCat("X-Old: 1\r\n\r\n", kPdf)},
      {"DICOM", "application/dicom", kDicom},
      {"DICOM that is a TIFF, too", "application/dicom",
       absl::StrCat(kTiff, kDicom.substr(kTiff.size()))},
      {"that as a TIFF", "image/tiff", absl::StrCat(kTiff, kDicom.substr(kTiff.size()))},
      {"JPEG", "image/jpeg", kJpeg},
      {"JPEG by a common wrong name", "image/jpg", kJpeg},
      {"PNG", "image/png", kPng},
      {"GIF", "image/gif", std::string("GIF89a\1\0\1\0\0\0\0", 13)},
      {"TIFF", "image/tiff", kTiff},
      {"TIFF, big endian", "image/tiff", std::string("MM\0*\0\0\0\x08\0\0", 10)},
      {"BigTIFF", "image/tiff", std::string("II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0", 16)},
      {"ZIP", "application/zip", kZip},
      {"empty ZIP", "application/zip", absl::StrCat("PK\5\6", std::string(18, '\0'))},
      {"Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", kZip},
      {"Word with a password",
       "application/vnd.openxmlformats-officedocument.wordprocessingml.document", kOle},
      {"RTF", "application/rtf", kRtf},
      {"RTF as a text type", "text/rtf", kRtf},
      {"SVG", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"},
      {"CDA", "text/xml", absl::StrCat("<?xml version=\"1.0\"?>\n", kCda)},
      {"CDA without declaration", "text/xml", kCda},
      {"CDA as HL7 v3", "application/hl7-v3+xml", kCda},
      {"CDA with a style sheet", "text/xml",
       absl::StrCat("<?xml-stylesheet type='text/xsl' href='cda.xsl'?>", kCda)},
      {"CDA behind a long comment", "text/xml",
       absl::StrCat("<!--", std::string(100000, '-'), "-->", kCda)},
      {"CDA behind blanks", "text/xml", absl::StrCat("\r\n ", kCda)},
      {"CDA with a byte order mark", "text/xml", absl::StrCat("\xef\xbb\xbf", kCda)},
      {"CDA in UTF-16", "text/xml", Utf16("\xff\xfe", kCda)},
      {"CDA in UTF-16, big endian", "text/xml", Utf16("\xfe\xff", kCda, false)},
      {"CDA in UTF-16 without mark", "text/xml", Utf16("", kCda)},
      {"CDA in UTF-16, big endian, without mark", "text/xml", Utf16("", kCda, false)},
      {"CDA in ISO 8859-1", "text/xml",
       "<?xml version='1.0' encoding='ISO-8859-1'?><ClinicalDocument>Bl\xe5</ClinicalDocument>"},
      {"XML with a document type", "application/xml", "<!DOCTYPE a [<!ELEMENT a ANY>]><a/>"},
      {"an element outside ASCII", "application/xml", "<\xc3\xa6r/>"},
      {"XHTML as XML", "text/xml", "<html xmlns='http://www.w3.org/1999/xhtml'/>"},
      {"XHTML", "application/xhtml+xml", kHtml},
      {"FHIR in XML", "application/fhir+xml", "<Bundle xmlns=\"http://hl7.org/fhir\"/>"},
      {"FHIR in JSON", "application/fhir+json", "{\n \"resourceType\" : \"Bundle\"\n}"},
      {"FHIR longer than what is looked at", "application/fhir+json",
       absl::StrCat("{\"resourceType\":\"Binary\",\"data\":\"", std::string(100000, 'A'), "\"}")},
      {"JSON with a byte order mark", "application/json", "\xef\xbb\xbf[1, 2]"},
      {"JSON of one text", "application/json", "\"x\""},
      {"text", "text/plain", kText},
      {"text in UTF-8", "text/plain", "Blåbær på Sørøya, čáhppes\n"},
      {"text in ISO 8859-1", "text/plain",
       "Bl\xe5"
       "b\xe6r og r\xf8mme\n"},
      {"text in code page 850", "text/plain",
       "Bl\x86"
       "b\x91r og r\x9bmme\n"},
      {"text in UTF-16", "text/plain", Utf16("\xff\xfe", kText)},
      {"text in UTF-16 without mark", "text/plain", Utf16("", kText)},
      {"text with form feeds", "text/plain", "Side 1\f\r\nSide 2\x1b[0m\n"},
      {"text with the framing of a transport", "text/plain", "\x0bMSH|^~\\&|A\rPID|1\r\x1c\r"},
      {"text that is cut in a character", "text/plain", "Bl\xc3"},
      {"text that looks like a program", "text/plain", "MZ er initialene.\n"},
      {"text that looks like an image", "text/plain", "BM: 12 kg. GIF: nei.\n"},
      {"text that looks like code", "text/plain", "#include <stdio.h>\nint main() {}\n"},
      {"CDA as text", "text/plain", kCda},
      {"text with parameters and in capitals", "Text/Plain ; charset=utf-8", kText},
      {"text of which libmagic says nothing at all", "text/plain",
       std::string("\xff\xfe\0\0\xcd\xff\xff\xffi`a", 11)},
      {"HTML", "text/html", kHtml},
      {"HTML without a frame", "text/html", "<p>Epikrise</p>"},
      {"a table", "text/csv", "navn;dato\nA;2020\n"},
      {"noise of a type we know nothing of", "application/x-ecg", "\x01\x02\x03"},
      {"a program of a type we know nothing of", "application/octet-stream", kWindowsProgram},
      {"a document without a type", "", kPdf},
      {"empty PDF", "application/pdf", ""},
      {"empty text", "text/plain", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(Check(c.declared, c.bytes), absl::OkStatus()) << c.name;
}

TEST(MimeTypeCheckTest, RefusesWhatIsClearlyOfAnotherType) {
  const Case cases[] = {
      {"text as PDF", "application/pdf", kText},
      {"CDA as PDF", "application/pdf", kCda},
      {"program as PDF", "application/pdf", kWindowsProgram},
      {"noise as PDF", "application/pdf", "\x01\x9c\xfe\x80\x13\x07\xee"},
      {"PDF too far behind", "application/pdf", absl::StrCat(std::string(2000, '\n'), kPdf)},
      {"PDF as DICOM", "application/dicom", kPdf},
      {"JPEG as DICOM", "application/dicom", kJpeg},
      {"PNG as JPEG", "image/jpeg", kPng},
      {"HTML as JPEG", "image/jpeg", kHtml},
      {"JPEG as PNG", "image/png", kJpeg},
      {"PDF as TIFF", "image/tiff", kPdf},
      {"text as GIF", "image/gif", kText},
      {"program as ZIP", "application/zip", kWindowsProgram},
      {"text as Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
       kText},
      {"Word of old as new", "application/vnd.oasis.opendocument.text", kOle},
      {"text as RTF", "application/rtf", kText},
      {"PDF as CDA", "text/xml", kPdf},
      {"text as XML", "application/xml", kText},
      {"text with a less-than sign as XML", "text/xml", "< 5 mmol/l"},
      {"HTML as XML", "text/xml", kHtml},
      {"HTML without document type as XML", "text/xml", "<HTML><BODY>x</BODY></HTML>"},
      {"JSON as FHIR in XML", "application/fhir+xml", "{\"resourceType\":\"Bundle\"}"},
      {"PNG in place of SVG", "image/svg+xml", kPng},
      {"XML as FHIR in JSON", "application/fhir+json", kCda},
      {"RTF as JSON", "application/json", kRtf},
      {"settings as JSON", "application/json", "[Section]\nkey=value\n"},
      {"PDF as text", "text/plain", kPdf},
      {"PDF without any binary bytes as text", "text/plain", "%PDF-1.4\n1 0 obj\n"},
      {"RTF as text", "text/plain", kRtf},
      {"JPEG as text", "text/plain", kJpeg},
      {"ZIP as text", "text/plain", kZip},
      {"Windows program as text", "text/plain", kWindowsProgram},
      {"Linux program as text", "text/plain; charset=us-ascii", kLinuxProgram},
      {"PDF as HTML", "text/html", kPdf},
      {"program as XHTML", "application/xhtml+xml", kLinuxProgram},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Check(c.declared, c.bytes).code(), absl::StatusCode::kInvalidArgument) << c.name;
  }
}

TEST(MimeTypeCheckTest, SaysWhatWasDeclaredAndFoundAndNothingOfTheContent) {
  EXPECT_EQ(Check("Application/PDF", "Ola Nordmann, innlagt\n").message(),
            "the document is declared as 'Application/PDF', but its first bytes are not of that "
            "type: they look like text/plain");
  EXPECT_EQ(Check("image/png", "\x01\x9c\xfe\x80\x13\x07\xee").message(),
            "the document is declared as 'image/png', but its first bytes are not of that type");
}

TEST(MimeTypeCheckTest, DoesNotCareHowTheBytesCome) {
  for (const size_t piece : {1, 2, 3, 1000}) {
    EXPECT_TRUE(Check("application/pdf", kPdf, piece).ok()) << piece;
    EXPECT_TRUE(Check("text/xml", Utf16("\xff\xfe", kCda), piece).ok()) << piece;
    EXPECT_FALSE(Check("text/xml", kPdf, piece).ok()) << piece;
  }
}

TEST(MimeTypeCheckTest, RefusesAsSoonAsItHasSeenEnough) {
  const auto check = MimeTypeCheck::Create().value();
  const auto document = check->Begin("application/pdf").value();
  EXPECT_TRUE(document->Update(std::string(MimeTypeCheck::kHeadBytes - 1, 'x')).ok());
  const absl::Status refusal = document->Update("x");
  EXPECT_EQ(refusal.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(document->Update(kPdf), refusal);
  EXPECT_EQ(document->Finish(), refusal);
}

TEST(MimeTypeCheckTest, ServesManyThreadsAtOnce) {
  const auto check = MimeTypeCheck::Create().value();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&check, i] {
      for (int n = 0; n < 20; ++n) {
        const auto document = check->Begin("image/png").value();
        document->Update(i % 2 == 0 ? kPng : kJpeg).IgnoreError();
        EXPECT_EQ(document->Finish().ok(), i % 2 == 0);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// What the metadata of these documents declare, or would.
TEST(MimeTypeCheckTest, AcceptsTheRealDocumentsAndTellsThemApart) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  struct Folder {
    const char* dir;
    const char* suffix;
    const char* declared;
  };
  const Folder folders[] = {
      {"/cda", ".xml", "text/xml"},
      {"/cda", ".ccda", "application/hl7-v3+xml"},
      {"/cda", ".pdf", "application/pdf"},
      {"/pdf", ".pdf", "application/pdf"},
      {"", ".dcm", "application/dicom"},
      {"/xdm", ".zip", "application/zip"},
      {"/hl7v3/ipf", ".xml", "application/hl7-v3+xml"},
      {"/soap/xcadocumentsource", ".xml", "application/xml"},
      {"/saml", ".xml", "application/samlassertion+xml"},
      {"/mhd", ".json", "application/fhir+json"},
      {"/atna", ".json", "application/fhir+json"},
      {"/xds-toolkit2/testkit", ".txt", "text/plain"},
      {"/hl7v2", ".hl7", "text/plain"},
      {"/charset/xcadocumentsource", ".xml", "text/xml"},
      {"/charset/libxml2", "utf16bom.xml", "text/xml"},
      {"/charset/libxml2", "utf16lebom.xml", "text/xml"},
  };
  for (const Folder& folder : folders) {
    const auto files = tests::FilesBelow(absl::StrCat(*real_data, folder.dir), folder.suffix);
    EXPECT_FALSE(files.empty()) << folder.dir << " " << folder.suffix;
    for (const std::string& file : files) {
      const std::string bytes = tests::ReadFile(file).value();
      EXPECT_EQ(Check(folder.declared, bytes), absl::OkStatus()) << file;
      if (bytes.empty()) continue;
      const bool is_pdf = absl::string_view(folder.declared) == "application/pdf";
      EXPECT_FALSE(Check(is_pdf ? "application/dicom" : "application/pdf", bytes).ok()) << file;
    }
  }
}

}  // namespace
}  // namespace docshare::repository
