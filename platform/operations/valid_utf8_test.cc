#include "platform/operations/valid_utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace docshare::platform {
namespace {

TEST(ValidUtf8Test, KeepsWellFormedText) {
  const std::string text = "plain, \xC3\xA6\xC3\xB8\xC3\xA5, \xE2\x82\xAC, \xF0\x9F\x98\x80";
  EXPECT_EQ(ToValidUtf8(text), text);
}

TEST(ValidUtf8Test, ReplacesEachBadByte) {
  struct Case {
    const char* name;
    std::string bytes;
    std::string text;
  };
  const Case cases[] = {
      {"lone continuation", "a\x80z", "a?z"},
      {"cut two-byte character", "a\xC3", "a?"},
      {"cut three-byte character", "a\xE2\x82", "a??"},
      {"overlong slash", "\xC0\xAF", "??"},
      {"overlong three bytes", "\xE0\x80\xAF", "???"},
      {"surrogate", "\xED\xA0\x80", "???"},
      {"above U+10FFFF", "\xF4\x90\x80\x80", "????"},
      {"never a first byte", "\xFFx", "?x"},
      {"bad third byte", "\xE2\x82x", "??x"},
      {"embedded zero is a character", std::string("a\0b", 3), std::string("a\0b", 3)},
  };
  for (const Case& c : cases) EXPECT_EQ(ToValidUtf8(c.bytes), c.text) << c.name;
}

TEST(ValidUtf8Test, PrefixEndsBetweenCharacters) {
  EXPECT_EQ(Utf8Prefix("abc", 3), "abc");
  EXPECT_EQ(Utf8Prefix("abc", 2), "ab");
  EXPECT_EQ(Utf8Prefix("a\xC3\xA6z", 2), "a");
  EXPECT_EQ(Utf8Prefix("a\xC3\xA6z", 3), "a\xC3\xA6");
  EXPECT_EQ(Utf8Prefix("\xF0\x9F\x98\x80", 3), "");
}

}  // namespace
}  // namespace docshare::platform
