#include "gateway/mtom/boundary.h"

#include <string.h>

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace docshare::gateway {
namespace {

constexpr size_t kMaxBytes = 70;

absl::Status Refusal(absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat("boundary of a multipart message: ", rule));
}

// Where `needle` begins; npos when it is not there. In time linear in both, whatever they are.
size_t Find(absl::string_view bytes, absl::string_view needle) {
  const void* found = memmem(bytes.data(), bytes.size(), needle.data(), needle.size());
  if (found == nullptr) return absl::string_view::npos;
  return static_cast<size_t>(static_cast<const char*>(found) - bytes.data());
}

// `line_feed` or, when a carriage return stands before it, one less.
size_t LineEnd(absl::string_view bytes, size_t line_feed) {
  return line_feed > 0 && bytes[line_feed - 1] == '\r' ? line_feed - 1 : line_feed;
}

}  // namespace

Boundary::Boundary(absl::string_view text) : delimiter_(absl::StrCat("\n--", text)) {}

absl::StatusOr<Boundary> Boundary::Parse(absl::string_view text) {
  if (text.empty()) return Refusal("it must not be empty");
  if (text.size() > kMaxBytes) return Refusal(absl::StrCat("more than ", kMaxBytes, " bytes"));
  if (text.back() == ' ') return Refusal("it must not end in a blank");
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); })) {
    return Refusal("a control character in it");
  }
  return Boundary(text);
}

Boundary::Match Boundary::MatchAt(absl::string_view bytes, bool at_end) const {
  const Match undecided = {at_end ? Kind::kNone : Kind::kUndecided, 0};
  const absl::string_view marker = absl::string_view(delimiter_).substr(1);
  absl::string_view rest = bytes;
  if (!absl::ConsumePrefix(&rest, marker)) {
    return absl::StartsWith(marker, rest) ? undecided : Match();
  }
  const bool is_last = absl::ConsumePrefix(&rest, "--");
  if (!is_last && (rest.empty() || rest == "-")) return undecided;
  // The last delimiter need not end its line where the message ends.
  const Match without_line = is_last && at_end ? Match{Kind::kLast, bytes.size()} : undecided;
  const size_t padding = std::min(rest.find_first_not_of(" \t"), rest.size());
  if (padding > kMaxPadding) return {};
  rest.remove_prefix(padding);
  if (rest.empty()) return without_line;
  if (rest == "\r") return without_line;
  if (!absl::ConsumePrefix(&rest, "\r\n") && !absl::ConsumePrefix(&rest, "\n")) return {};
  return {is_last ? Kind::kLast : Kind::kPart, bytes.size() - rest.size()};
}

Boundary::Found Boundary::FindIn(absl::string_view bytes, bool at_end) const {
  for (size_t from = 0; from < bytes.size();) {
    const size_t hit = Find(bytes.substr(from), delimiter_);
    if (hit == absl::string_view::npos) break;
    const size_t line_feed = from + hit;
    Match match = MatchAt(bytes.substr(line_feed + 1), at_end);
    if (match.kind != Kind::kNone) {
      const size_t content = LineEnd(bytes, line_feed);
      match.size += line_feed + 1 - content;
      return {content, match};
    }
    from = line_feed + 1;
  }
  if (at_end) return {bytes.size(), {}};
  // A delimiter may begin at the end of the bytes.
  const Match undecided = {Kind::kUndecided, 0};
  const absl::string_view delimiter = delimiter_;
  const size_t tail = bytes.size() - std::min(bytes.size(), delimiter.size());
  for (size_t i = bytes.find('\n', tail); i != absl::string_view::npos;
       i = bytes.find('\n', i + 1)) {
    if (absl::StartsWith(delimiter, bytes.substr(i))) return {LineEnd(bytes, i), undecided};
  }
  if (!bytes.empty() && bytes.back() == '\r') return {bytes.size() - 1, undecided};
  return {bytes.size(), {}};
}

}  // namespace docshare::gateway
