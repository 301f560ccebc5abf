#include "domain/hl7v2/hl7_charset.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

// "blåbær" in three charsets.
constexpr char kUtf8[] =
    "bl\xc3\xa5"
    "b\xc3\xa6r";
constexpr char kLatin1[] =
    "bl\xe5"
    "b\xe6r";

TEST(Hl7CharsetTest, ReadsEachCharset) {
  for (const char* name : {"8859/1", "8859/15", "ISO-8859-1", "iso8859-15", "windows-1252"}) {
    EXPECT_EQ(*DecodeHl7Text(kLatin1, name), kUtf8) << name;
  }
  for (const char* name : {"UNICODE UTF-8", "UNICODE", "utf8"}) {
    EXPECT_EQ(*DecodeHl7Text(kUtf8, name), kUtf8) << name;
  }
  EXPECT_EQ(*DecodeHl7Text("\xa4", "8859/15"), "\xe2\x82\xac");
  EXPECT_EQ(*DecodeHl7Text("\xb1", "8859/5"), "\xd0\x91");
}

TEST(Hl7CharsetTest, UndeclaredTextIsUtf8OrLatin1) {
  for (const char* name : {"", "ASCII", "US-ASCII"}) {
    EXPECT_EQ(*DecodeHl7Text("abc", name), "abc") << name;
    EXPECT_EQ(*DecodeHl7Text(kUtf8, name), kUtf8) << name;
    EXPECT_EQ(*DecodeHl7Text(kLatin1, name), kUtf8) << name;
  }
}

TEST(Hl7CharsetTest, RefusesBytesThatTheDeclaredCharsetLacks) {
  EXPECT_EQ(DecodeHl7Text(kLatin1, "UNICODE UTF-8").status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DecodeHl7Text("\x81", "windows-1252").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(Hl7CharsetTest, RefusesCharsetsItDoesNotKnow) {
  for (const char* name : {"8859/2", "UNICODE UTF-16", "ISO IR87", "x"}) {
    EXPECT_EQ(DecodeHl7Text("abc", name).status().code(), absl::StatusCode::kNotFound) << name;
  }
}

}  // namespace
}  // namespace docshare
