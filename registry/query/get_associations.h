#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/association_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetAssociations: one page, as the wire form of its response: every association
// that begins or ends at one of the objects named, which may themselves be hidden or gone.
//
// Returns kInvalidArgument for a missing or malformed list, kFailedPrecondition with
// XDSTooManyResults. Unknown ids find nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.7.
absl::StatusOr<std::string> GetAssociations(const v1::GetAssociationsRequest& request,
                                            const RegistryStore& store);

}  // namespace docshare::registry
