#pragma once

#include <vector>

#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare {

// Replaces every symbolic id of the request by its EntryUuid, the same id by the same UUID
// everywhere, and gives an id to each association that has none. UUIDs are kept. The UUIDs depend
// on nothing but the request, so that a repeated submission gets the same ones, whoever resolves
// it; resolving a resolved request changes nothing.
//
// Returns one AssignedId for each object, in the order submission set, entries, folders,
// associations.
//
// Meant for requests that passed RunStatelessRules(), and harmless on others: references that name
// no object of the request, and empty ids of the submission set, entries and folders, stay as they
// are.
// Source: ITI TF-3:4.1.12.3.
std::vector<registry::v1::AssignedId> ResolveSubmissionIds(
    registry::v1::RegisterDocumentSetRequest& request);

// What ResolveSubmissionIds() would return; the request stays as it is.
std::vector<registry::v1::AssignedId> AssignSubmissionIds(
    const registry::v1::RegisterDocumentSetRequest& request);

}  // namespace docshare
