#include "domain/xml/strict_xml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace docshare {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Writes every event down; stops or fails at an element of a given name.
class RecordingHandler : public XmlHandler {
 public:
  absl::StatusOr<XmlNext> OnStart(const XmlElement& element) override {
    std::string event = absl::StrCat("<", element.ns, "|", element.name);
    for (const XmlAttribute& attribute : element.attributes) {
      absl::StrAppend(&event, " ", attribute.ns, "|", attribute.name, "=", attribute.value);
    }
    events.push_back(event);
    if (element.name == "fail") return absl::NotFoundError("asked to fail");
    return element.name == "stop" ? XmlNext::kStop : XmlNext::kContinue;
  }
  absl::Status OnText(absl::string_view text) override {
    if (events.back()[0] == '"') {
      absl::StrAppend(&events.back(), text);
    } else {
      events.push_back(absl::StrCat("\"", text));
    }
    return absl::OkStatus();
  }
  absl::Status OnEnd() override {
    events.push_back(">");
    return absl::OkStatus();
  }

  std::vector<std::string> events;
};

absl::Status Parse(absl::string_view xml, RecordingHandler* handler, XmlLimits limits = {}) {
  StrictXmlParser parser(limits, handler);
  const absl::Status fed = parser.Feed(xml);
  return fed.ok() ? parser.Finish() : fed;
}

std::string ErrorOf(absl::string_view xml, XmlLimits limits = {}) {
  RecordingHandler handler;
  const absl::Status status = Parse(xml, &handler, limits);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << xml.substr(0, 200);
  return std::string(status.message());
}

TEST(StrictXmlParserTest, ReportsElementsTextAndNamespaces) {
  RecordingHandler handler;
  ASSERT_TRUE(
      Parse("<a xmlns='urn:x' xmlns:p='urn:p' b='1' p:c='2'>x&amp;<p:d/>y</a>", &handler).ok());
  EXPECT_THAT(handler.events,
              ElementsAre("<urn:x|a |b=1 urn:p|c=2", "\"x&", "<urn:p|d", ">", "\"y", ">"));
}

TEST(StrictXmlParserTest, SameEventsForOneByteAtATime) {
  const std::string xml = "<a xmlns='urn:x' b='&#230;'>blåbær<c/><!-- no --><?pi no?></a>\n";
  RecordingHandler whole;
  ASSERT_TRUE(Parse(xml, &whole).ok());
  RecordingHandler pieces;
  StrictXmlParser parser({}, &pieces);
  for (const char byte : xml) ASSERT_TRUE(parser.Feed(absl::string_view(&byte, 1)).ok());
  ASSERT_TRUE(parser.Finish().ok());
  EXPECT_EQ(pieces.events, whole.events);
}

TEST(StrictXmlParserTest, StopsWhereTheHandlerSaysSo) {
  RecordingHandler handler;
  StrictXmlParser parser({}, &handler);
  EXPECT_TRUE(parser.Feed("<a><stop/><b>").ok());
  EXPECT_TRUE(parser.stopped());
  EXPECT_TRUE(parser.Feed("this is < not XML").ok());
  EXPECT_TRUE(parser.Finish().ok());
  EXPECT_THAT(handler.events, ElementsAre("<|a", "<|stop"));
}

TEST(StrictXmlParserTest, HandlerErrorsKeepTheirCodeAndGetAPosition) {
  RecordingHandler handler;
  const absl::Status status = Parse("<a>\n  <fail/></a>", &handler);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "line 2, column 3: asked to fail");
}

TEST(StrictXmlParserTest, AnErrorStays) {
  RecordingHandler handler;
  StrictXmlParser parser({}, &handler);
  const absl::Status first = parser.Feed("<a></b>");
  EXPECT_FALSE(first.ok());
  EXPECT_EQ(parser.Feed("<a/>"), first);
  EXPECT_EQ(parser.Finish(), first);
}

