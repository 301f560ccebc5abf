#include "domain/xml/xml_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace docshare {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

XmlDocument Parsed(absl::string_view xml) {
  absl::StatusOr<XmlDocument> document = XmlDocument::Parse(xml);
  EXPECT_TRUE(document.ok()) << document.status();
  return *std::move(document);
}

std::vector<std::string> NamesOfChildren(const XmlNode& node) {
  std::vector<std::string> names;
  for (const XmlNode child : node.children()) names.emplace_back(child.name());
  return names;
}

TEST(XmlDocumentTest, KeepsTheTree) {
  const XmlDocument document = Parsed("<a xmlns='urn:x'><b><c/><d/></b><e/><b>t</b></a>");
  const XmlNode root = document.root();
  EXPECT_TRUE(root.Is("urn:x", "a"));
  EXPECT_FALSE(root.Is("", "a"));
  EXPECT_THAT(NamesOfChildren(root), ElementsAre("b", "e", "b"));
  EXPECT_THAT(NamesOfChildren(*root.children().begin()), ElementsAre("c", "d"));
  EXPECT_TRUE((*(*root.children().begin()).children().begin()).children().empty());
}

TEST(XmlDocumentTest, FindsAttributesByNameAndNamespace) {
  const XmlDocument document =
      Parsed("<a b='1' xml:lang='nb' p:b='&quot;2&#10;&amp;' c='' xmlns:p='urn:p'/>");
  const XmlNode root = document.root();
  EXPECT_EQ(root.Attribute("b"), "1");
  EXPECT_EQ(root.AttributeNs("urn:p", "b"), "\"2\n&");
  EXPECT_EQ(root.AttributeNs("http://www.w3.org/XML/1998/namespace", "lang"), "nb");
  EXPECT_EQ(root.Attribute("lang"), "");
  EXPECT_EQ(root.FindAttribute("c"), absl::string_view(""));
  EXPECT_EQ(root.FindAttribute("d"), absl::nullopt);
  EXPECT_EQ(root.attributes().size(), 4u);
}

TEST(XmlDocumentTest, JoinsTheCharactersOfAnElement) {
  EXPECT_EQ(Parsed("<a> x<!-- no -->&lt;<![CDATA[<y>]]>\n</a>").root().text(), " x<<y>\n");
  EXPECT_EQ(Parsed("<a>x<b>y</b>z</a>").root().text(), "xz");
  EXPECT_EQ(Parsed("<a>  </a>").root().text(), "  ");
  EXPECT_EQ(Parsed("<a>\n  <b/>\n</a>").root().text(), "");
  EXPECT_EQ(Parsed("<a/>").root().text(), "");
}

TEST(XmlDocumentTest, TellsTheLine) {
  const XmlDocument document = Parsed("<a>\n\n<b/>\n<c\nd=''/></a>");
  EXPECT_EQ(document.root().line(), 1u);
  std::vector<size_t> lines;
  for (const XmlNode child : document.root().children()) lines.push_back(child.line());
  EXPECT_THAT(lines, ElementsAre(3, 4));
}

TEST(XmlDocumentTest, NodesSurviveAMove) {
  XmlDocument document = Parsed("<a><b>text</b></a>");
  const XmlNode b = *document.root().children().begin();
  const XmlDocument moved = std::move(document);
  EXPECT_EQ(b.text(), "text");
  EXPECT_EQ(moved.root().name(), "a");
}

TEST(XmlDocumentTest, RefusesWhatIsNotXmlOrOverALimit) {
  EXPECT_THAT(XmlDocument::Parse("<a>").status().message(), HasSubstr("no element found"));
  EXPECT_THAT(XmlDocument::Parse("").status().message(), HasSubstr("no element found"));
  EXPECT_THAT(XmlDocument::Parse("<!DOCTYPE a><a/>").status().message(), HasSubstr("DOCTYPE"));
  EXPECT_THAT(XmlDocument::Parse("<a><b/></a>", {.max_depth = 1}).status().message(),
              HasSubstr("nested deeper than 1"));
  const absl::Status too_long = XmlDocument::Parse("<a>12</a>", {.max_bytes = 8}).status();
  EXPECT_EQ(too_long.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(too_long.message(), "the document has 9 bytes, more than the limit of 8");
}

// Each element's name has it in front.
TEST(XmlDocumentTest, LongNamespacesAreRefused) {
  const auto parse = [](size_t bytes) {
    return XmlDocument::Parse(
               absl::StrCat("<a xmlns:p='", std::string(bytes, 'u'), "'><p:b/><p:c/></a>"))
        .status();
  };
  EXPECT_TRUE(parse(1024).ok());
  EXPECT_THAT(parse(1025).message(), HasSubstr("namespace of more than 1024 bytes"));
}

TEST(XmlDocumentTest, ManyChildrenAndDistinctNames) {
  std::string xml = "<a>";
  for (int i = 0; i < 20000; ++i) absl::StrAppend(&xml, "<n", i, " v='", i, "'/>");
  absl::StrAppend(&xml, "</a>");
  const XmlDocument document = Parsed(xml);
  int i = 0;
  for (const XmlNode child : document.root().children()) {
    ASSERT_EQ(child.Attribute("v"), absl::StrCat(i));
    ASSERT_EQ(child.name(), absl::StrCat("n", i));
    ++i;
  }
  EXPECT_EQ(i, 20000);
}

TEST(XmlDocumentTest, ALongTokenIsReadOnce) {
  const std::string value(size_t{8} << 20, 'x');
  const XmlLimits limits = {.max_bytes = size_t{16} << 20};
  const absl::StatusOr<XmlDocument> document =
      XmlDocument::Parse(absl::StrCat("<a b='", value, "'/>"), limits);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->root().Attribute("b").size(), value.size());
}

}  // namespace
}  // namespace docshare
