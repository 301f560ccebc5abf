#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare {

// A moment in HL7 DTM form, YYYY[MM[DD[hh[mm[ss]]]]], UTC. Its precision is significant: the text
// is kept as it came, and a value of lower precision stands for a span of time.
//
// Years 0001 to 9999 of the proleptic Gregorian calendar; no offset, no fraction, no leap second.
// Source: ITI TF-3:4.2.3.1.7 (DTM).
class Dtm {
 public:
  // Returns kInvalidArgument for any other text and for dates that do not exist.
  static absl::StatusOr<Dtm> Parse(absl::string_view text);

  // With the precision of a second. Returns kInvalidArgument outside years 0001 to 9999.
  static absl::StatusOr<Dtm> FromUnixSeconds(int64_t seconds);

  const std::string& text() const { return text_; }

  // For people, as far as the precision goes: "2024-01-31 09:30:15"; "2024-01-31 09h" without
  // minutes.
  std::string Readable() const;

  // First second the value can mean, seconds since the Unix epoch.
  int64_t EarliestSecond() const { return earliest_s_; }
  // Last second the value can mean: for "2024", that of 20241231235959.
  int64_t LatestSecond() const { return latest_s_; }

  // Equality of the texts: "2024" and "202401" differ.
  friend bool operator==(const Dtm& a, const Dtm& b) { return a.text_ == b.text_; }

 private:
  Dtm(absl::string_view text, int64_t earliest_s, int64_t latest_s)
      : text_(text), earliest_s_(earliest_s), latest_s_(latest_s) {}

  std::string text_;
  int64_t earliest_s_;
  int64_t latest_s_;
};

}  // namespace docshare
