#include <cstdint>
#include <cstdlib>

#include "domain/time/dtm.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto dtm = docshare::Dtm::Parse(text);
  if (!dtm.ok()) return 0;
  const auto first = docshare::Dtm::FromUnixSeconds(dtm->EarliestSecond());
  const bool holds = dtm->text() == text && dtm->EarliestSecond() <= dtm->LatestSecond() &&
                     first.ok() && first->text().substr(0, size) == text;
  if (!holds) std::abort();
  return 0;
}
