#include <cstdint>
#include <cstdlib>
#include <string>

#include "domain/codes/finnkode.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using docshare::CodedAttribute;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  docshare::ValueSets sets;
  const auto status =
      docshare::AddFinnKodeList("fuzz", bytes, {CodedAttribute::kClassCode}, "", sets);
  // A list that is read has at least one code.
  if (status.ok() && sets.size() == 0) std::abort();
  return 0;
}
