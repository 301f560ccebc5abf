#include "consumer/publish/hl7_time.h"

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace docshare::consumer {
namespace {

constexpr size_t kHourDigits = 10;    // YYYYMMDDhh
constexpr size_t kSecondDigits = 14;  // YYYYMMDDhhmmss
constexpr size_t kMaxFractionDigits = 9;
// No place on earth is further from UTC.
constexpr int kMaxOffsetMinutes = 14 * 60;

absl::Status Malformed(absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat("not an HL7 time: ", reason));
}

// Cuts the leading digits off `text`.
absl::string_view TakeDigits(absl::string_view* text) {
  size_t count = 0;
  while (count < text->size() && absl::ascii_isdigit((*text)[count])) ++count;
  const absl::string_view digits = text->substr(0, count);
  text->remove_prefix(count);
  return digits;
}

int Number(absl::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

// The two digits at `position`, or `missing` where the text ends before.
int TwoDigits(absl::string_view digits, size_t position, int missing) {
  return digits.size() >= position + 2 ? Number(digits.substr(position, 2)) : missing;
}

// Reads "+hhmm", "-hhmm", "+hh" or "-hh".
absl::StatusOr<int> OffsetMinutes(absl::string_view text) {
  const bool negative = text[0] == '-';
  text.remove_prefix(1);
  const absl::string_view digits = TakeDigits(&text);
  if (!text.empty() || (digits.size() != 2 && digits.size() != 4)) {
    return Malformed("the offset is not (+|-)hhmm");
  }
  const int minutes = TwoDigits(digits, 2, 0);
  const int offset = TwoDigits(digits, 0, 0) * 60 + minutes;
  if (minutes > 59 || offset > kMaxOffsetMinutes) return Malformed("no such offset");
  return negative ? -offset : offset;
}

}  // namespace

absl::StatusOr<Hl7Time> ParseHl7Time(absl::string_view text) {
  const absl::string_view digits = TakeDigits(&text);
  if (digits.size() < 4 || digits.size() > kSecondDigits || digits.size() % 2 != 0) {
    return Malformed("it does not start with YYYY[MM[DD[hh[mm[ss]]]]]");
  }
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    const size_t fraction = TakeDigits(&text).size();
    if (digits.size() != kSecondDigits || fraction == 0 || fraction > kMaxFractionDigits) {
      return Malformed("a fraction follows seconds and has 1 to 9 digits");
    }
  }

  const int year = Number(digits.substr(0, 4));
  const int month = TwoDigits(digits, 4, 1);
  const int day = TwoDigits(digits, 6, 1);
  const int hour = TwoDigits(digits, 8, 0);
  const int minute = TwoDigits(digits, 10, 0);
  const int second = TwoDigits(digits, 12, 0);
  const absl::CivilSecond local(year, month, day, hour, minute, second);
  // CivilSecond carries what does not exist over: 30 February becomes 1 March.
  if (year < 1 || local.month() != month || local.day() != day || local.hour() != hour ||
      local.minute() != minute || local.second() != second) {
    return Malformed("no such date or time of day");
  }

  const bool has_hour = digits.size() >= kHourDigits;
  int offset_minutes = 0;
  if (!text.empty()) {
    if (text[0] != '+' && text[0] != '-') return Malformed("unexpected characters at its end");
    const absl::StatusOr<int> offset = OffsetMinutes(text);
    if (!offset.ok()) return offset.status();
    if (has_hour) offset_minutes = *offset;
  }
  const absl::CivilSecond utc = local - int64_t{offset_minutes} * 60;
  if (utc.year() < 1 || utc.year() > 9999) return Malformed("no such year in UTC");
  const std::string full = absl::StrFormat("%04d%02d%02d%02d%02d%02d", utc.year(), utc.month(),
                                           utc.day(), utc.hour(), utc.minute(), utc.second());
  return Hl7Time{full.substr(0, digits.size()), has_hour && text.empty()};
}

}  // namespace docshare::consumer
