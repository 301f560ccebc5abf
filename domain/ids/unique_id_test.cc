#include "domain/ids/unique_id.h"

#include <gtest/gtest.h>

#include "absl/hash/hash_testing.h"
#include "absl/status/status.h"

namespace docshare {
namespace {

std::string Repeat(absl::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all.append(text.data(), text.size());
  return all;
}

TEST(UniqueIdTest, KeepsAnyTextExactly) {
  for (const std::string& text :
       {std::string("1.2.3"), std::string("1.2.3^456"), std::string("urn:uuid:x"),
        std::string(" spaces "), std::string("https://example.org/d?id=1"), Repeat("æ", 256)}) {
    const auto id = UniqueId::Parse(text);
    ASSERT_TRUE(id.ok()) << id.status();
    EXPECT_EQ(id->ToString(), text);
  }
}

TEST(UniqueIdTest, RefusesWhatTheSchemaCannotCarry) {
  for (const std::string& text : {std::string(), std::string("a\0b", 3), std::string("a\n"),
                                  std::string("\xc2\x80"), std::string("\xff"), Repeat("æ", 257)}) {
    EXPECT_EQ(UniqueId::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(UniqueIdTest, ComparesCaseSensitively) {
  const UniqueId upper = *UniqueId::Parse("A");
  const UniqueId lower = *UniqueId::Parse("a");
  EXPECT_NE(upper, lower);
  EXPECT_LT(upper, lower);
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly({upper, lower}));
}

}  // namespace
}  // namespace docshare
