#include "gateway/mtom/boundary.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace docshare::gateway {
namespace {

using Kind = Boundary::Kind;

Boundary Abc() { return *Boundary::Parse("abc"); }

TEST(BoundaryTest, KnowsItsDelimiters) {
  struct Case {
    std::string bytes;
    bool at_end;
    Kind kind;
    size_t size;
  };
  const Case cases[] = {
      {"--abc\r\nx", false, Kind::kPart, 7},
      {"--abc\nx", false, Kind::kPart, 6},
      {"--abc \t\r\nx", false, Kind::kPart, 9},
      {"--abc--\r\nx", false, Kind::kLast, 9},
      {"--abc--", true, Kind::kLast, 7},
      {"--abc-- ", true, Kind::kLast, 8},
      {"--abc--\r", true, Kind::kLast, 8},
      {"--abc", true, Kind::kNone, 0},
      {"--abc-", true, Kind::kNone, 0},
      {"", false, Kind::kUndecided, 0},
      {"--a", false, Kind::kUndecided, 0},
      {"--abc-", false, Kind::kUndecided, 0},
      {"--abc--", false, Kind::kUndecided, 0},
      {"--abc\r", false, Kind::kUndecided, 0},
      {"--abcd\r\n", false, Kind::kNone, 0},
      {"--abc--x", false, Kind::kNone, 0},
      {"--abc-x", false, Kind::kNone, 0},
      {"--abc\rx", false, Kind::kNone, 0},
      {"--ab\r\n", false, Kind::kNone, 0},
      {"--abc---\r\n", false, Kind::kNone, 0},
      {"--ABC\r\n", false, Kind::kNone, 0},
      {absl::StrCat("--abc", std::string(64, ' '), "\n"), false, Kind::kPart, 70},
      {absl::StrCat("--abc", std::string(65, ' ')), false, Kind::kNone, 0},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.bytes);
    const Boundary::Match match = Abc().MatchAt(c.bytes, c.at_end);
    EXPECT_EQ(match.kind, c.kind);
    EXPECT_EQ(match.size, c.size);
  }
}

TEST(BoundaryTest, TheLineEndBeforeBelongsToTheDelimiter) {
  const Boundary::Found crlf = Abc().FindIn("x\r\n--abc\r\ny", false);
  EXPECT_EQ(crlf.content_bytes, 1u);
  EXPECT_EQ(crlf.match.size, 9u);
  const Boundary::Found lf = Abc().FindIn("x\r\n\n--abc\ny", false);
  EXPECT_EQ(lf.content_bytes, 3u);
  EXPECT_EQ(lf.match.size, 7u);
}

TEST(BoundaryTest, PassesOverLinesThatOnlyLookAlike) {
  const Boundary::Found found = Abc().FindIn("\n--abcd\n--abc-\n--abc--d\r\n--abc--\r\n", false);
  EXPECT_EQ(found.content_bytes, 23u);
  EXPECT_EQ(found.match.kind, Kind::kLast);
}

TEST(BoundaryTest, KeepsBackWhatMayBeginADelimiter) {
  struct Case {
    std::string bytes;
    size_t content_bytes;
  };
  const Case cases[] = {{"xy", 2},         {"xy\r", 2},       {"xy\n", 2},      {"xy\r\n", 2},
                        {"xy\r\n-", 2},    {"xy\r\n--ab", 2}, {"xy\n--abc", 2}, {"xy\n--abc--", 2},
                        {"xy\n--abc ", 2}, {"xy\n-x", 5},     {"xy\n\n", 3},    {"xy\rz", 4}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.bytes);
    EXPECT_EQ(Abc().FindIn(c.bytes, false).content_bytes, c.content_bytes);
  }
}

TEST(BoundaryTest, RefusesWhatIsNoBoundary) {
  EXPECT_TRUE(Boundary::Parse(std::string(70, 'x')).ok());
  EXPECT_TRUE(Boundary::Parse("a b").ok());
  for (const std::string& text : {std::string(), std::string(71, 'x'), std::string("a "),
                                  std::string("a\r\nb"), std::string("\0", 1)}) {
    EXPECT_EQ(Boundary::Parse(text).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace docshare::gateway
