#include "domain/text/unicode_text.h"

#include <gtest/gtest.h>

#include <string>

namespace docshare {
namespace {

struct Case {
  const char* name;
  absl::string_view bytes;
  bool valid;
  size_t count;
};

TEST(UnicodeTextTest, TellsWellFormedUtf8FromTheRest) {
  const Case cases[] = {
      {"empty", "", true, 0},
      {"ASCII", "abc", true, 3},
      {"NUL", absl::string_view("a\0b", 3), true, 3},
      {"two bytes", "æøå", true, 3},
      {"three bytes", "\xe2\x82\xac", true, 1},
      {"four bytes", "\xf0\x9f\x98\x80", true, 1},
      {"last code point", "\xf4\x8f\xbf\xbf", true, 1},
      {"above the last", "\xf4\x90\x80\x80", false, 4},
      {"overlong slash", "\xc0\xaf", false, 2},
      {"overlong three bytes", "\xe0\x80\xaf", false, 3},
      {"surrogate", "\xed\xa0\x80", false, 3},
      {"lone continuation", "\x80", false, 1},
      {"cut short", "\xe2\x82", false, 2},
      {"Latin-1", "\xe6", false, 1},
      {"five-byte form", "\xf8\x88\x80\x80\x80", false, 5},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(IsValidUtf8(c.bytes), c.valid) << c.name;
    EXPECT_EQ(CodePointCount(c.bytes), c.count) << c.name;
  }
}

TEST(UnicodeTextTest, TakesCodePointsFromTheFront) {
  absl::string_view text = "a\xe2\x82\xac";
  EXPECT_EQ(TakeCodePoint(text), U'a');
  EXPECT_EQ(TakeCodePoint(text), U'\u20ac');
  EXPECT_EQ(TakeCodePoint(text), absl::nullopt);
}

// Every byte at every place of a text that is looked at eight bytes at a time.
TEST(UnicodeTextTest, PrintableAsciiIsFrom20To7e) {
  for (size_t length : {1, 7, 8, 9, 24}) {
    for (size_t place = 0; place < length; ++place) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(length, '~');
        text[place] = static_cast<char>(byte);
        EXPECT_EQ(IsPrintableAscii(text), byte >= 0x20 && byte < 0x7f)
            << "byte " << byte << " at " << place << " of " << length;
        EXPECT_EQ(IsValidUtf8(text), byte < 0x80) << "byte " << byte << " at " << place;
        EXPECT_EQ(HasControlCharacter(text), byte < 0x20 || byte == 0x7f) << byte;
      }
    }
  }
  EXPECT_TRUE(IsPrintableAscii(""));
  EXPECT_FALSE(IsPrintableAscii("\xff\xff\xff\xff\xff\xff\xff\x7e"));
}

TEST(UnicodeTextTest, FindsControlCharacters) {
  for (absl::string_view text : {absl::string_view("\0", 1), absl::string_view("a\x1f"),
                                 absl::string_view("\x7f"), absl::string_view("b\xc2\x85")}) {
    EXPECT_TRUE(HasControlCharacter(text));
    EXPECT_TRUE(HasControlCharacterBesideLayout(text));
  }
  for (absl::string_view text : {"", "plain", "\xc2\xa0", "æ"}) {
    EXPECT_FALSE(HasControlCharacter(text));
    EXPECT_FALSE(HasControlCharacterBesideLayout(text));
  }
  EXPECT_TRUE(HasControlCharacter("a\tb\r\n"));
  EXPECT_FALSE(HasControlCharacterBesideLayout("a\tb\r\n"));
}

TEST(UnicodeTextTest, ReplacesEachStrayByte) {
  EXPECT_EQ(ToValidUtf8("\xe6rlig \xe2\x82 æ"), "?rlig ?? æ");
  EXPECT_EQ(ToValidUtf8("plain"), "plain");
}

}  // namespace
}  // namespace docshare
