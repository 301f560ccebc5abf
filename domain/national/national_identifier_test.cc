#include "domain/national/national_identifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "domain/national/naming_systems.h"

namespace docshare {
namespace {

using Kind = NationalIdentifier::Kind;
using Sex = NationalIdentifier::Sex;

// A number with these digits and the next individual number from `individual` on, by steps of two,
// that has control digits. Made here and not written down: most have the shape of a real one.
std::string NumberOf(int day, int month, int year, int individual) {
  for (;; individual += 2) {
    const auto number =
        WithControlDigits(absl::StrFormat("%02d%02d%02d%03d", day, month, year, individual));
    if (number) return *number;
  }
}

absl::StatusOr<NationalIdentifier> Parse(absl::string_view text,
                                         NumberRules rules = NumberRules::kUntil2031) {
  return NationalIdentifier::Parse(text, rules);
}

std::string DateOf(const NationalIdentifier& number) {
  if (!number.birth_date()) return "none";
  const auto& date = *number.birth_date();
  return absl::StrFormat("%s-%02d-%02d", date.year ? absl::StrFormat("%d", *date.year) : "?",
                         date.month, date.day);
}

TEST(NationalIdentifierTest, ReadsSyntheticNumbers) {
  struct {
    const char* number;
    Kind kind;
    const char* born;
    Sex sex;
  } const cases[] = {
      {"12838520020", Kind::kFodselsnummer, "1985-03-12", Sex::kFemale},
      {"30916130186", Kind::kFodselsnummer, "1961-11-30", Sex::kMale},
      {"05861860053", Kind::kFodselsnummer, "2018-06-05", Sex::kFemale},
      {"20891270128", Kind::kFodselsnummer, "2012-09-20", Sex::kMale},
      {"15810980092", Kind::kFodselsnummer, "2009-01-15", Sex::kFemale},
      {"43827910156", Kind::kDNummer, "1979-02-03", Sex::kMale},
      {"07729040066", Kind::kFodselsnummer, "1990-07-07", Sex::kFemale},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.number);
    const auto number = Parse(c.number);
    ASSERT_TRUE(number.ok()) << number.status();
    EXPECT_TRUE(number->synthetic());
    EXPECT_EQ(number->kind(), c.kind);
    EXPECT_EQ(DateOf(*number), c.born);
    EXPECT_EQ(number->sex(), c.sex);
  }
}

TEST(NationalIdentifierTest, TellsTheSeriesApart) {
  struct {
    const char* name;
    std::string number;
    Kind kind;
    absl::string_view oid;
    bool synthetic;
  } const cases[] = {
      {"F", NumberOf(12, 3, 85, 200), Kind::kFodselsnummer, kFodselsnummerOid, false},
      {"F, Tenor", NumberOf(12, 83, 85, 200), Kind::kFodselsnummer, kFodselsnummerOid, true},
      {"F, NHN", NumberOf(12, 68, 85, 200), Kind::kFodselsnummer, kFodselsnummerOid, true},
      {"D", NumberOf(52, 3, 85, 200), Kind::kDNummer, kDNummerOid, false},
      {"D, Tenor", NumberOf(52, 83, 85, 200), Kind::kDNummer, kDNummerOid, true},
      {"D, NHN", NumberOf(52, 68, 85, 200), Kind::kDNummer, kDNummerOid, true},
      {"H", NumberOf(12, 43, 85, 200), Kind::kLokaltHjelpenummer, kHjelpenummerOid, false},
      {"FH, 8", NumberOf(80, 13, 85, 200), Kind::kFellesHjelpenummer, kHjelpenummerOid, false},
      {"FH, 9", NumberOf(99, 99, 99, 900), Kind::kFellesHjelpenummer, kHjelpenummerOid, false},
      // The first digit decides before the month does.
      {"FH, month 83", NumberOf(81, 83, 85, 200), Kind::kFellesHjelpenummer, kHjelpenummerOid,
       false},
      {"first and last month, Tenor", NumberOf(1, 81, 85, 200), Kind::kFodselsnummer,
       kFodselsnummerOid, true},
      {"last month, Tenor", NumberOf(31, 92, 85, 200), Kind::kFodselsnummer, kFodselsnummerOid,
       true},
      {"first month, NHN", NumberOf(1, 66, 85, 200), Kind::kFodselsnummer, kFodselsnummerOid, true},
      {"last month, NHN", NumberOf(31, 77, 85, 200), Kind::kFodselsnummer, kFodselsnummerOid, true},
      {"last day, D", NumberOf(71, 12, 85, 200), Kind::kDNummer, kDNummerOid, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    for (const NumberRules rules : {NumberRules::kUntil2031, NumberRules::kFrom2032}) {
      const auto number = Parse(c.number, rules);
      ASSERT_TRUE(number.ok()) << number.status();
      EXPECT_EQ(number->kind(), c.kind);
      EXPECT_EQ(number->assigning_authority(), c.oid);
      EXPECT_EQ(number->synthetic(), c.synthetic);
    }
  }
}

TEST(NationalIdentifierTest, TellsTheCenturyUntil2031) {
  struct {
    int individual;
    int year;
    const char* born;
  } const cases[] = {
      {0, 0, "1900-07-04"},
      {498, 99, "1999-07-04"},
      {500, 55, "1855-07-04"},
      {740, 99, "1899-07-04"},
      {500, 0, "2000-07-04"},
      {990, 39, "2039-07-04"},
      {900, 40, "1940-07-04"},
      {990, 99, "1999-07-04"},
      // Bands that were given to nobody.
      {500, 54, "?-07-04"},
      {750, 60, "?-07-04"},
      {890, 99, "?-07-04"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(absl::StrFormat("individual number %d, year %d", c.individual, c.year));
    const auto number = Parse(NumberOf(4, 87, c.year, c.individual));
    ASSERT_TRUE(number.ok()) << number.status();
    EXPECT_EQ(DateOf(*number), c.born);
  }
}

TEST(NationalIdentifierTest, TellsNeitherCenturyNorSexFrom2032) {
  const auto number = Parse("12838520020", NumberRules::kFrom2032);
  ASSERT_TRUE(number.ok()) << number.status();
  EXPECT_EQ(DateOf(*number), "?-03-12");
  EXPECT_EQ(number->birth_date()->two_digit_year, 85);
  EXPECT_EQ(number->sex(), absl::nullopt);
}

TEST(NationalIdentifierTest, AnFhNumberTellsNothingOfThePerson) {
  const auto number = Parse(NumberOf(80, 13, 85, 200));
  ASSERT_TRUE(number.ok()) << number.status();
  EXPECT_EQ(number->birth_date(), absl::nullopt);
  EXPECT_EQ(number->sex(), absl::nullopt);
}

TEST(NationalIdentifierTest, RefusesDatesThatDoNotExist) {
  struct {
    const char* name;
    std::string number;
    bool is_good;
  } const cases[] = {
      {"day 0", NumberOf(0, 83, 85, 200), false},
      {"day 32", NumberOf(32, 83, 85, 200), false},
      {"day 40", NumberOf(40, 83, 85, 200), false},
      {"day 72", NumberOf(72, 83, 85, 200), false},
      {"31 April", NumberOf(31, 84, 85, 200), false},
      {"30 February", NumberOf(30, 82, 84, 200), false},
      {"29 February 1984", NumberOf(29, 82, 84, 200), true},
      {"29 February 1985", NumberOf(29, 82, 85, 200), false},
      {"29 February 1900", NumberOf(29, 82, 0, 200), false},
      {"29 February 2000", NumberOf(29, 82, 0, 600), true},
      {"month 0", NumberOf(12, 0, 85, 200), false},
      {"month 13", NumberOf(12, 13, 85, 200), false},
      {"month 40", NumberOf(12, 40, 85, 200), false},
      {"month 53", NumberOf(12, 53, 85, 200), false},
      {"month 65", NumberOf(12, 65, 85, 200), false},
      {"month 78", NumberOf(12, 78, 85, 200), false},
      {"month 80", NumberOf(12, 80, 85, 200), false},
      {"month 93", NumberOf(12, 93, 85, 200), false},
      {"D-number with the month of an H-number", NumberOf(52, 43, 85, 200), false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(Parse(c.number).ok(), c.is_good);
  }
  // From 2032 the century is not known, and the day may exist.
  EXPECT_TRUE(Parse(NumberOf(29, 82, 0, 200), NumberRules::kFrom2032).ok());
  EXPECT_FALSE(Parse(NumberOf(29, 82, 85, 200), NumberRules::kFrom2032).ok());
}

TEST(NationalIdentifierTest, RefusesWhatIsNoNumberAndNeverQuotesIt) {
  struct {
    const char* name;
    std::string text;
  } const cases[] = {
      {"empty", ""},
      {"ten digits", "1283852002"},
      {"twelve digits", "128385200200"},
      {"a blank", "128385 20020"},
      {"a letter", "1283852002O"},
      {"a sign", "+2838520020"},
      {"eleven bytes of other digits", "١٢٣٤٥1"},
      {"a zero byte", std::string("1283852002\0", 11)},
      {"wrong control digit", "12838520021"},
      {"two digits exchanged", "21838520020"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto number = Parse(c.text);
    ASSERT_FALSE(number.ok());
    EXPECT_EQ(number.status().code(), absl::StatusCode::kInvalidArgument);
    if (c.text.size() > 5) {
      EXPECT_THAT(std::string(number.status().message()),
                  ::testing::Not(::testing::HasSubstr(c.text)));
    }
  }
}

TEST(NationalIdentifierTest, EveryNumberUntil2031IsRightFrom2032) {
  std::mt19937 random(1964);
  int checked = 0;
  for (int round = 0; round < 20000; ++round) {
    const auto number = WithControlDigits(absl::StrFormat("%09d", random() % 1000000000));
    if (!number || !Parse(*number).ok()) continue;
    ++checked;
    EXPECT_TRUE(Parse(*number, NumberRules::kFrom2032).ok()) << "round " << round;
  }
  EXPECT_GT(checked, 5000);
}

}  // namespace
}  // namespace docshare
