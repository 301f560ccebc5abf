#include "domain/ebrim/query_values.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

// Reads a Value from left to right.
class ValueScanner {
 public:
  ValueScanner(absl::string_view text, std::vector<QueryValue>* values)
      : text_(text), rest_(text), values_(values) {}

  absl::Status Read() {
    SkipBlanks();
    if (rest_.empty()) return absl::OkStatus();
    absl::Status status = TakeIf('(') ? ReadList() : ReadValue();
    if (!status.ok()) return status;
    SkipBlanks();
    return rest_.empty() ? absl::OkStatus() : Malformed("nothing more");
  }

 private:
  // After the opening parenthesis.
  absl::Status ReadList() {
    SkipBlanks();
    if (TakeIf(')')) return absl::OkStatus();
    while (true) {
      SkipBlanks();
      if (absl::Status status = ReadValue(); !status.ok()) return status;
      SkipBlanks();
      if (TakeIf(')')) return absl::OkStatus();
      if (!TakeIf(',')) return Malformed("a comma or a closing parenthesis");
    }
  }

  absl::Status ReadValue() {
    if (TakeIf('\'')) return ReadString();
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), absl::ascii_isdigit);
    const size_t size = static_cast<size_t>(end - rest_.begin());
    if (size == 0) return Malformed("a string in single quotes or a number");
    values_->push_back({std::string(rest_.substr(0, size)), false});
    rest_.remove_prefix(size);
    return absl::OkStatus();
  }

  // After the opening quote.
  absl::Status ReadString() {
    std::string text;
    while (true) {
      const size_t quote = rest_.find('\'');
      if (quote == absl::string_view::npos) {
        rest_ = "";
        return Malformed("a closing quote");
      }
      absl::StrAppend(&text, rest_.substr(0, quote));
      rest_.remove_prefix(quote + 1);
      if (!TakeIf('\'')) break;
      text.push_back('\'');
    }
    values_->push_back({std::move(text), true});
    return absl::OkStatus();
  }

  void SkipBlanks() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  bool TakeIf(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  absl::Status Malformed(absl::string_view expected) const {
    const size_t position = CodePointCount(text_.substr(0, text_.size() - rest_.size())) + 1;
    return absl::InvalidArgumentError(
        absl::StrCat("value ", Quote(text_), ": expected ", expected, " at character ", position));
  }

  absl::string_view text_;
  absl::string_view rest_;
  std::vector<QueryValue>* values_;
};

std::string Format(const QueryValue& value) {
  if (!value.is_quoted) return value.text;
  return absl::StrCat("'", absl::StrReplaceAll(value.text, {{"'", "''"}}), "'");
}

}  // namespace

absl::Status ReadQueryValues(absl::string_view text, std::vector<QueryValue>* values) {
  return ValueScanner(text, values).Read();
}

std::string FormatQueryValues(const std::vector<QueryValue>& values, bool in_parentheses) {
  if (!in_parentheses) return Format(values.front());
  return absl::StrCat("(",
                      absl::StrJoin(values, ",",
                                    [](std::string* out, const QueryValue& value) {
                                      absl::StrAppend(out, Format(value));
                                    }),
                      ")");
}

}  // namespace docshare
