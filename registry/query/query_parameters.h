#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// What several stored queries ask of their parameters.

// Ok when the store contains `min_commit_position`, else kUnavailable, which invites a retry.
absl::Status CheckStateIsNewEnough(uint64_t min_commit_position, const RegistryStore& store);

// XDSStoredQueryMissingParam unless a known return type is given.
absl::Status CheckReturnType(v1::ReturnType return_type);

// kInvalidArgument with XDSRegistryError, the standard's code for a value it has no better one for.
// Source: ITI TF-2:3.18.4.1.3.
absl::Status MalformedParameter(absl::string_view location, absl::string_view context);

}  // namespace docshare::registry
