#include <cstdint>
#include <cstdlib>

#include "domain/codes/nist_codes.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  docshare::ValueSets sets;
  if (!docshare::AddNistCodes("fuzz", bytes, sets).ok()) return 0;
  // Every code that was taken is one a submission can carry.
  for (const docshare::CodedAttribute attribute : docshare::AllCodedAttributes()) {
    for (const auto& [key, display_name] : sets.Of(attribute)) {
      const bool has_system = docshare::HasCodeSystem(attribute);
      if (key.second.empty() || key.first.empty() == has_system) std::abort();
    }
  }
  return 0;
}
