#include "gateway/mtom/content_id.h"

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"

namespace docshare::gateway {
namespace {

constexpr size_t kMaxBytes = 1024;

absl::Status Refusal(absl::string_view field, absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", rule));
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Undoes `escape` followed by two hexadecimal digits; any other `escape` stands for itself.
std::string UndoHex(absl::string_view text, char escape) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == escape && i + 2 < text.size()) {
      const int high = HexDigit(text[i + 1]);
      const int low = HexDigit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        plain.push_back(static_cast<char>(high * 16 + low));
        i += 2;
        continue;
      }
    }
    plain.push_back(text[i]);
  }
  return plain;
}

absl::string_view WithoutBrackets(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() < 2 || text.front() != '<' || text.back() != '>') return text;
  return absl::StripAsciiWhitespace(text.substr(1, text.size() - 2));
}

// The text of "=?charset?Q?text?=", encoded still; nullopt for anything else. Ids are compared byte
// for byte, so the charset does not matter.
absl::optional<absl::string_view> QuotedPrintableWord(absl::string_view text) {
  if (text.size() < 8 || !absl::StartsWith(text, "=?") || !absl::EndsWith(text, "?=")) {
    return absl::nullopt;
  }
  text = text.substr(2, text.size() - 4);
  const size_t encoding = text.find('?');
  if (encoding == absl::string_view::npos) return absl::nullopt;
  text.remove_prefix(encoding);
  if (!absl::StartsWithIgnoreCase(text, "?q?")) return absl::nullopt;
  return text.substr(3);
}

bool IsUnfit(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7f || c == '<' || c == '>';
}

// Source: RFC 3986 2.3, and the other characters of a path that stand for themselves in a cid URL.
bool StandsForItself(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("-._~@!$'()*,;=").find(c) != absl::string_view::npos;
}

}  // namespace

absl::StatusOr<ContentId> ContentId::FromText(absl::string_view field, absl::string_view text) {
  if (text.size() > kMaxBytes) {
    return Refusal(field, absl::StrCat("more than ", kMaxBytes, " bytes"));
  }
  std::string plain(WithoutBrackets(text));
  // Some stacks encode what is encoded already. Each round takes at least two bytes off.
  for (size_t before = 0; before != plain.size();) {
    before = plain.size();
    plain = UndoHex(plain, '%');
  }
  // Brackets inside the percent-encoding.
  plain = std::string(WithoutBrackets(plain));
  if (plain.empty()) return Refusal(field, "it must not be empty");
  if (std::any_of(plain.begin(), plain.end(), IsUnfit)) {
    return Refusal(field, "control characters, blanks and angle brackets are not allowed in it");
  }
  return ContentId(std::move(plain));
}

absl::StatusOr<ContentId> ContentId::FromHeader(absl::string_view value) {
  value = absl::StripAsciiWhitespace(value);
  if (value.size() > kMaxBytes) return FromText("Content-ID", value);
  if (const auto word = QuotedPrintableWord(value); word) {
    return FromText("Content-ID", UndoHex(*word, '='));
  }
  return FromText("Content-ID", value);
}

absl::StatusOr<ContentId> ContentId::FromCidUrl(absl::string_view url) {
  url = absl::StripAsciiWhitespace(url);
  if (!absl::StartsWithIgnoreCase(url, "cid:")) return Refusal("href", "it must be a cid: URL");
  return FromText("href", url.substr(4));
}

std::string ContentId::ToHeader() const { return absl::StrCat("<", text_, ">"); }

std::string ContentId::ToCidUrl() const {
  std::string url = "cid:";
  for (const char c : text_) {
    if (StandsForItself(c)) {
      url.push_back(c);
    } else {
      absl::StrAppend(&url, "%", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    }
  }
  return url;
}

}  // namespace docshare::gateway
