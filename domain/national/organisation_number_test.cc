#include "domain/national/organisation_number.h"

#include <gtest/gtest.h>

#include <string>

namespace docshare {
namespace {

TEST(OrganisationNumberTest, LastDigitMustFit) {
  EXPECT_TRUE(IsOrganisationNumber("999999999"));
  for (char last = '0'; last <= '8'; ++last) {
    EXPECT_FALSE(IsOrganisationNumber(std::string("99999999") + last)) << last;
  }
}

TEST(OrganisationNumberTest, NumbersForTestsMayStartWithAnyDigit) {
  EXPECT_TRUE(IsOrganisationNumber("100000008"));
  EXPECT_FALSE(IsOrganisationNumber("100000007"));
}

TEST(OrganisationNumberTest, SomeEightDigitsHaveNoNinth) {
  // The sum of 4000000 leaves 1: 10 would be needed.
  for (char last = '0'; last <= '9'; ++last) {
    EXPECT_FALSE(IsOrganisationNumber(std::string("40000000") + last)) << last;
  }
}

TEST(OrganisationNumberTest, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "99999999", "9999999999", "99999999a", "999 99999", "٩٩٩٩9"}) {
    EXPECT_FALSE(IsOrganisationNumber(text)) << text;
  }
}

}  // namespace
}  // namespace docshare
