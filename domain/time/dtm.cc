#include "domain/time/dtm.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

constexpr absl::CivilSecond kEpoch(1970, 1, 1);
constexpr size_t kFullLength = 14;  // YYYYMMDDhhmmss

// Requires digits at the place, or a text that ends before it: then `fallback`.
int Number(absl::string_view text, size_t begin, size_t length, int fallback) {
  if (begin >= text.size()) return fallback;
  int number = 0;
  for (const char c : text.substr(begin, length)) number = number * 10 + (c - '0');
  return number;
}

// The first second after the span that `precision` digits can mean.
absl::CivilSecond EndOfSpan(absl::CivilSecond begin, size_t precision) {
  switch (precision) {
    case 4:
      return absl::CivilSecond(absl::CivilYear(begin) + 1);
    case 6:
      return absl::CivilSecond(absl::CivilMonth(begin) + 1);
    case 8:
      return absl::CivilSecond(absl::CivilDay(begin) + 1);
    case 10:
      return absl::CivilSecond(absl::CivilHour(begin) + 1);
    case 12:
      return absl::CivilSecond(absl::CivilMinute(begin) + 1);
    default:
      return begin + 1;
  }
}

}  // namespace

absl::StatusOr<Dtm> Dtm::Parse(absl::string_view text) {
  const bool is_digits =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  if (!is_digits || text.size() < 4 || text.size() > kFullLength || text.size() % 2 != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quote(text), " is not a time of the form YYYY[MM[DD[hh[mm[ss]]]]]"));
  }
  const int year = Number(text, 0, 4, 0);
  const int month = Number(text, 4, 2, 1);
  const int day = Number(text, 6, 2, 1);
  const int hour = Number(text, 8, 2, 0);
  const int minute = Number(text, 10, 2, 0);
  const int second = Number(text, 12, 2, 0);
  // A civil time carries what is out of range over to the next unit.
  const absl::CivilSecond begin(year, month, day, hour, minute, second);
  const bool exists = year >= 1 && begin.year() == year && begin.month() == month &&
                      begin.day() == day && begin.hour() == hour && begin.minute() == minute &&
                      begin.second() == second;
  if (!exists) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quote(text), " is a date or time that does not exist"));
  }
  return Dtm(text, begin - kEpoch, EndOfSpan(begin, text.size()) - kEpoch - 1);
}

absl::StatusOr<Dtm> Dtm::FromUnixSeconds(int64_t seconds) {
  static constexpr int64_t kFirst = absl::CivilSecond(1, 1, 1) - kEpoch;
  static constexpr int64_t kLast = absl::CivilSecond(9999, 12, 31, 23, 59, 59) - kEpoch;
  if (seconds < kFirst || seconds > kLast) {
    return absl::InvalidArgumentError("the time is not in the years 0001 to 9999");
  }
  const absl::CivilSecond t = kEpoch + seconds;
  const std::string text = absl::StrFormat("%04d%02d%02d%02d%02d%02d", t.year(), t.month(), t.day(),
                                           t.hour(), t.minute(), t.second());
  return Dtm(text, seconds, seconds);
}

std::string Dtm::Readable() const {
  std::string readable = text_.substr(0, 4);
  constexpr absl::string_view kBefore[] = {"-", "-", " ", ":", ":"};
  size_t part = 0;
  for (size_t at = 4; at < text_.size(); at += 2) {
    absl::StrAppend(&readable, kBefore[part++], text_.substr(at, 2));
  }
  // The hour alone reads like another day.
  if (text_.size() == 10) readable.push_back('h');
  return readable;
}

}  // namespace docshare
