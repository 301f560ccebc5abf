#include "domain/codes/nist_codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace docshare {
namespace {

using ::testing::HasSubstr;
using Attribute = CodedAttribute;

constexpr char kGood[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- Of a test. -->
<Codes>
  <CodeType name="classCode" classScheme="urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a">
    <Code code="A00-1" display="Epikriser" codingScheme="2.999.1" system="http://example.org"/>
    <Code code="Č-1" display="Čoahkkáigeassu 🩺" codingScheme="2.999.1"/>
  </CodeType>
  <CodeType name="mimeType"><Code code="text/XML" ext="xml"/></CodeType>
  <AssigningAuthority id="&amp;2.999.3&amp;ISO" display="Test"/>
</Codes>
)";

std::string ErrorOf(const std::string& xml) {
  ValueSets sets;
  const absl::Status status = AddNistCodes("codes.xml", xml, sets);
  EXPECT_TRUE(status.ok() || absl::IsInvalidArgument(status)) << status;
  return std::string(status.message());
}

// A file with this inside Codes.
std::string In(const std::string& content) { return absl::StrCat("<Codes>", content, "</Codes>"); }

TEST(NistCodesTest, ReadsCodesMediaTypesAndAuthorities) {
  ValueSets sets;
  const absl::Status status = AddNistCodes("codes.xml", kGood, sets);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(sets.size(), 4U);
  EXPECT_TRUE(sets.Contains(Attribute::kClassCode, "2.999.1", "A00-1"));
  EXPECT_TRUE(sets.Contains(Attribute::kClassCode, "2.999.1", "Č-1"));
  EXPECT_TRUE(sets.Contains(Attribute::kMimeType, "", "text/xml"));
  EXPECT_TRUE(sets.Contains(Attribute::kPatientIdAuthority, "", "2.999.3"));
  EXPECT_EQ(sets.Of(Attribute::kClassCode).rbegin()->second, "Čoahkkáigeassu 🩺");
}

TEST(NistCodesTest, ErrorsNameFileLineAndCode) {
  const std::string error = ErrorOf(
      "<Codes>\n <CodeType name=\"classCode\">\n"
      "  <Code code=\"A1\"/></CodeType></Codes>");
  EXPECT_THAT(error, HasSubstr("codes.xml: line 3, column 3:"));
  EXPECT_THAT(error, HasSubstr("'A1'"));
  EXPECT_THAT(error, HasSubstr("classCode has no code system"));
}

TEST(NistCodesTest, RefusesBadFiles) {
  const std::string code = R"(<Code code="1" codingScheme="2.999"/>)";
  struct {
    const char* name;
    std::string xml;
    const char* reason;
  } const cases[] = {
      {"empty", "", "bad XML"},
      {"no XML", "{\"id\": 1}", "bad XML"},
      {"not closed", "<Codes>", "bad XML"},
      {"not UTF-8", In("\xff"), "bad XML"},
      {"DOCTYPE", "<!DOCTYPE Codes [<!ENTITY a \"b\">]><Codes/>", "DOCTYPE"},
      {"another root", "<codes/>", "as the root, which is Codes"},
      {"a namespace", "<Codes xmlns=\"urn:x\"/>", "not expected"},
      {"unknown element", In("<Kode/>"), "'Kode' is not expected in 'Codes'"},
      {"code outside of a type", In(code), "'Code' is not expected in 'Codes'"},
      {"element in a code",
       In(R"(<CodeType name="classCode"><Code code="1" codingScheme="2"><b/></Code></CodeType>)"),
       "'b' is not expected in 'Code'"},
      {"unknown attribute", In(R"(<CodeType name="clasCode"/>)"), "'clasCode'"},
      {"no attribute", In("<CodeType/>"), "''"},
      {"no code", In(R"(<CodeType name="typeCode"><Code codingScheme="2.999"/></CodeType>)"),
       "is empty"},
      {"code of 257 characters",
       In(absl::StrCat("<CodeType name=\"typeCode\"><Code codingScheme=\"2.999\" code=\"",
                       std::string(257, 'a'), "\"/></CodeType>")),
       "longer than 256"},
      {"control character",
       In("<CodeType name=\"typeCode\"><Code codingScheme=\"2.999\" code=\"a&#9;\"/></CodeType>"),
       "control characters"},
      {"display of 1025 characters",
       In(absl::StrCat("<CodeType name=\"typeCode\"><Code codingScheme=\"2\" code=\"1\" display=\"",
                       std::string(1025, 'a'), "\"/></CodeType>")),
       "display name"},
      {"text", In("classCode"), "text between the elements: 'classCode'"},
      {"authority without OID", In(R"(<AssigningAuthority id="IHERED"/>)"), "&OID&ISO"},
      {"authority with a namespace", In(R"(<AssigningAuthority id="a&amp;2.999&amp;ISO"/>)"),
       "&OID&ISO"},
      {"authority of another type", In(R"(<AssigningAuthority id="&amp;2.999&amp;DNS"/>)"),
       "&OID&ISO"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(ErrorOf(c.xml), HasSubstr(c.reason));
  }
}

TEST(NistCodesTest, RefusesAFileThatIsTooLong) {
  const std::string padding(17U << 20, ' ');
  EXPECT_THAT(ErrorOf("<Codes>" + padding + "</Codes>"), HasSubstr("bytes"));
}

}  // namespace
}  // namespace docshare
