#include "domain/hl7v2/delimiters.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

constexpr size_t kMaxSlotCharacters = 256;

// The letter that stands for a delimiter, or 0 for another character.
char EscapeLetterOf(char delimiter) {
  switch (delimiter) {
    case '|':
      return 'F';
    case '^':
      return 'S';
    case '~':
      return 'R';
    case '&':
      return 'T';
    case '\\':
      return 'E';
    default:
      return 0;
  }
}

char DelimiterOf(char letter) {
  switch (letter) {
    case 'F':
      return '|';
    case 'S':
      return '^';
    case 'R':
      return '~';
    case 'T':
      return '&';
    case 'E':
      return '\\';
    default:
      return 0;
  }
}

}  // namespace

std::string EscapeHl7(absl::string_view plain) {
  std::string text;
  text.reserve(plain.size());
  for (const char c : plain) {
    if (const char letter = EscapeLetterOf(c)) {
      text.append({'\\', letter, '\\'});
    } else {
      text.push_back(c);
    }
  }
  return text;
}

absl::StatusOr<std::string> UnescapeHl7(absl::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      if (EscapeLetterOf(text[i])) {
        return absl::InvalidArgumentError(
            absl::StrCat("the HL7 delimiter '", text.substr(i, 1), "' is not allowed here"));
      }
      plain.push_back(text[i]);
      continue;
    }
    const char delimiter =
        i + 2 < text.size() && text[i + 2] == '\\' ? DelimiterOf(text[i + 1]) : 0;
    if (!delimiter) {
      return absl::InvalidArgumentError("an HL7 escape is none of \\F\\ \\S\\ \\R\\ \\T\\ \\E\\");
    }
    plain.push_back(delimiter);
    i += 2;
  }
  return plain;
}

std::vector<absl::string_view> SplitHl7(absl::string_view text, char delimiter) {
  std::vector<absl::string_view> parts = absl::StrSplit(text, delimiter);
  while (!parts.empty() && parts.back().empty()) parts.pop_back();
  return parts;
}

std::string JoinHl7(const std::vector<std::string>& parts, char delimiter) {
  size_t count = parts.size();
  while (count > 0 && parts[count - 1].empty()) --count;
  return absl::StrJoin(parts.begin(), parts.begin() + count, std::string(1, delimiter));
}

bool FitInSlot(std::initializer_list<absl::string_view> fields, size_t delimiters) {
  // No text has more characters than bytes, and an escape is three for one.
  size_t most_characters = delimiters;
  for (const absl::string_view field : fields) {
    most_characters += field.size() + 2 * std::count_if(field.begin(), field.end(), EscapeLetterOf);
    if (!IsValidUtf8(field) || HasControlCharacter(field)) return false;
  }
  return most_characters > delimiters && most_characters <= kMaxSlotCharacters;
}

absl::Status CheckSlotValue(absl::string_view text) {
  if (text.empty()) return absl::InvalidArgumentError("the value is empty");
  if (!IsValidUtf8(text)) return absl::InvalidArgumentError("the value is not UTF-8");
  if (HasControlCharacter(text)) {
    return absl::InvalidArgumentError("the value has a control character");
  }
  if (CodePointCount(text) > kMaxSlotCharacters) {
    return absl::InvalidArgumentError("the HL7 text is longer than 256 characters");
  }
  return absl::OkStatus();
}

}  // namespace docshare
