#include "consumer/cli/printable_text.h"

#include <locale.h>
#include <wchar.h>

#include "absl/types/optional.h"
#include "domain/text/unicode_text.h"

namespace docshare::consumer {
namespace {

bool IsLayout(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

bool IsDangerous(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) ||  // Controls.
         (c >= 0x200E && c <= 0x200F) ||          // Marks of direction.
         (c >= 0x202A && c <= 0x202E) ||          // Embeddings and overrides of direction.
         (c >= 0x2066 && c <= 0x2069);            // Isolates of direction.
}

// The width of characters is a property of the locale; this one knows all of Unicode and is built
// into the C library. The process's own locale stays as it is.
locale_t UnicodeLocale() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

size_t ColumnsOf(char32_t c) {
  if (UnicodeLocale() == nullptr) return 1;
  locale_t before = uselocale(UnicodeLocale());
  int columns = wcwidth(static_cast<wchar_t>(c));
  uselocale(before);
  // Characters younger than the C library have no width there.
  return columns < 0 ? 1 : static_cast<size_t>(columns);
}

}  // namespace

std::string PrintableText(absl::string_view text) {
  std::string printable;
  while (!text.empty()) {
    absl::string_view rest = text;
    absl::optional<char32_t> c = TakeCodePoint(rest);
    if (!c.has_value()) {
      printable += '?';
      text.remove_prefix(1);
      continue;
    }
    if (IsLayout(*c)) {
      printable += ' ';
    } else if (IsDangerous(*c)) {
      printable += '?';
    } else {
      printable.append(text.data(), text.size() - rest.size());
    }
    text = rest;
  }
  return printable;
}

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  while (absl::optional<char32_t> c = TakeCodePoint(text)) width += ColumnsOf(*c);
  return width;
}

std::string CutToWidth(absl::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  size_t used = 0;
  absl::string_view rest = text;
  while (true) {
    absl::string_view after = rest;
    absl::optional<char32_t> c = TakeCodePoint(after);
    // The last column is for the ellipsis.
    if (!c.has_value() || used + ColumnsOf(*c) > width - 1) break;
    used += ColumnsOf(*c);
    rest = after;
  }
  return std::string(text.substr(0, text.size() - rest.size())) + "…";
}

}  // namespace docshare::consumer
