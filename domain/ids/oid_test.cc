#include "domain/ids/oid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/hash/hash_testing.h"
#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(OidTest, Check30AcceptsDottedNumbers) {
  const std::string longest = "1." + std::string(62, '2');
  for (const std::string& text : {std::string("1.2"), std::string("2.16.578.1.12.4.1.4.1"),
                                  std::string("1.0.14265.1"), longest}) {
    const auto oid = Oid::Parse(text);
    ASSERT_TRUE(oid.ok()) << oid.status();
    EXPECT_EQ(oid->ToString(), text);
  }
}

TEST(OidTest, Check30RefusesEveryOtherText) {
  const std::string too_long = "1." + std::string(63, '2');
  for (const std::string& text :
       {std::string(""), std::string("1"), std::string("."), std::string("1."), std::string(".1"),
        std::string("1..2"), std::string("1.02"), std::string("01.2"), std::string("1.2a"),
        std::string("1.-2"), std::string("1.2 "), std::string("urn:oid:1.2"), too_long}) {
    EXPECT_EQ(Oid::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(OidTest, ErrorNamesTheValueAndTheRule) {
  EXPECT_EQ(Oid::Parse("1.02").status().message(),
            "'1.02' is not an OID (numbers without leading zeros, with dots)");
  EXPECT_THAT(std::string(Oid::Parse(std::string(65, '1')).status().message()),
              ::testing::HasSubstr("longer than the 64 characters"));
}

TEST(OidTest, ComparesAndHashes) {
  EXPECT_EQ(*Oid::Parse("1.2"), *Oid::Parse("1.2"));
  EXPECT_LT(*Oid::Parse("1.2"), *Oid::Parse("1.3"));
  EXPECT_TRUE(
      absl::VerifyTypeImplementsAbslHashCorrectly({*Oid::Parse("1.2"), *Oid::Parse("1.2.3")}));
}

}  // namespace
}  // namespace docshare
