#include <cstdint>
#include <cstdlib>

#include "domain/national/national_identifier.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using docshare::NationalIdentifier;
  using docshare::NumberRules;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto until_2031 = NationalIdentifier::Parse(text, NumberRules::kUntil2031);
  const auto from_2032 = NationalIdentifier::Parse(text, NumberRules::kFrom2032);
  if (until_2031.ok() && (!from_2032.ok() || from_2032->kind() != until_2031->kind())) std::abort();
  return 0;
}
