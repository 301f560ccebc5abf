#include "domain/national/synthetic_identifier.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace docshare {
namespace {

using Sex = NationalIdentifier::Sex;
using Series = SyntheticPerson::Series;

TEST(SyntheticIdentifierTest, IsReadBackAsTheSamePerson) {
  const unsigned seed = 1883;
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    SyntheticPerson person;
    person.born = absl::CivilDay(1855, 1, 1) + static_cast<int>(random() % 67500);
    person.sex = random() % 2 == 0 ? Sex::kFemale : Sex::kMale;
    person.series = random() % 2 == 0 ? Series::kTenor : Series::kNorskHelsenett;
    person.d_number = random() % 2 == 0;
    const auto text = SyntheticIdentifier(person, static_cast<int>(random() % 50));
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", round ", round));
    ASSERT_TRUE(text.ok()) << text.status();
    const auto number = NationalIdentifier::Parse(*text, NumberRules::kUntil2031);
    ASSERT_TRUE(number.ok()) << number.status();
    EXPECT_TRUE(number->synthetic());
    EXPECT_EQ(number->kind(), person.d_number ? NationalIdentifier::Kind::kDNummer
                                              : NationalIdentifier::Kind::kFodselsnummer);
    ASSERT_TRUE(number->birth_date() && number->birth_date()->year);
    EXPECT_EQ(absl::CivilDay(*number->birth_date()->year, number->birth_date()->month,
                             number->birth_date()->day),
              person.born);
    EXPECT_EQ(number->sex(), person.sex);
  }
}

TEST(SyntheticIdentifierTest, GivesManyOfOneDayEachOnce) {
  SyntheticPerson person;
  person.born = absl::CivilDay(1985, 3, 12);
  std::set<std::string> numbers;
  for (int i = 0; i < 190; ++i) {
    const auto number = SyntheticIdentifier(person, i);
    ASSERT_TRUE(number.ok()) << i << ": " << number.status();
    EXPECT_TRUE(numbers.insert(*number).second) << *number;
  }
  EXPECT_EQ(numbers.count("12838520020"), 1U);
  EXPECT_TRUE(absl::IsOutOfRange(SyntheticIdentifier(person, 251).status()));
}

TEST(SyntheticIdentifierTest, KnowsNoNumbersOfOtherYears) {
  for (const int year : {1854, 2040, -1}) {
    SyntheticPerson person;
    person.born = absl::CivilDay(year, 1, 1);
    EXPECT_TRUE(absl::IsOutOfRange(SyntheticIdentifier(person).status())) << year;
  }
}

}  // namespace
}  // namespace docshare
