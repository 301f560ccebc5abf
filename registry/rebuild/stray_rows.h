#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Whether an index row is one that no object asks for: its key cannot have been written, or what
// it names is not there or says otherwise. A row whose object cannot be read is not stray.
//
// `key` is one of patient-by-identifier, document-filter, object-by-uuid, object-by-unique-id,
// object-by-logical-id or association-by-end; keys of other spaces are never stray.
// Requires that the rows that objects ask for have been written, in each of these spaces.
// Returns the errors of the store.
absl::StatusOr<bool> IsStrayRow(absl::string_view key, absl::string_view value,
                                const platform::KvReader& store);

}  // namespace docshare::registry
