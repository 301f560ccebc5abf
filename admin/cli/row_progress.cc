#include "admin/cli/row_progress.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace docshare::admin {
namespace {

constexpr size_t kBarWidth = 24;

}  // namespace

std::string FormatCount(uint64_t count) {
  const std::string digits = absl::StrCat(count);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text.push_back(' ');
    text.push_back(digits[i]);
  }
  return text;
}

std::string FormatRemaining(absl::Duration remaining) {
  const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(remaining, absl::Seconds(1)));
  if (seconds < 60) return absl::StrCat(seconds, " s");
  const int64_t minutes = (seconds + 59) / 60;
  if (minutes < 60) return absl::StrCat(minutes, " min");
  return absl::StrCat(minutes / 60, " h ", minutes % 60, " min");
}

RowProgress::RowProgress(std::ostream* terminal, size_t width, const platform::Clock* clock,
                         absl::string_view unit)
    : terminal_(terminal), width_(width), clock_(clock), unit_(unit), started_(clock->Now()) {}

RowProgress::~RowProgress() { Clear(); }

void RowProgress::Clear() {
  if (drawn_width_ > 0) *terminal_ << '\r' << std::string(drawn_width_, ' ') << '\r' << std::flush;
  drawn_width_ = 0;
}

void RowProgress::Update(absl::string_view step, uint64_t rows, uint64_t total) {
  if (terminal_ == nullptr) return;
  const absl::Time now = clock_->Now();
  if (now - drawn_ < absl::Milliseconds(100)) return;
  drawn_ = now;
  const double part =
      total == 0 ? 1 : std::min(1.0, static_cast<double>(rows) / static_cast<double>(total));
  const auto filled = static_cast<size_t>(part * kBarWidth);
  const double seconds = absl::ToDoubleSeconds(now - started_);
  // Without a total there is nothing to draw a part of.
  const bool has_total = total > 0;
  std::string line =
      !has_total
          ? absl::StrCat(step, "  ", FormatCount(rows), " ", unit_)
          : absl::StrFormat("%s  [%s%s] %3d %%  %s of %s %s", step, std::string(filled, '#'),
                            std::string(kBarWidth - filled, '.'), static_cast<int>(part * 100),
                            FormatCount(rows), FormatCount(std::max(rows, total)), unit_);
  if (has_total && seconds >= 1 && rows > 0) {
    const double rate = static_cast<double>(rows) / seconds;
    absl::StrAppend(&line, "  ", FormatCount(static_cast<uint64_t>(rate)), " ", unit_, "/s  ",
                    FormatRemaining((1 - part) / part * (now - started_)), " left");
  }
  // The last column stays free: some terminals begin a new line after it.
  line = line.substr(0, width_ > 1 ? width_ - 1 : 0);
  const size_t remains = drawn_width_ - std::min(drawn_width_, line.size());
  *terminal_ << '\r' << line << std::string(remains, ' ') << std::flush;
  drawn_width_ = line.size();
}

}  // namespace docshare::admin
