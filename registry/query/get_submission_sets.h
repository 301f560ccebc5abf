#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/submission_set_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetSubmissionSets: one page, as the wire form of its response: the submission
// sets that have one of the ids as member, and the HasMember associations that say so. The members
// themselves are not looked at.
//
// Returns kInvalidArgument for a missing or malformed list, kFailedPrecondition with
// XDSResultNotSinglePatient or XDSTooManyResults. Unknown ids find nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.9.
absl::StatusOr<std::string> GetSubmissionSets(const v1::GetSubmissionSetsRequest& request,
                                              const RegistryStore& store);

}  // namespace docshare::registry
