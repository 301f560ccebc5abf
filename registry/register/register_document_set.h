#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/register/outcome.h"

namespace docshare::registry {

// The work of ITI-42 that needs no store: every stateless rule, then ids for symbolic ids, then the
// digest that recognises a repeat. Returns the refusal with every fault.
absl::StatusOr<storage::v1::RegisterDocumentSetCommand> PrepareRegisterDocumentSet(
    v1::RegisterDocumentSetRequest request);

// The work of ITI-42 at its place in the order: the stateful rules (registry/register/
// stateful_rules.h), then the rows of all objects. A submission that is in the registry already is
// answered as the first time and adds nothing.
// Source: ITI TF-2:3.42.4.1.3; atomicity from ITI TF-3:4.1.4.
Outcome ApplyRegisterDocumentSet(const storage::v1::RegisterDocumentSetCommand& command,
                                 uint64_t position, const platform::KvReader& store,
                                 platform::KvBatch& batch);

}  // namespace docshare::registry
