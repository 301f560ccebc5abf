#include "platform/s3/s3_xml.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

TEST(S3XmlTest, ReadsElementsWithAndWithoutNamespace) {
  for (const std::string xmlns : {"", " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""}) {
    const auto root = ParseS3Xml(absl::StrCat(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult", xmlns,
        "><Name>docs</Name><Contents><Key>a&amp;b</Key></Contents><Contents><Key>c</Key></Contents>"
        "</ListBucketResult>"));
    ASSERT_TRUE(root.ok()) << root.status();
    EXPECT_EQ(root->name, "ListBucketResult");
    ASSERT_EQ(root->children.size(), 3u);
    EXPECT_EQ(root->ChildText("Name"), "docs");
    EXPECT_EQ(root->children[1].ChildText("Key"), "a&b");
    EXPECT_EQ(root->children[2].ChildText("Key"), "c");
    EXPECT_EQ(root->ChildText("Absent"), "");
  }
}

TEST(S3XmlTest, RefusesWhatIsNoAnswer) {
  std::string deep;
  std::string many = "<a>";
  for (int i = 0; i < 17; ++i) absl::StrAppend(&deep, "<a>");
  for (int i = 0; i < 17; ++i) absl::StrAppend(&deep, "</a>");
  for (int i = 0; i < 32768; ++i) absl::StrAppend(&many, "<b/>");
  absl::StrAppend(&many, "</a>");
  for (const std::string& bytes :
       {std::string(), std::string("<html>"), std::string("<a></b>"), std::string("<a/><b/>"),
        std::string("no markup"), std::string("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), deep,
        many, absl::StrCat("<a>", std::string(4 << 20, 'x'), "</a>")}) {
    EXPECT_EQ(ParseS3Xml(bytes).status().code(), absl::StatusCode::kInternal)
        << bytes.substr(0, 100);
  }
}

TEST(S3XmlTest, EscapesWhatItReadsBack) {
  const std::string text = "<\"a&b'>\r\n";
  const auto root = ParseS3Xml(absl::StrCat("<a>", S3XmlEscape(text), "</a>"));
  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_EQ(root->text, text);
}

}  // namespace
}  // namespace docshare::platform
