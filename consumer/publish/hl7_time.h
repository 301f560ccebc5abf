#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::consumer {

// A point in time as XDS metadata carries it.
struct Hl7Time {
  // YYYY[MM[DD[hh[mm[ss]]]]] in UTC, as precise as the HL7 text.
  std::string dtm;
  // Whether the text told an hour without saying in which zone; it was then read as UTC.
  bool zone_unknown = false;
};

// Reads an HL7 point in time, as HL7 v3 (TS) and v2 write it:
//
//   YYYY[MM[DD[hh[mm[ss[.f...]]]]]][(+|-)hh[mm]]
//
// The offset moves the result to UTC where an hour is given; the day of a time without an hour is
// not touched by it. A fraction of a second is dropped. A time known to the hour stays so, also
// where the offset has minutes (18 o'clock at -0330 is 21 UTC).
//
// Returns kInvalidArgument for another form, and for a date or a time that does not exist.
// Source: HL7 v3 data types, TS; ITI TF-3:4.2.3.1.7 (DTM is UTC without offset or fraction).
absl::StatusOr<Hl7Time> ParseHl7Time(absl::string_view text);

}  // namespace docshare::consumer
