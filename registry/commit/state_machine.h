#pragma once

#include <cstdint>

#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/register/outcome.h"

namespace docshare::registry {

// Version of the rules that new commands are to be applied by. A release that changes what Apply()
// does with a command raises it and keeps the old behaviour for commands that carry an older one,
// so that the same log gives the same rows on every replica and after every upgrade. Version 1 was
// never released: this release knows version 2 alone.
inline constexpr uint32_t kRuleVersion = 2;

// Applies one command: the stateful rules, then the rows it adds, into `batch`.
//
// Deterministic: reads nothing but the command and `store`, which shows every command before it.
// Adds nothing to `batch` when the outcome is not ok.
// Returns kInvalidArgument for a command without a change, kFailedPrecondition for a rule version
// that this release does not know.
Outcome Apply(const storage::v1::Command& command, uint64_t position,
              const platform::KvReader& store, platform::KvBatch& batch);

}  // namespace docshare::registry
