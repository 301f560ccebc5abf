#include "domain/national/control_digits.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace docshare {
namespace {

int RemainderOf(const std::string& digits, const std::string& weights) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * (weights[i] - '0');
  return sum % 11;
}

// The 11 digits whose first control sum leaves `remainder`; empty when there are none.
std::string WithFirstRemainder(const std::string& nine_digits, int remainder) {
  for (int first = 0; first < 10; ++first) {
    const std::string ten = absl::StrCat(nine_digits, first);
    if (RemainderOf(ten, "3761894521") != remainder) continue;
    for (int second = 0; second < 10; ++second) {
      const std::string eleven = absl::StrCat(ten, second);
      if (RemainderOf(eleven, "54327654321") == 0) return eleven;
    }
  }
  return "";
}

// Nine digits with a month of the synthetic series of Skatteetaten.
std::string AnyNineDigits(std::mt19937& random) {
  const auto upto = [&random](unsigned n) { return static_cast<int>(random() % n); };
  return absl::StrFormat("%02d%02d%05d", 1 + upto(28), 81 + upto(12), upto(100000));
}

TEST(ControlDigitsTest, FitTheSyntheticNumbersInUse) {
  for (const char* number : {"12838520020", "30916130186", "05861860053", "20891270128",
                             "15810980092", "43827910156", "07729040066"}) {
    EXPECT_TRUE(HasControlDigits(number, NumberRules::kUntil2031)) << number;
    EXPECT_TRUE(HasControlDigits(number, NumberRules::kFrom2032)) << number;
    EXPECT_EQ(WithControlDigits(absl::string_view(number).substr(0, 9)), std::string(number));
  }
}

TEST(ControlDigitsTest, SomeNineDigitsHaveNone) {
  EXPECT_EQ(WithControlDigits("108390009"), absl::nullopt);
}

TEST(ControlDigitsTest, EverySingleWrongDigitIsFoundUntil2031) {
  std::mt19937 random(20320101);
  for (int round = 0; round < 500; ++round) {
    const auto number = WithControlDigits(AnyNineDigits(random));
    if (!number) continue;
    for (size_t i = 0; i < number->size(); ++i) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string mistyped = *number;
        mistyped[i] = digit;
        EXPECT_EQ(HasControlDigits(mistyped, NumberRules::kUntil2031), mistyped == *number)
            << mistyped;
      }
    }
  }
}

TEST(ControlDigitsTest, From2032FourRemaindersOfTheFirstSumAreRight) {
  std::mt19937 random(4);
  int seen[11] = {};
  for (int round = 0; round < 500; ++round) {
    const std::string nine_digits = AnyNineDigits(random);
    for (int remainder = 0; remainder < 11; ++remainder) {
      const std::string number = WithFirstRemainder(nine_digits, remainder);
      if (number.empty()) continue;
      ++seen[remainder];
      EXPECT_EQ(HasControlDigits(number, NumberRules::kUntil2031), remainder == 0) << number;
      EXPECT_EQ(HasControlDigits(number, NumberRules::kFrom2032), remainder <= 3) << number;
    }
  }
  for (const int count : seen) EXPECT_GT(count, 100);
}

TEST(ControlDigitsTest, TheSecondControlDigitStaysStrict) {
  const std::string number = "12838520020";
  for (char last = '1'; last <= '9'; ++last) {
    EXPECT_FALSE(HasControlDigits(number.substr(0, 10) + last, NumberRules::kFrom2032)) << last;
  }
}

}  // namespace
}  // namespace docshare
