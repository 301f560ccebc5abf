#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/submission_set_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetSubmissionSetAndContents: one page, as the wire form of its response: the
// submission set, its member documents that pass the filters and its member folders with the
// associations that make them members, and member associations both ends of which are in the
// answer, with theirs.
//
// Returns kInvalidArgument with every faulty parameter, kFailedPrecondition with
// XDSResultNotSinglePatient, also for a member by reference that is of another patient, or
// XDSTooManyResults. An unknown id finds nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.10.
absl::StatusOr<std::string> GetSubmissionSetAndContents(
    const v1::GetSubmissionSetAndContentsRequest& request, const RegistryStore& store);

}  // namespace docshare::registry
