#include "consumer/cli/progress_bar.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace docshare::consumer {
namespace {

constexpr size_t kBarWidth = 24;

}  // namespace

std::string FormatBytes(uint64_t bytes) {
  static constexpr const char* kUnits[] = {"KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024) return absl::StrCat(bytes, " B");
  double value = static_cast<double>(bytes) / 1024;
  size_t unit = 0;
  // What would be printed as 1024.0 belongs to the next unit.
  while (value >= 1023.95 && unit + 1 < std::size(kUnits)) {
    value /= 1024;
    ++unit;
  }
  return absl::StrFormat("%.1f %s", value, kUnits[unit]);
}

ProgressBar::ProgressBar(std::ostream* terminal, size_t width, absl::string_view label,
                         uint64_t total_bytes, const platform::Clock* clock)
    : terminal_(total_bytes >= kWorthShowingBytes ? terminal : nullptr),
      width_(width),
      label_(label),
      total_bytes_(total_bytes),
      clock_(clock),
      started_(clock->Now()) {}

ProgressBar::~ProgressBar() {
  if (drawn_width_ > 0) *terminal_ << '\r' << std::string(drawn_width_, ' ') << '\r' << std::flush;
}

void ProgressBar::Update(uint64_t done_bytes) {
  if (terminal_ == nullptr) return;
  const absl::Time now = clock_->Now();
  if (now - drawn_ < absl::Milliseconds(100)) return;
  drawn_ = now;
  // The last column stays free: some terminals begin a new line after it.
  const std::string line = Line(done_bytes, now).substr(0, width_ > 1 ? width_ - 1 : 0);
  const size_t remains = drawn_width_ - std::min(drawn_width_, line.size());
  *terminal_ << '\r' << line << std::string(remains, ' ') << std::flush;
  drawn_width_ = line.size();
}

std::string ProgressBar::Line(uint64_t done_bytes, absl::Time now) const {
  const double part = std::min(1.0, static_cast<double>(done_bytes) / total_bytes_);
  const size_t filled = static_cast<size_t>(part * kBarWidth);
  const double seconds = std::max(0.001, absl::ToDoubleSeconds(now - started_));
  return absl::StrFormat("%s  [%s%s] %3d %%  %s of %s  %s/s", label_, std::string(filled, '#'),
                         std::string(kBarWidth - filled, '.'), static_cast<int>(part * 100),
                         FormatBytes(done_bytes), FormatBytes(total_bytes_),
                         FormatBytes(static_cast<uint64_t>(done_bytes / seconds)));
}

}  // namespace docshare::consumer
