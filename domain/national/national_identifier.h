#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/national/control_digits.h"

namespace docshare {

// What an 11-digit Norwegian personal number says. Eleven digits D D M M Y Y i i i k k: birth date,
// individual number, two control digits. Which series it belongs to is told, in this order, by
//
//   first digit 8 or 9   FH-number (felles hjelpenummer): no birth date in it
//   month 81 to 92       synthetic, of Skatteetaten (Tenor): month + 80
//   month 66 to 77       synthetic, of Norsk helsenett: month + 65
//   day 41 to 71         D-number: day + 40; a synthetic number may be one, too
//   month 41 to 52       H-number: month + 40, given locally; NAV's synthetic numbers look the same
//   otherwise            F-number (fødselsnummer)
//
// The number itself is not kept. Rules about a person's age must ask the population register; what
// is here is what the digits claim.
//
// That FH- and H-numbers have the control digits of the others is our reading: no public
// specification of them was found.
//
// Source: Skatteetaten on the personal identifier and its synthetic series.
class NationalIdentifier {
 public:
  enum class Kind { kFodselsnummer, kDNummer, kFellesHjelpenummer, kLokaltHjelpenummer };
  enum class Sex { kFemale, kMale };

  struct BirthDate {
    int day;
    int month;
    // The last two digits of the year.
    int two_digit_year;
    // All of it, when the individual number tells the century.
    absl::optional<int> year;
  };

  // Returns kInvalidArgument, never quoting `text`, for anything but 11 ASCII digits with right
  // control digits and, except for FH-numbers, a date that exists.
  static absl::StatusOr<NationalIdentifier> Parse(absl::string_view text, NumberRules rules);

  Kind kind() const { return kind_; }
  // Of one of the series that are given to nobody.
  bool synthetic() const { return synthetic_; }
  // Nullopt for an FH-number.
  const absl::optional<BirthDate>& birth_date() const { return birth_date_; }
  // Nullopt for an FH-number, and by NumberRules::kFrom2032.
  absl::optional<Sex> sex() const { return sex_; }

  // OID of the series, the authority that goes with such a number: kFodselsnummerOid, kDNummerOid
  // or kHjelpenummerOid.
  absl::string_view assigning_authority() const;

 private:
  NationalIdentifier() = default;

  Kind kind_ = Kind::kFodselsnummer;
  bool synthetic_ = false;
  absl::optional<BirthDate> birth_date_;
  absl::optional<Sex> sex_;
};

// "fødselsnummer", "D-nummer", ...
absl::string_view ToString(NationalIdentifier::Kind kind);

// Whether `oid` is one of the three authorities of 11-digit numbers.
bool IsNationalIdentifierOid(absl::string_view oid);

}  // namespace docshare
