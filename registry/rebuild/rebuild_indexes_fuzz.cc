// Rows of any bytes: every step ends and never crashes, also on what it wrote itself.

#include <cstdint>
#include <string>

#include "platform/kv/memory_kv_store.h"
#include "registry/rebuild/rebuild_indexes.h"
#include "registry/rebuild/rebuild_step.h"

namespace {

using docshare::platform::Durability;
using docshare::platform::KvBatch;
using docshare::platform::MemoryKvStore;
using docshare::registry::ApplyRebuildIndexes;
using docshare::registry::kMaxRebuildRows;
using docshare::registry::kRebuildSteps;
using docshare::registry::RebuildStep;

void Rebuild(MemoryKvStore& store) {
  for (RebuildStep step : kRebuildSteps) {
    docshare::storage::v1::RebuildIndexesCommand command;
    command.set_step(static_cast<uint32_t>(step));
    command.set_max_rows(kMaxRebuildRows);
    KvBatch batch;
    auto rebuilt = ApplyRebuildIndexes(command, store, batch);
    if (!rebuilt.ok()) return;
    if (rebuilt->rows > kMaxRebuildRows) __builtin_trap();
    if (!store.Write(batch, Durability::kBuffered).ok()) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Rows one after the other: length of the key, length of the value, key, value.
  MemoryKvStore store;
  KvBatch batch;
  while (size > 2) {
    const size_t key_size = data[0], value_size = data[1];
    data += 2;
    size -= 2;
    if (key_size == 0 || key_size + value_size > size) break;
    batch.Put(std::string(reinterpret_cast<const char*>(data), key_size),
              std::string(reinterpret_cast<const char*>(data) + key_size, value_size));
    data += key_size + value_size;
    size -= key_size + value_size;
  }
  if (!store.Write(batch, Durability::kBuffered).ok()) __builtin_trap();
  Rebuild(store);
  Rebuild(store);
  return 0;
}
