#include "domain/national/national_identifier.h"

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "domain/national/naming_systems.h"

namespace docshare {
namespace {

constexpr size_t kDigits = 11;
constexpr int kTenorOffset = 80;
constexpr int kNorskHelsenettOffset = 65;
constexpr int kDOffset = 40;
constexpr int kHOffset = 40;

// The number that `count` digits from `first` on make.
int Number(absl::string_view digits, size_t first, size_t count) {
  int number = 0;
  for (const char c : digits.substr(first, count)) number = number * 10 + (c - '0');
  return number;
}

// Takes `offset` off a month, when that leaves one.
bool TakeOff(int offset, int& month) {
  if (month <= offset || month > offset + 12) return false;
  month -= offset;
  return true;
}

// Individual numbers and the century they stand for, until 2031.
absl::optional<int> Year(int individual_number, int two_digit_year) {
  if (individual_number < 500) return 1900 + two_digit_year;
  if (two_digit_year < 40) return 2000 + two_digit_year;
  if (individual_number < 750 && two_digit_year >= 55) return 1800 + two_digit_year;
  if (individual_number >= 900) return 1900 + two_digit_year;
  return absl::nullopt;
}

bool IsLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

bool Exists(const NationalIdentifier::BirthDate& date) {
  constexpr int kLongestDay[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.month < 1 || date.month > 12 || date.day < 1) return false;
  if (date.day > kLongestDay[date.month - 1]) return false;
  if (date.month != 2 || date.day != 29) return true;
  // Of an unknown century the date exists when it does in one of them: in 2000, if not in 1900.
  return IsLeapYear(date.year.value_or(2000 + date.two_digit_year));
}

}  // namespace

absl::StatusOr<NationalIdentifier> NationalIdentifier::Parse(absl::string_view text,
                                                             NumberRules rules) {
  if (text.size() != kDigits || !std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return absl::ascii_isdigit(c);
      })) {
    return absl::InvalidArgumentError("a personal number is 11 digits");
  }
  if (!HasControlDigits(text, rules)) {
    return absl::InvalidArgumentError("the control digits do not fit");
  }
  NationalIdentifier number;
  if (text[0] >= '8') {
    number.kind_ = Kind::kFellesHjelpenummer;
    return number;
  }
  int day = Number(text, 0, 2);
  int month = Number(text, 2, 2);
  number.synthetic_ = TakeOff(kTenorOffset, month) || TakeOff(kNorskHelsenettOffset, month);
  if (day > kDOffset) {
    day -= kDOffset;
    number.kind_ = Kind::kDNummer;
  } else if (!number.synthetic_ && TakeOff(kHOffset, month)) {
    number.kind_ = Kind::kLokaltHjelpenummer;
  }
  BirthDate date{day, month, Number(text, 4, 2), absl::nullopt};
  if (rules == NumberRules::kUntil2031) {
    date.year = Year(Number(text, 6, 3), date.two_digit_year);
    number.sex_ = (text[8] - '0') % 2 == 0 ? Sex::kFemale : Sex::kMale;
  }
  if (!Exists(date)) {
    return absl::InvalidArgumentError("day and month are no date of any series");
  }
  number.birth_date_ = date;
  return number;
}

absl::string_view NationalIdentifier::assigning_authority() const {
  switch (kind_) {
    case Kind::kFodselsnummer:
      return kFodselsnummerOid;
    case Kind::kDNummer:
      return kDNummerOid;
    case Kind::kFellesHjelpenummer:
    case Kind::kLokaltHjelpenummer:
      return kHjelpenummerOid;
  }
  return kFodselsnummerOid;
}

absl::string_view ToString(NationalIdentifier::Kind kind) {
  switch (kind) {
    case NationalIdentifier::Kind::kFodselsnummer:
      return "fødselsnummer";
    case NationalIdentifier::Kind::kDNummer:
      return "D-nummer";
    case NationalIdentifier::Kind::kFellesHjelpenummer:
      return "felles hjelpenummer";
    case NationalIdentifier::Kind::kLokaltHjelpenummer:
      return "hjelpenummer";
  }
  return "fødselsnummer";
}

bool IsNationalIdentifierOid(absl::string_view oid) {
  return oid == kFodselsnummerOid || oid == kDNummerOid || oid == kHjelpenummerOid;
}

}  // namespace docshare
