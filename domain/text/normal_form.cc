#include "domain/text/normal_form.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

struct Free {
  void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
};

}  // namespace

std::string ToNfc(absl::string_view text) {
  if (text.size() > kMaxNormalizedBytes || IsPrintableAscii(text)) return std::string(text);
  utf8proc_uint8_t* composed = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &composed,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(composed);
  if (size < 0) return std::string(text);
  return std::string(reinterpret_cast<const char*>(composed), static_cast<size_t>(size));
}

}  // namespace docshare
