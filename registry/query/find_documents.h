#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query FindDocuments: one page, as the wire form of a FindDocumentsResponse.
//
// Walks the patient's filter rows newest first from one snapshot, and copies the entries of the
// hits into the reply undecoded. Cost grows with the patient's own rows.
// Returns kInvalidArgument with every faulty parameter; an unknown patient has no documents.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.1.
absl::StatusOr<std::string> FindDocuments(const v1::FindDocumentsRequest& request,
                                          const RegistryStore& store);

}  // namespace docshare::registry
