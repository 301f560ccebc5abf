#pragma once

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"
#include "registry/objects/stored_folder.h"

namespace docshare::registry {

// What hangs on a document that is replaced. Associations that are Deprecated do not count.
// Both return kDataLoss when a row is missing or unreadable.

// The Approved folders that hold the document.
absl::StatusOr<std::vector<StoredFolder>> FoldersHolding(const platform::KvReader& store,
                                                         const EntryUuid& document);

// Every Approved document that is a transformation (XFRM) or an addendum (APND) of this one, of one
// of those, and so on, each once; not the document itself, even where associations form a circle.
// What is in `visited` is neither given nor followed; the document and what is given are added, so
// that a chain of which many members are replaced is walked once.
//
// Source: ITI TF-3:4.2.2.2.3; that it goes deeper than one level is our choice.
absl::StatusOr<std::vector<EntryUuid>> DependentsOf(const platform::KvReader& store,
                                                    const EntryUuid& document,
                                                    absl::flat_hash_set<EntryUuid>& visited);

}  // namespace docshare::registry