TEST(StrictXmlParserTest, ReadsEncodings) {
  struct Case {
    const char* name;
    std::string xml;
  };
  const std::string utf16_le("\xff\xfe<\0a\0>\0\xe6\0<\0/\0a\0>\0", 18);
  const std::string utf16_be("\xfe\xff\0<\0a\0>\0\xe6\0<\0/\0a\0>", 18);
  const Case cases[] = {
      {"UTF-8", "<a>\xc3\xa6</a>"},
      {"UTF-8 with a byte order mark", "\xef\xbb\xbf<a>\xc3\xa6</a>"},
      {"ISO-8859-1", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe6</a>"},
      {"ISO-8859-15", "<?xml version='1.0' encoding='iso-8859-15'?><a>\xe6</a>"},
      {"Windows-1252", "<?xml version='1.0' encoding='windows-1252'?><a>\xe6</a>"},
      {"UTF-16 LE", utf16_le},
      {"UTF-16 BE", utf16_be},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    RecordingHandler handler;
    EXPECT_TRUE(Parse(c.xml, &handler).ok());
    EXPECT_THAT(handler.events, ElementsAre("<|a", "\"æ", ">"));
  }
}

TEST(StrictXmlParserTest, ReadsCyrillic) {
  RecordingHandler handler;
  EXPECT_TRUE(Parse("<?xml version='1.0' encoding='ISO-8859-5'?><a>\xd0\xf0</a>", &handler).ok());
  EXPECT_THAT(handler.events, ElementsAre("<|a", "\"а№", ">"));
}

TEST(StrictXmlParserTest, TellsTheLineOfAnElement) {
  std::vector<size_t> lines;
  class Handler : public RecordingHandler {
   public:
    explicit Handler(std::vector<size_t>* lines) : lines_(lines) {}
    absl::StatusOr<XmlNext> OnStart(const XmlElement& element) override {
      lines_->push_back(element.line);
      return XmlNext::kContinue;
    }
    absl::Status OnText(absl::string_view) override { return absl::OkStatus(); }

   private:
    std::vector<size_t>* lines_;
  } handler(&lines);
  ASSERT_TRUE(Parse("<a>\n<b\n/>\r\n<c/></a>", &handler).ok());
  EXPECT_THAT(lines, ElementsAre(1, 2, 4));
}

TEST(StrictXmlParserTest, RefusesWhatIsNotWellFormedOrDangerous) {
  struct Case {
    const char* name;
    std::string xml;
    const char* message;
  };
  const Case cases[] = {
      {"empty", "", "line 1, column 1: bad XML: no element found"},
      {"not XML", "%PDF-1.7\n", "line 1, column 9: bad XML: not well-formed"},
      {"cut", "<a><b>", "bad XML: no element found"},
      {"wrong end", "<a></b>", "line 1, column 6: bad XML: mismatched tag"},
      {"after the end", "<a/><b/>", "bad XML: junk after document element"},
      {"DOCTYPE", "<!DOCTYPE a><a/>",
       "line 1, column 12: a document type declaration (DOCTYPE) is not allowed"},
      {"external DTD", "<!-- x -->\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
       "line 2, column 40: a document type declaration"},
      {"entity", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
       "a document type declaration"},
      {"undeclared entity", "<a>&x;</a>", "undefined entity"},
      {"undeclared prefix", "<p:a/>", "unbound prefix"},
      {"newline in a namespace", "<a xmlns='urn:&#10;x'/>", "bad XML: syntax error"},
      {"unknown encoding", "<?xml version='1.0' encoding='KOI8-R'?><a/>", "unknown encoding"},
      {"byte without meaning", "<?xml version='1.0' encoding='windows-1252'?><a>\x81</a>",
       "invalid token"},
      {"invalid UTF-8", "<a>\xe6</a>", "invalid token"},
      {"control character", "<a>\x01</a>", "invalid token"},
      {"NUL", std::string("<a>\0</a>", 8), "invalid token"},
      {"same attribute twice", "<a b='' b=''/>", "duplicate attribute"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(ErrorOf(c.xml), HasSubstr(c.message));
  }
}

TEST(StrictXmlParserTest, KeepsTheLimits) {
  EXPECT_THAT(ErrorOf("<a><b><c/></b></a>", {.max_depth = 2}), HasSubstr("nested deeper than 2"));
  EXPECT_THAT(ErrorOf("<a b='' c='' d=''/>", {.max_attributes = 2}),
              HasSubstr("more than 2 attributes"));
  EXPECT_THAT(ErrorOf("<a xmlns='u' xmlns:v='v' xmlns:w='w'/>", {.max_attributes = 2}),
              HasSubstr("more than 2 namespace declarations"));
  EXPECT_THAT(ErrorOf(absl::StrCat("<a>", std::string(100, 'x'), "</a>"), {.max_bytes = 50}),
              HasSubstr("more than 50 bytes"));
  EXPECT_THAT(ErrorOf("<a><b/><b/></a>", {.max_elements = 2}), HasSubstr("more than 2 elements"));
  RecordingHandler handler;
  EXPECT_TRUE(Parse("<a b='' c=''><b/></a>", &handler, {2, 2, 50, 2}).ok());
  const XmlLimits two_attributes = {.max_attributes = 2};
  EXPECT_TRUE(Parse("<a xmlns='u' xmlns:v='v'><b xmlns:w='w' xmlns:x='x'/><c xmlns:y='y'/></a>",
                    &handler, two_attributes)
                  .ok());
}

TEST(StrictXmlParserTest, RefusesInstructionsWhereAsked) {
  RecordingHandler handler;
  EXPECT_TRUE(Parse("<?a?><b><?c d?></b>", &handler).ok());
  const XmlLimits limits = {.refuse_instructions = true};
  EXPECT_TRUE(Parse("<?xml version='1.0'?><b/>", &handler, limits).ok());
  EXPECT_THAT(ErrorOf("<a><?b c?></a>", limits),
              HasSubstr("line 1, column 4: a processing instruction is not allowed"));
  EXPECT_THAT(ErrorOf("<a/><?b?>", limits), HasSubstr("a processing instruction"));
}

TEST(StrictXmlParserTest, TheTransportsCharsetGoesBeforeTheDeclaredOne) {
  const char declared[] = "<?xml version='1.0' encoding='ISO-8859-1'?><a b='\xc3\xa6'/>";
  struct Case {
    const char* charset;
    const char* value;
  };
  const Case cases[] = {{"", "\xc3\x83\xc2\xa6"},
                        {"UTF-8", "\xc3\xa6"},
                        {"utf-8", "\xc3\xa6"},
                        {"windows-1252", "\xc3\x83\xc2\xa6"},
                        {"iso-8859-5", "\xd0\xa3\xd0\x86"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.charset);
    RecordingHandler handler;
    ASSERT_TRUE(Parse(declared, &handler, {.charset = c.charset}).ok());
    EXPECT_THAT(handler.events, ElementsAre(absl::StrCat("<|a |b=", c.value), ">"));
  }
  EXPECT_THAT(ErrorOf("<a/>", {.charset = "KOI8-R"}), HasSubstr("unknown encoding"));
  RecordingHandler handler;
  EXPECT_TRUE(Parse("\xef\xbb\xbf<a/>", &handler, {.charset = "UTF-8"}).ok());
}

TEST(StrictXmlParserTest, AnEndlessTagEndsAtTheLimit) {
  RecordingHandler handler;
  StrictXmlParser parser({}, &handler);
  absl::Status status = parser.Feed("<a b='");
  const std::string piece(size_t{64} * 1024, 'x');
  int pieces = 0;
  while (status.ok() && pieces < 1000) {
    status = parser.Feed(piece);
    ++pieces;
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_LE(pieces, 17);
}

}  // namespace
}  // namespace docshare
