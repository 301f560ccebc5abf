#include "domain/national/synthetic_identifier.h"

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "domain/national/control_digits.h"

namespace docshare {
namespace {

struct IndividualNumbers {
  int first;
  int last;
};

// The band of the year's century.
absl::StatusOr<IndividualNumbers> BandOf(absl::civil_year_t year) {
  if (year >= 1855 && year < 1900) return IndividualNumbers{500, 749};
  if (year >= 1900 && year < 2000) return IndividualNumbers{0, 499};
  if (year >= 2000 && year < 2040) return IndividualNumbers{500, 999};
  return absl::OutOfRangeError("there are no numbers of that year");
}

}  // namespace

absl::StatusOr<std::string> SyntheticIdentifier(const SyntheticPerson& person, int index) {
  const absl::StatusOr<IndividualNumbers> band = BandOf(person.born.year());
  if (!band.ok()) return band.status();
  const bool tenor = person.series == SyntheticPerson::Series::kTenor;
  const std::string date = absl::StrFormat(
      "%02d%02d%02d", person.born.day() + (person.d_number ? 40 : 0),
      person.born.month() + (tenor ? 80 : 65), static_cast<int>(person.born.year() % 100));
  const int odd = person.sex == NationalIdentifier::Sex::kMale ? 1 : 0;
  int found = 0;
  for (int individual = band->first + odd; individual <= band->last; individual += 2) {
    const auto number = WithControlDigits(absl::StrFormat("%s%03d", date, individual));
    if (number && found++ == index) return *number;
  }
  return absl::OutOfRangeError("there are not that many numbers of one day");
}

}  // namespace docshare
