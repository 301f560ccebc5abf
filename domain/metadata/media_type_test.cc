#include "domain/metadata/media_type.h"

#include <gtest/gtest.h>

#include <string>

namespace docshare {
namespace {

TEST(MediaTypeTest, Check25AcceptsTypes) {
  for (const char* text :
       {"text/xml", "application/pdf", "application/dicom", "application/hl7-v3+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "TEXT/Plain",
        "text/plain; charset=utf-8", "text/plain;charset=\"utf 8\"", "a/b ; c=d;e=\"\\\"\""}) {
    EXPECT_TRUE(IsMediaType(text)) << text;
  }
}

TEST(MediaTypeTest, Check25RefusesEveryOtherText) {
  for (const std::string& text : {std::string(),
                                  std::string("text"),
                                  std::string("text/"),
                                  std::string("/xml"),
                                  std::string("text//xml"),
                                  std::string("text/xml/x"),
                                  std::string(" text/xml"),
                                  std::string("text/xml "),
                                  std::string("text /xml"),
                                  std::string("text/x ml"),
                                  std::string("text/æ"),
                                  std::string("text/xml;"),
                                  std::string("text/xml; charset"),
                                  std::string("text/xml; charset="),
                                  std::string("text/xml; a=\"b"),
                                  std::string("text/xml; a=\"b\\"),
                                  std::string("text/xml, text/plain"),
                                  std::string("*/*x"),
                                  "text/" + std::string(128, 'x'),
                                  std::string("text/xm\nl")}) {
    EXPECT_FALSE(IsMediaType(text)) << text;
  }
}

}  // namespace
}  // namespace docshare
