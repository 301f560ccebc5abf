#include "gateway/mtom/media_type.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::gateway {
namespace {

using testing::HasSubstr;

MediaType Parsed(absl::string_view value) {
  const absl::StatusOr<MediaType> media_type = MediaType::Parse(value);
  EXPECT_TRUE(media_type.ok()) << media_type.status() << " of " << value;
  return media_type.ok() ? *media_type : MediaType();
}

TEST(MediaTypeTest, NamesAreInLowerCaseAndValuesAsTheyAre) {
  const MediaType media_type = Parsed("Application/SOAP+xml ; CharSet=UTF-8;Action=\"urn:A b\"");
  EXPECT_EQ(media_type.name(), "application/soap+xml");
  EXPECT_EQ(media_type.Find("charset"), "UTF-8");
  EXPECT_EQ(media_type.Find("action"), "urn:A b");
  EXPECT_EQ(media_type.Find("boundary"), absl::nullopt);
}

TEST(MediaTypeTest, ReadsWhatRealStacksWrite) {
  const MediaType axis = Parsed(
      "multipart/related; boundary=MIMEBoundaryurn:uuid:A3ADBAEE51A1A87B2A11443668160701; "
      "type=\"application/xop+xml\"; start=\"<0.urn:uuid:A3@apache.org>\"; "
      "start-info=\"application/soap+xml; action=\\\"urn:a\\\"\"; action=\"urn:a\"");
  EXPECT_EQ(axis.Find("boundary"), "MIMEBoundaryurn:uuid:A3ADBAEE51A1A87B2A11443668160701");
  EXPECT_EQ(axis.Find("start"), "<0.urn:uuid:A3@apache.org>");
  EXPECT_EQ(axis.Find("start-info"), "application/soap+xml; action=\"urn:a\"");
  EXPECT_EQ(axis.FindName("start-info"), "application/soap+xml");
  EXPECT_EQ(axis.FindName("type"), "application/xop+xml");
  const MediaType bare = Parsed("Multipart/Related;start=<a@b>;boundary=----=_Part_1_2.3");
  EXPECT_EQ(bare.Find("start"), "<a@b>");
  EXPECT_EQ(bare.Find("boundary"), "----=_Part_1_2.3");
  EXPECT_EQ(Parsed("text/xml; charset=UTF-8;\r\n    type=\"a/b\";").Find("type"), "a/b");
  EXPECT_EQ(Parsed("text/xml;;charset = utf-8 ; ").Find("charset"), "utf-8");
  EXPECT_EQ(Parsed("text/xml; a=1; a=1").Find("a"), "1");
  EXPECT_EQ(Parsed("text/xml; a=").Find("a"), "");
  EXPECT_EQ(Parsed("text/xml; a=\"\"").Find("a"), "");
}

TEST(MediaTypeTest, RefusesWhatCouldBeReadInTwoWays) {
  struct Case {
    const char* name;
    std::string value;
    const char* message;
  };
  const Case cases[] = {
      {"empty", "", "type/subtype"},
      {"no subtype", "multipart/; boundary=a", "type/subtype"},
      {"no slash", "multipart", "type/subtype"},
      {"two headers joined", "multipart/related; boundary=a, multipart/related; boundary=b",
       "a comma"},
      {"two boundaries", "multipart/related; boundary=a; Boundary=b", "boundary is given twice"},
      {"open quote", "multipart/related; boundary=\"a", "closing quote"},
      {"text after the quote", "multipart/related; boundary=\"a\"b", "semicolon"},
      {"quote inside", "multipart/related; boundary=a\"b\"", "a quote"},
      {"blank inside", "multipart/related; boundary=a b", "semicolon"},
      {"no value", "multipart/related; boundary", "name=value"},
      {"no name", "multipart/related; =a", "name=value"},
      {"NUL", std::string("text/xml; a=\"\0\"", 15), "control character"},
      {"bare NUL", std::string("text/xml; a=b\0c", 15), "control character"},
      {"long", absl::StrCat("text/xml; a=", std::string(9000, 'x')), "more than 8192 bytes"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const absl::StatusOr<MediaType> media_type = MediaType::Parse(c.value);
    EXPECT_EQ(media_type.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(media_type.status().message()), HasSubstr(c.message));
  }
}

TEST(MediaTypeTest, CountsParameters) {
  std::string value = "a/b";
  for (int i = 0; i < 33; ++i) absl::StrAppend(&value, ";p", i, "=1");
  EXPECT_THAT(std::string(MediaType::Parse(value).status().message()),
              HasSubstr("more than 32 parameters"));
}

TEST(MediaTypeTest, QuotesWhatItReads) {
  const std::string value = "a \"b\" \\ ; c";
  EXPECT_EQ(Parsed(absl::StrCat("a/b; p=", QuotedParameter(value))).Find("p"), value);
}

}  // namespace
}  // namespace docshare::gateway
