#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "domain/national/national_identifier.h"

namespace docshare {

// A made-up person. Numbers of the two series below are given to nobody.
struct SyntheticPerson {
  enum class Series { kTenor, kNorskHelsenett };

  absl::CivilDay born;
  NationalIdentifier::Sex sex = NationalIdentifier::Sex::kFemale;
  Series series = Series::kTenor;
  // Gives a D-number instead of a fødselsnummer.
  bool d_number = false;
};

// The synthetic number `index` (from 0) of such a person: always the same one. Some 200 have the
// same birth date and sex.
// Returns kOutOfRange when there are not that many, and for years before 1855 or after 2039, of
// which there are no numbers by the rules until 2031.
absl::StatusOr<std::string> SyntheticIdentifier(const SyntheticPerson& person, int index = 0);

}  // namespace docshare
