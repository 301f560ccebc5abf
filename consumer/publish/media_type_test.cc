#include "consumer/publish/media_type.h"

#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/real_data/real_data.h"

namespace docshare::consumer {
namespace {

std::string TypeOf(absl::string_view bytes) {
  const absl::StatusOr<MediaTypeDetector> detector = MediaTypeDetector::Open();
  if (!detector.ok()) return detector.status().ToString();
  const absl::StatusOr<std::string> type = detector->Detect(bytes);
  return type.ok() ? *type : type.status().ToString();
}

std::string TypeOfFile(const std::string& path) {
  const absl::StatusOr<std::string> bytes = tests::ReadFile(path);
  return bytes.ok() ? TypeOf(*bytes) : bytes.status().ToString();
}

std::string Utf16(absl::string_view ascii) {
  std::string bytes = "\xff\xfe";
  for (const char c : ascii) absl::StrAppend(&bytes, absl::string_view(&c, 1), std::string(1, 0));
  return bytes;
}

TEST(MediaTypeDetectorTest, KnowsTypesByTheirFirstBytes) {
  struct Case {
    const char* name;
    std::string bytes;
    const char* type;
  };
  const std::string dicom = absl::StrCat(std::string(128, '\0'), "DICM", "\x02", std::string(9, 0));
  // An entry "a" that holds 64 bytes, stored.
  const std::string zip = absl::StrCat(
      std::string("PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x40\0\0\0\x40\0\0\0\1\0\0\0a", 31),
      std::string(64, 'x'));
  const Case cases[] = {
      {"PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"},
      {"DICOM", dicom, "application/dicom"},
      {"PNG", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", 29),
       "image/png"},
      {"JPEG", std::string("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 20), "image/jpeg"},
      {"GIF", std::string("GIF89a\1\0\1\0\0\0\0", 13), "image/gif"},
      {"TIFF", std::string("II*\0\x08\0\0\0\0\0", 10), "image/tiff"},
      {"RTF", "{\\rtf1\\ansi Journal}", "text/rtf"},
      {"ZIP", zip, "application/zip"},
      {"text", "Pasienten er innlagt.\n", "text/plain"},
      {"UTF-8 text", "Blåbær på Sørøya, čáhppes\n", "text/plain"},
      {"ISO-8859-1 text",
       "Bl\xe5"
       "b\xe6r og r\xf8mme\n",
       "text/plain"},
      {"text that looks like code", "#include <stdio.h>\nint main(void) { return 0; }\n",
       "text/plain"},
      {"web page", "<!DOCTYPE html><html><body>x</body></html>", "text/html"},
      {"web page without DOCTYPE", "<html><body>x</body></html>", "text/html"},
      {"XML", "<?xml version='1.0'?><a/>", "text/xml"},
      {"XML without declaration", "<a xmlns='urn:a'><b/></a>", "text/xml"},
      {"XML after blanks and a comment", "  \n<!-- x --><a/>", "text/xml"},
      {"XML with a byte order mark", "\xef\xbb\xbf<a/>", "text/xml"},
      {"XML in UTF-16", Utf16("<?xml version='1.0' encoding='UTF-16'?><a/>"), "text/xml"},
      {"XML in UTF-16 without declaration", Utf16("<a><b/></a>"), "text/xml"},
      {"CDA without declaration",
       "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>x</title></ClinicalDocument>",
       "text/xml"},
      {"text that starts like a tag", "<5 mmol/l\n", "text/plain"},
      {"empty", "", "application/octet-stream"},
      {"noise", std::string("\x01\x9c\xfe\x00\x80\x13\x07\xee", 8), "application/octet-stream"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(TypeOf(c.bytes), c.type);
  }
}

TEST(MediaTypeDetectorTest, LooksAtTheHeadOnly) {
  const std::string head = absl::StrCat("<a>", std::string(MediaTypeDetector::kHeadBytes, 'x'));
  EXPECT_EQ(TypeOf(head), "text/xml");
  EXPECT_EQ(TypeOf(absl::StrCat("%PDF-1.4\n", std::string(1 << 20, '\x01'))), "application/pdf");
}

TEST(MediaTypeDetectorTest, FailsWithoutRules) {
  EXPECT_EQ(MediaTypeDetector::Open("/no/such/database").status().code(),
            absl::StatusCode::kUnavailable);
}

TEST(MediaTypeDetectorTest, KnowsTheRealDocuments) {
  const absl::optional<std::string> real_data = tests::RealDataDir();
  if (!real_data) GTEST_SKIP() << tests::kNoRealData;
  struct Case {
    const char* dir;
    const char* suffix;
    const char* type;
  };
  const Case cases[] = {
      {"/cda", ".xml", "text/xml"},
      {"/cda", ".ccda", "text/xml"},
      {"/cda", ".pdf", "application/pdf"},
      {"/pdf", ".pdf", "application/pdf"},
      {"", ".dcm", "application/dicom"},
      {"/charset/xcadocumentsource", ".xml", "text/xml"},
      {"/xdm", ".zip", "application/zip"},
      {"/charset/libxml2", "cdata2", "text/xml"},
      {"/charset/libxml2", "utf16bom.xml", "text/xml"},
      {"/charset/libxml2", "utf16lebom.xml", "text/xml"},
      {"/charset/libxml2", "empty.xml", "application/octet-stream"},
  };
  for (const Case& c : cases) {
    const std::vector<std::string> files =
        tests::FilesBelow(absl::StrCat(*real_data, c.dir), c.suffix);
    EXPECT_FALSE(files.empty()) << c.dir << " " << c.suffix;
    for (const std::string& file : files) EXPECT_EQ(TypeOfFile(file), c.type) << file;
  }
}

}  // namespace
}  // namespace docshare::consumer
