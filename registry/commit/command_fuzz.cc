// Any bytes as a command of the log: applied or refused, never a crash.

#include <cstddef>
#include <cstdint>

#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/commit/state_machine.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace docshare;
  storage::v1::Command command;
  if (!command.ParseFromArray(data, static_cast<int>(size))) return 0;
  command.set_rule_version(registry::kRuleVersion);
  platform::MemoryKvStore store;
  platform::KvBatch rows;
  registry::Outcome outcome = registry::Apply(command, 1, store, rows);
  if (!outcome.ok() && !rows.empty()) __builtin_trap();
  return 0;
}
