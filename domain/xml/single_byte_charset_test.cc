#include "domain/xml/single_byte_charset.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(SingleByteCharsetTest, FindsByNameInAnyCaseOfLetters) {
  EXPECT_NE(FindSingleByteCharset("ISO-8859-5"), nullptr);
  EXPECT_NE(FindSingleByteCharset("iso-8859-15"), nullptr);
  EXPECT_NE(FindSingleByteCharset("Windows-1252"), nullptr);
  EXPECT_EQ(FindSingleByteCharset("KOI8-R"), nullptr);
  EXPECT_EQ(FindSingleByteCharset(""), nullptr);
}

TEST(SingleByteCharsetTest, AsciiIsItself) {
  for (const char* name : {"ISO-8859-5", "ISO-8859-15", "windows-1252"}) {
    const SingleByteCharset& charset = *FindSingleByteCharset(name);
    for (int byte = 0; byte < 0x80; ++byte) EXPECT_EQ(charset[byte], byte) << name;
  }
}

TEST(SingleByteCharsetTest, KnowsTheLettersThatDiffer) {
  struct Case {
    const char* name;
    int byte;
    int character;
  };
  const Case cases[] = {
      {"ISO-8859-5", 0xa0, 0x00a0},   {"ISO-8859-5", 0xa1, 0x0401},  {"ISO-8859-5", 0xac, 0x040c},
      {"ISO-8859-5", 0xad, 0x00ad},   {"ISO-8859-5", 0xae, 0x040e},  {"ISO-8859-5", 0xb0, 0x0410},
      {"ISO-8859-5", 0xef, 0x044f},   {"ISO-8859-5", 0xf0, 0x2116},  {"ISO-8859-5", 0xf1, 0x0451},
      {"ISO-8859-5", 0xfc, 0x045c},   {"ISO-8859-5", 0xfd, 0x00a7},  {"ISO-8859-5", 0xff, 0x045f},
      {"ISO-8859-15", 0xa4, 0x20ac},  {"ISO-8859-15", 0xe6, 0x00e6}, {"ISO-8859-15", 0xbe, 0x0178},
      {"windows-1252", 0x80, 0x20ac}, {"windows-1252", 0x81, -1},    {"windows-1252", 0x96, 0x2013},
      {"windows-1252", 0x9f, 0x0178}, {"windows-1252", 0xf8, 0x00f8}};
  for (const Case& c : cases) {
    EXPECT_EQ((*FindSingleByteCharset(c.name))[c.byte], c.character) << c.name << " " << c.byte;
  }
}

}  // namespace
}  // namespace docshare
