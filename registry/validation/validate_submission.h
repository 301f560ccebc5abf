#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "platform/kv/kv_store.h"
#include "registry/validation/submission_validator.h"

namespace docshare::registry {

// What the registry would answer to a submission: the rules of its transaction, then the work
// itself on `state`, whose result is thrown away. Nothing is written, and no command is made. A
// refusal is an answer. `position` is the last one that `state` has.
//
// Returns XDSRegistryError for a request without a submission, and what the store returns when it
// cannot be read.
absl::StatusOr<v1::ValidateSubmissionResponse> ValidateSubmission(
    const v1::ValidateSubmissionRequest& request, const SubmissionValidator& validator,
    const platform::KvReader& state, uint64_t position);

}  // namespace docshare::registry
