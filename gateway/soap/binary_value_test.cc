#include "gateway/soap/binary_value.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::gateway {
namespace {

using testing::HasSubstr;

std::string Include(absl::string_view attributes) {
  return absl::StrCat("<i:Include xmlns:i='http://www.w3.org/2004/08/xop/include' ", attributes,
                      "/>");
}

TEST(BinaryValueTest, AnIncludeNamesItsPart) {
  const absl::StatusOr<XmlDocument> document =
      XmlDocument::Parse(absl::StrCat("<d>\n ", Include("href='cid:a%40b'"), " \n</d>"));
  const absl::StatusOr<BinaryValue> value = ReadBinaryValue(document->root());
  ASSERT_TRUE(value.ok()) << value.status();
  ASSERT_TRUE(value->attachment);
  EXPECT_EQ(value->attachment->text(), "a@b");
}

TEST(BinaryValueTest, TextIsDecodedOnRequest) {
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse("<d>\nQUJD\nRA== </d>");
  const absl::StatusOr<BinaryValue> value = ReadBinaryValue(document->root());
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_FALSE(value->attachment);
  const std::unique_ptr<platform::ByteSource> bytes = DecodeBase64(value->base64);
  EXPECT_EQ(*bytes->Read(), "ABCD");
  EXPECT_EQ(*bytes->Read(), "");
}

TEST(BinaryValueTest, AnEmptyElementHasNoBytes) {
  const absl::StatusOr<XmlDocument> document = XmlDocument::Parse("<d/>");
  const absl::StatusOr<BinaryValue> value = ReadBinaryValue(document->root());
  ASSERT_TRUE(value.ok());
  EXPECT_FALSE(value->attachment);
  EXPECT_EQ(*DecodeBase64(value->base64)->Read(), "");
}

TEST(BinaryValueTest, RefusesAnythingElse) {
  struct Case {
    const char* name;
    std::string content;
    const char* message;
  };
  const Case cases[] = {
      {"other element", "<x/>", "other than xop:Include"},
      {"other Include",
       "<Include xmlns='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>",
       "other than xop:Include"},
      {"two", absl::StrCat(Include("href='cid:a'"), Include("href='cid:b'")), "more than one"},
      {"text beside", absl::StrCat("QUJD", Include("href='cid:a'")), "text beside"},
      {"no href", Include(""), "without href"},
      {"not a cid", Include("href='http://a/b'"), "cid: URL"},
      {"empty cid", Include("href='cid:'"), "must not be empty"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const absl::StatusOr<XmlDocument> document =
        XmlDocument::Parse(absl::StrCat("<doc>", c.content, "</doc>"));
    ASSERT_TRUE(document.ok()) << document.status();
    const absl::Status status = ReadBinaryValue(document->root()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message));
    EXPECT_THAT(std::string(status.message()), HasSubstr("line 1: doc: "));
  }
}

}  // namespace
}  // namespace docshare::gateway
