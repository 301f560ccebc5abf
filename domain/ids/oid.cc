#include "domain/ids/oid.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

constexpr size_t kMaxLength = 64;

bool IsArc(absl::string_view arc) {
  if (arc.empty() || (arc.size() > 1 && arc[0] == '0')) return false;
  return std::all_of(arc.begin(), arc.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

}  // namespace

absl::StatusOr<Oid> Oid::Parse(absl::string_view text) {
  if (text.size() > kMaxLength) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quote(text), " is longer than the 64 characters of an OID"));
  }
  const std::vector<absl::string_view> arcs = absl::StrSplit(text, '.');
  if (arcs.size() < 2 || !std::all_of(arcs.begin(), arcs.end(), IsArc)) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quote(text), " is not an OID (numbers without leading zeros, with dots)"));
  }
  return Oid(text);
}

}  // namespace docshare
