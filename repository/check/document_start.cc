#include "repository/check/document_start.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace docshare::repository {
namespace {

// What stands for a character outside ASCII: it may be in a name, and is no control character.
constexpr char kNotAscii = '\x80';

// The text without its byte order mark, one byte a character where that tells markup.
//
// UTF-16 begins with its mark, or with a character of which one byte is zero.
std::string ToAscii(absl::string_view head) {
  if (absl::ConsumePrefix(&head, "\xef\xbb\xbf")) return std::string(head);
  const bool little = absl::StartsWith(head, "\xff\xfe");
  const bool big = absl::StartsWith(head, "\xfe\xff");
  const bool unmarked = head.size() >= 2 && (head[0] == '\0') != (head[1] == '\0');
  if (!little && !big && !unmarked) return std::string(head);

  const size_t high = big || (!little && head[0] == '\0') ? 0 : 1;
  if (little || big) head.remove_prefix(2);
  std::string ascii;
  ascii.reserve(head.size() / 2);
  for (size_t i = 0; i + 1 < head.size(); i += 2) {
    ascii.push_back(head[i + high] == '\0' ? head[i + 1 - high] : kNotAscii);
  }
  return ascii;
}

bool IsNameStart(char c) {
  return absl::ascii_isalpha(c) || c == '_' || c == ':' || !absl::ascii_isascii(c);
}

// Takes away all up to and with `end`; false when it is not there.
bool SkipBehind(absl::string_view end, absl::string_view& text) {
  const size_t at = text.find(end);
  if (at == absl::string_view::npos) return false;
  text.remove_prefix(at + end.size());
  return true;
}

// Whether such an element, of which `rest` follows, is XML rather than a web page.
bool IsXmlRoot(absl::string_view name, absl::string_view rest, bool has_declaration) {
  // Where the namespace of a root element stands.
  constexpr size_t kRootTagBytes = 4096;
  return has_declaration || !absl::EqualsIgnoreCase(name, "html") ||
         absl::StrContains(rest.substr(0, kRootTagBytes), "xmlns");
}

bool IsScalarStart(absl::string_view text) {
  return text[0] == '"' || text[0] == '-' || absl::ascii_isdigit(text[0]) ||
         absl::StartsWith(text, "true") || absl::StartsWith(text, "false") ||
         absl::StartsWith(text, "null");
}

bool IsTextCharacter(char c) {
  // Also what moved printers and terminals: backspace, vertical tab, form feed, escape.
  return absl::ascii_isprint(c) || !absl::ascii_isascii(c) || (c >= '\b' && c <= '\r') ||
         c == '\x1b';
}

}  // namespace

bool StartsAsPdf(absl::string_view head) {
  return absl::StrContains(head.substr(0, 1024), "%PDF-");
}

bool StartsAsDicom(absl::string_view head) {
  return head.size() >= 132 && head.substr(128, 4) == "DICM";
}

bool StartsAsTiff(absl::string_view head) {
  constexpr absl::string_view kStarts[] = {{"II*\0", 4}, {"MM\0*", 4}, {"II+\0", 4}, {"MM\0+", 4}};
  for (const absl::string_view start : kStarts) {
    if (absl::StartsWith(head, start)) return true;
  }
  return false;
}

bool StartsAsZip(absl::string_view head) {
  return absl::StartsWith(head, "PK\x03\x04") || absl::StartsWith(head, "PK\x05\x06") ||
         absl::StartsWith(head, "PK\x07\x08") || absl::StartsWith(head, "PK00PK\x03\x04");
}

bool StartsAsOleStorage(absl::string_view head) {
  return absl::StartsWith(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}

bool StartsAsRtf(absl::string_view head) {
  return absl::StartsWith(absl::StripLeadingAsciiWhitespace(head), "{\\rtf");
}

bool StartsAsXml(absl::string_view head) {
  const std::string ascii = ToAscii(head);
  absl::string_view text = ascii;
  bool has_declaration = false;
  while (true) {
    text = absl::StripLeadingAsciiWhitespace(text);
    if (!absl::ConsumePrefix(&text, "<")) return false;
    // What is longer than the head is not judged: it began as XML.
    if (absl::ConsumePrefix(&text, "?")) {
      has_declaration = has_declaration || absl::StartsWith(text, "xml");
      if (!SkipBehind("?>", text)) return true;
    } else if (absl::ConsumePrefix(&text, "!--")) {
      if (!SkipBehind("-->", text)) return true;
    } else {
      break;
    }
  }
  // A document type names the root element.
  if (absl::StartsWithIgnoreCase(text, "!doctype")) {
    text = absl::StripLeadingAsciiWhitespace(text.substr(8));
  }
  if (text.empty() || !IsNameStart(text[0])) return false;
  const size_t end = text.find_first_of(" \t\r\n/>[");
  const absl::string_view name = text.substr(0, end);
  return IsXmlRoot(name, text.substr(name.size()), has_declaration);
}

bool StartsAsJson(absl::string_view head) {
  const std::string ascii = ToAscii(head);
  absl::string_view text = absl::StripLeadingAsciiWhitespace(ascii);
  if (text.empty()) return false;
  const char first = text[0];
  if (first != '{' && first != '[') return IsScalarStart(text);
  text = absl::StripLeadingAsciiWhitespace(text.substr(1));
  // RTF, too, begins with a brace, and files of settings with a bracket.
  if (text.empty()) return true;
  if (first == '{') return text[0] == '"' || text[0] == '}';
  return text[0] == '{' || text[0] == '[' || text[0] == ']' || IsScalarStart(text);
}

bool IsPlainText(absl::string_view head) {
  if (absl::StartsWith(head, "%PDF-") || absl::StartsWith(head, "%!PS") || StartsAsRtf(head)) {
    return false;
  }
  for (const char c : ToAscii(head)) {
    if (!IsTextCharacter(c)) return false;
  }
  return true;
}

}  // namespace docshare::repository
