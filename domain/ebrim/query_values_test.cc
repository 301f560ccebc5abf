#include "domain/ebrim/query_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace docshare {
namespace {

using ::testing::HasSubstr;

std::vector<QueryValue> Read(absl::string_view text) {
  std::vector<QueryValue> values;
  const absl::Status status = ReadQueryValues(text, &values);
  EXPECT_TRUE(status.ok()) << status;
  return values;
}

std::string ErrorOf(absl::string_view text) {
  std::vector<QueryValue> values;
  const absl::Status status = ReadQueryValues(text, &values);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
  return std::string(status.message());
}

TEST(QueryValuesTest, ReadsEveryForm) {
  struct Case {
    const char* text;
    std::vector<QueryValue> values;
  };
  const Case cases[] = {
      {"", {}},
      {" \n\t", {}},
      {"()", {}},
      {" ( ) ", {}},
      {"'a'", {{"a"}}},
      {"''", {{""}}},
      {"''''", {{"'"}}},
      {"'it''s'", {{"it's"}}},
      {"2004", {{"2004", false}}},
      {" 2 ", {{"2", false}}},
      {"('a')", {{"a"}}},
      {"('a','b')", {{"a"}, {"b"}}},
      {"( ' a' ,\n\n 'b ' )", {{" a"}, {"b "}}},
      {"('x,y','(z)','a'',''b')", {{"x,y"}, {"(z)"}, {"a','b"}}},
      {"(1,'2')", {{"1", false}, {"2"}}},
      {"'77^^^&2.999.2&ISO'", {{"77^^^&2.999.2&ISO"}}},
      {"('æøå','Čálli','🙂')", {{"æøå"}, {"Čálli"}, {"🙂"}}},
      {"'\"'", {{"\""}}},
  };
  for (const Case& c : cases) EXPECT_EQ(Read(c.text), c.values) << c.text;
}

TEST(QueryValuesTest, AddsToWhatIsThere) {
  std::vector<QueryValue> values = {{"a"}};
  ASSERT_TRUE(ReadQueryValues("('b')", &values).ok());
  EXPECT_EQ(values, (std::vector<QueryValue>{{"a"}, {"b"}}));
}

TEST(QueryValuesTest, RefusesAnythingElse) {
  struct Case {
    const char* text;
    const char* message;
  };
  const Case cases[] = {
      {"Approved", "expected a string in single quotes or a number at character 1"},
      {"\"a\"", "expected a string in single quotes or a number at character 1"},
      {"-1", "or a number at character 1"},
      {"12a", "expected nothing more at character 3"},
      {"1.5", "expected nothing more at character 2"},
      {"'a", "expected a closing quote at character 3"},
      {"'a''b", "expected a closing quote at character 6"},
      {"'a''", "expected a closing quote"},
      {"'a' 'b'", "expected nothing more at character 5"},
      {"'a','b'", "expected nothing more at character 4"},
      {"('a'", "expected a comma or a closing parenthesis at character 5"},
      {"('a';'b')", "expected a comma or a closing parenthesis at character 5"},
      {"('a' 'b')", "expected a comma or a closing parenthesis at character 6"},
      {"('a',)", "expected a string in single quotes or a number at character 6"},
      {"(,'a')", "at character 2"},
      {"(('a'))", "at character 2"},
      {"('a')('b')", "expected nothing more at character 6"},
      {"'ø')", "expected nothing more at character 4"},
      {"(", "at character 2"},
      {")", "at character 1"},
  };
  for (const Case& c : cases) EXPECT_THAT(ErrorOf(c.text), HasSubstr(c.message)) << c.text;
}

TEST(QueryValuesTest, WhatIsWrittenIsReadAgain) {
  const std::vector<QueryValue> values = {{"a"}, {"it's (x), ''"}, {"2", false}, {""}};
  EXPECT_EQ(FormatQueryValues(values, true), "('a','it''s (x), ''''',2,'')");
  EXPECT_EQ(Read(FormatQueryValues(values, true)), values);
  EXPECT_EQ(FormatQueryValues({{"a'b"}}, false), "'a''b'");
  EXPECT_EQ(FormatQueryValues({}, true), "()");
}

// Twice the length, twice the time.
TEST(QueryValuesTest, ReadsALongListOnce) {
  std::vector<QueryValue> values(100'000, QueryValue{"urn:uuid:x"});
  EXPECT_EQ(Read(FormatQueryValues(values, true)).size(), values.size());
  EXPECT_EQ(Read(std::string(100'001, '\'') + "'")[0].text.size(), 50'000u);
}

}  // namespace
}  // namespace docshare
