#include "domain/xml/xml_writer.h"

#include <gtest/gtest.h>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "domain/xml/xml_document.h"

namespace docshare {
namespace {

TEST(XmlWriterTest, WritesElementsAttributesAndText) {
  std::string out;
  XmlWriter writer(&out);
  writer.Declaration().Start("a").Attribute("b", "1").AttributeIfAny("c", "").Attribute("d", "");
  writer.Start("e").End().Start("f").Text("x").Text("").Start("g").End().Text("y").End();
  writer.Start("h").Text("").End().End();
  EXPECT_EQ(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            "<a b=\"1\" d=\"\"><e/><f>x<g/>y</f><h/></a>");
}

TEST(XmlWriterTest, EscapesMarkup) {
  std::string out;
  XmlWriter(&out).Start("a").Attribute("b", "<&>\"'").Text("<&>\"']]>").End();
  EXPECT_EQ(out, "<a b=\"&lt;&amp;&gt;&quot;'\">&lt;&amp;&gt;\"']]&gt;</a>");
}

// A parser replaces line ends and the white space of attributes, unless it is a reference.
TEST(XmlWriterTest, EveryCharacterThatXmlCarriesComesBack) {
  const std::string values[] = {"",
                                " lead and trail ",
                                "tab\tline\nreturn\rboth\r\n",
                                "æøå Čálli שלום 漢字 🙂",
                                "e\xcc\x81",
                                "\x7f\xc2\x85\xc2\xa0",
                                "\xef\xbf\xbd",
                                "&amp; <![CDATA[x]]> <!-- y --> &#10;"};
  for (const std::string& value : values) {
    SCOPED_TRACE(value);
    std::string out;
    XmlWriter(&out).Start("a").Attribute("b", value).Text(value).End();
    const absl::StatusOr<XmlDocument> document = XmlDocument::Parse(out);
    ASSERT_TRUE(document.ok()) << document.status() << " " << out;
    EXPECT_EQ(document->root().Attribute("b"), value);
    EXPECT_EQ(document->root().text(), value);
  }
}

TEST(XmlWriterTest, ReplacesWhatXmlCannotCarry) {
  const std::string values[] = {std::string("x\0y", 3), "x\x01y", "x\x1fy", "x\xffy",
                                "x\xef\xbf\xbey"};
  for (const std::string& value : values) {
    std::string out;
    XmlWriter(&out).Start("a").Text(value).End();
    EXPECT_EQ(out, "<a>x\xef\xbf\xbdy</a>");
  }
  std::string out;
  XmlWriter(&out).Start("a").Attribute("b", "\xed\xa0\x80").End();
  EXPECT_TRUE(XmlDocument::Parse(out).ok()) << out;
}

TEST(XmlWriterTest, LetsOthersWriteInside) {
  std::string out;
  XmlWriter writer(&out);
  writer.Start("a").Attribute("b", "1").Inside();
  out += "<c/>";
  writer.End();
  EXPECT_EQ(out, "<a b=\"1\"><c/></a>");
}

}  // namespace
}  // namespace docshare
