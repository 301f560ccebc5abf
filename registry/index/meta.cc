#include "registry/index/meta.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "registry/index/key_codec.h"

namespace docshare::registry {

std::string MetaKey(absl::string_view name) { return KeyWriter(KeySpace::kMeta).Text(name).Take(); }

absl::StatusOr<uint64_t> ReadCounter(const platform::KvReader& store, absl::string_view name,
                                     uint64_t absent) {
  auto value = store.Get(MetaKey(name));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absent;
  uint64_t counter = 0;
  if (!absl::SimpleAtoi(**value, &counter)) {
    return absl::DataLossError(absl::StrCat("counter ", name, " is not a number"));
  }
  return counter;
}

void WriteCounter(absl::string_view name, uint64_t value, platform::KvBatch& batch) {
  batch.Put(MetaKey(name), absl::StrCat(value));
}

}  // namespace docshare::registry
