#include "domain/query/time_range.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/time/dtm.h"

namespace docshare {
namespace {

absl::StatusOr<absl::optional<int64_t>> ParseEnd(absl::string_view name, absl::string_view text) {
  if (text.empty()) return absl::optional<int64_t>();
  const absl::StatusOr<Dtm> dtm = Dtm::Parse(text);
  if (!dtm.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(name, " ", dtm.status().message()));
  }
  return absl::optional<int64_t>(dtm->EarliestSecond());
}

}  // namespace

absl::StatusOr<TimeRange> TimeRange::Parse(absl::string_view from, absl::string_view to) {
  const auto from_s = ParseEnd("from", from);
  if (!from_s.ok()) return from_s.status();
  const auto to_s = ParseEnd("to", to);
  if (!to_s.ok()) return to_s.status();
  TimeRange range;
  range.from_s_ = *from_s;
  range.to_s_ = *to_s;
  return range;
}

}  // namespace docshare
