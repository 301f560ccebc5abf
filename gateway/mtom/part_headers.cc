#include "gateway/mtom/part_headers.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace docshare::gateway {
namespace {

absl::Status Refusal(absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat("headers of a part: ", rule));
}

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\t'; }

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// Takes a line off, without its end.
absl::string_view TakeLine(absl::string_view& lines) {
  const size_t size = std::min(lines.find('\n'), lines.size());
  absl::string_view line = lines.substr(0, size);
  lines.remove_prefix(std::min(size + 1, lines.size()));
  absl::ConsumeSuffix(&line, "\r");
  return line;
}

}  // namespace

absl::Status PartHeaders::Check() const {
  for (const absl::string_view name : {"content-type", "content-id", "content-transfer-encoding"}) {
    const auto has_name = [name](const Header& header) {
      return absl::EqualsIgnoreCase(header.name, name);
    };
    if (std::count_if(headers_.begin(), headers_.end(), has_name) > 1) {
      return Refusal(absl::StrCat(name, " is given twice"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<PartHeaders> PartHeaders::Parse(absl::string_view lines, size_t max_headers) {
  PartHeaders result;
  while (!lines.empty()) {
    const absl::string_view line = TakeLine(lines);
    if (std::any_of(line.begin(), line.end(), IsControl)) return Refusal("a control character");
    if (!line.empty() && IsBlank(line.front())) {
      if (result.headers_.empty()) return Refusal("the first line begins with a blank");
      std::string& value = result.headers_.back().value;
      absl::StrAppend(&value, value.empty() ? "" : " ", absl::StripAsciiWhitespace(line));
      continue;
    }
    const size_t colon = line.find(':');
    const absl::string_view name =
        absl::StripTrailingAsciiWhitespace(line.substr(0, std::min(colon, line.size())));
    if (colon == absl::string_view::npos || name.empty() ||
        std::any_of(name.begin(), name.end(), IsBlank)) {
      return Refusal("a line that is not \"name: value\"");
    }
    if (result.headers_.size() == max_headers) {
      return Refusal(absl::StrCat("more than ", max_headers));
    }
    result.headers_.push_back(
        {std::string(name), std::string(absl::StripAsciiWhitespace(line.substr(colon + 1)))});
  }
  if (absl::Status status = result.Check(); !status.ok()) return status;
  return result;
}

absl::optional<absl::string_view> PartHeaders::Find(absl::string_view name) const {
  for (const Header& header : headers_) {
    if (absl::EqualsIgnoreCase(header.name, name)) return header.value;
  }
  return absl::nullopt;
}

}  // namespace docshare::gateway
