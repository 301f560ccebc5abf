#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "docshare/admin/v1/stored_object.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Something that goes when a document goes.
struct PlannedRemoval {
  EntryUuid uuid;
  admin::v1::ObjectKind kind;
  // Of an association; else empty.
  std::string association_type;
};

// Works out what Remove Metadata has to be asked for so that it does not refuse: every version of
// the document; every association that starts or ends at something that goes; every submission set
// whose members all go. Documents first, then associations, then sets; no object twice. Nothing
// that stays loses its last submission set by it.
//
// Returns kNotFound when there is no such object, kFailedPrecondition with XDSRegistryError when it
// is no DocumentEntry, kFailedPrecondition with XDSTooManyResults when more than 10 000 objects
// would go.
// Source: the rules of registry/remove/remove_metadata.h.
absl::StatusOr<std::vector<PlannedRemoval>> PlanWithdrawal(const platform::KvReader& store,
                                                           const EntryUuid& document);

}  // namespace docshare::registry
