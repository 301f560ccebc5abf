#include "gateway/mtom/media_type.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace docshare::gateway {
namespace {

constexpr size_t kMaxBytes = size_t{8} * 1024;
constexpr size_t kMaxParameters = 32;

absl::Status Refusal(absl::string_view rule) {
  return absl::InvalidArgumentError(absl::StrCat("Content-Type: ", rule));
}

// Source: RFC 9110 5.6.2 (token).
bool IsTokenCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("!#$%&'*+-.^_`|~").find(c) != absl::string_view::npos;
}

absl::string_view TakeToken(absl::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), IsTokenCharacter);
  const absl::string_view token = text.substr(0, static_cast<size_t>(end - text.begin()));
  text.remove_prefix(token.size());
  return token;
}

void SkipSpace(absl::string_view& text) { text = absl::StripLeadingAsciiWhitespace(text); }

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\t'; }

// Requires a quote at the front.
absl::StatusOr<std::string> TakeQuoted(absl::string_view& text) {
  std::string value;
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return value;
    }
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    // The line break of a folded value is no part of it.
    if (text[i] == '\r' || text[i] == '\n') continue;
    if (IsControl(text[i])) return Refusal("a control character in a quoted value");
    value.push_back(text[i]);
  }
  return Refusal("a quoted value without its closing quote");
}

absl::StatusOr<std::string> TakeBare(absl::string_view& text) {
  const auto end = std::find_if(text.begin(), text.end(), [](char c) {
    return c == ';' || absl::ascii_isspace(static_cast<unsigned char>(c));
  });
  const absl::string_view value = text.substr(0, static_cast<size_t>(end - text.begin()));
  text.remove_prefix(value.size());
  // A comma may be the seam of two headers that somebody joined.
  if (value.find_first_of("\",\\") != absl::string_view::npos) {
    return Refusal("a value without quotes must not have a quote, a comma or a backslash");
  }
  if (std::any_of(value.begin(), value.end(), IsControl)) {
    return Refusal("a control character in a value");
  }
  return std::string(value);
}

}  // namespace

absl::Status MediaType::Add(Parameter parameter) {
  if (const auto known = Find(parameter.name); known) {
    if (*known == parameter.value) return absl::OkStatus();
    return Refusal(absl::StrCat("parameter ", parameter.name, " is given twice"));
  }
  if (parameters_.size() == kMaxParameters) {
    return Refusal(absl::StrCat("more than ", kMaxParameters, " parameters"));
  }
  parameters_.push_back(std::move(parameter));
  return absl::OkStatus();
}

absl::StatusOr<MediaType> MediaType::Parse(absl::string_view header_value) {
  if (header_value.size() > kMaxBytes) {
    return Refusal(absl::StrCat("more than ", kMaxBytes, " bytes"));
  }
  absl::string_view rest = absl::StripAsciiWhitespace(header_value);
  const absl::string_view type = TakeToken(rest);
  if (type.empty() || !absl::ConsumePrefix(&rest, "/")) {
    return Refusal("it must begin with type/subtype");
  }
  const absl::string_view subtype = TakeToken(rest);
  if (subtype.empty()) return Refusal("it must begin with type/subtype");
  MediaType media_type;
  media_type.name_ = absl::AsciiStrToLower(absl::StrCat(type, "/", subtype));
  for (SkipSpace(rest); !rest.empty(); SkipSpace(rest)) {
    if (!absl::ConsumePrefix(&rest, ";")) {
      return Refusal("parameters must be set apart by a semicolon");
    }
    SkipSpace(rest);
    if (rest.empty() || rest.front() == ';') continue;
    const std::string name = absl::AsciiStrToLower(TakeToken(rest));
    SkipSpace(rest);
    if (name.empty() || !absl::ConsumePrefix(&rest, "=")) {
      return Refusal("a parameter must be name=value");
    }
    SkipSpace(rest);
    const bool is_quoted = !rest.empty() && rest.front() == '"';
    absl::StatusOr<std::string> value = is_quoted ? TakeQuoted(rest) : TakeBare(rest);
    if (!value.ok()) return value.status();
    if (absl::Status added = media_type.Add({name, *std::move(value)}); !added.ok()) return added;
  }
  return media_type;
}

absl::optional<absl::string_view> MediaType::Find(absl::string_view name) const {
  for (const Parameter& parameter : parameters_) {
    if (parameter.name == name) return parameter.value;
  }
  return absl::nullopt;
}

std::string MediaType::FindName(absl::string_view name) const {
  const absl::string_view value = Find(name).value_or("");
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(value.substr(0, value.find(';'))));
}

std::string QuotedParameter(absl::string_view value) {
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

}  // namespace docshare::gateway
