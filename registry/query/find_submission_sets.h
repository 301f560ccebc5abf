#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/submission_set_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query FindSubmissionSets: one page, as the wire form of its response, newest
// submission time first.
// Returns kInvalidArgument with every faulty parameter; an unknown patient has no submission sets.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.2.
absl::StatusOr<std::string> FindSubmissionSets(const v1::FindSubmissionSetsRequest& request,
                                               const RegistryStore& store);

}  // namespace docshare::registry
