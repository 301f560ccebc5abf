#include "domain/ids/oid.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

constexpr size_t kMaxLength = 64;

// At least two numbers without leading zeros, with dots between them.
bool IsOid(absl::string_view text) {
  int arcs = 1;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) continue;
    const size_t length = i - begin;
    if (length == 0 || (length > 1 && text[begin] == '0')) return false;
    if (i == text.size()) break;
    if (text[i] != '.') return false;
    ++arcs;
    begin = i + 1;
  }
  return arcs >= 2;
}

}  // namespace

absl::StatusOr<Oid> Oid::Parse(absl::string_view text) {
  if (text.size() > kMaxLength) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quote(text), " is longer than the 64 characters of an OID"));
  }
  if (!IsOid(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat(Quote(text), " is not an OID (numbers without leading zeros, with dots)"));
  }
  return Oid(text);
}

}  // namespace docshare
