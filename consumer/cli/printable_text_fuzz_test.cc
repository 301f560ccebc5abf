// Metadata of other people on a terminal: whatever it holds, the text is harmless and fits.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "consumer/cli/printable_text.h"
#include "domain/text/unicode_text.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const size_t width = 1 + data[0] % 40;
  const std::string text = docshare::consumer::PrintableText(
      absl::string_view(reinterpret_cast<const char*>(data + 1), size - 1));
  Require(docshare::IsValidUtf8(text));
  Require(!docshare::HasControlCharacter(text));
  const std::string cut = docshare::consumer::CutToWidth(text, width);
  Require(docshare::IsValidUtf8(cut));
  Require(docshare::consumer::DisplayWidth(cut) <= width);
  return 0;
}
