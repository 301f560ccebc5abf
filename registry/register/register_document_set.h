#pragma once

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/objects/object_editor.h"
#include "registry/register/outcome.h"

namespace docshare::registry {

// The work of ITI-42 that needs no store: every stateless rule, then ids for symbolic ids, then the
// digest that recognises a repeat. Returns the refusal with every fault.
absl::StatusOr<storage::v1::RegisterDocumentSetCommand> PrepareRegisterDocumentSet(
    v1::RegisterDocumentSetRequest request);

// The same for ITI-61.
absl::StatusOr<storage::v1::RegisterDocumentSetCommand> PrepareRegisterOnDemandDocumentEntry(
    v1::RegisterOnDemandDocumentEntryRequest request);

// Resolves ids and makes the digest. Requires a request that passed the stateless rules.
storage::v1::RegisterDocumentSetCommand ToCommand(v1::RegisterDocumentSetRequest request);

// The work of ITI-42 and ITI-61 at its place in the order: the stateful rules (registry/register/
// stateful_rules.h), then the submission's objects, all Approved and of version 1, and what its
// replacements do to others (registry/register/replacement.h). A submission that is in the registry
// already is answered as the first time and adds nothing. Adds nothing either when it is refused.
// `origin` without its submission set.
// Source: ITI TF-2:3.42.4.1.3, ITI TF-2:3.61.4.1.3; atomicity from ITI TF-3:4.1.4.
Outcome ApplyRegisterDocumentSet(const storage::v1::RegisterDocumentSetCommand& command,
                                 const ChangeOrigin& origin, const platform::KvReader& store,
                                 platform::KvBatch& batch);

// The answer of the first time, when this very submission is in the registry already.
absl::StatusOr<absl::optional<v1::RegisterDocumentSetResponse>> FirstAnswer(
    const storage::v1::RegisterDocumentSetCommand& command, const platform::KvReader& store);

}  // namespace docshare::registry
