#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The rules of ITI-42 and ITI-61 that need the registry's state, for a submission that passed the
// stateless ones. Returns the patient's internal number, or every fault found, in the order of the
// request's elements:
//
//   patient known and not merged away (36)          patient_rules
//   UUIDs and uniqueIds (7, 42 to 46)               id_rules
//   members and references (9, 11, 13, 14, 38 to    membership_rules
//   40, 49, 54)
//   relationships (9, 11, 48 to 52, 55)             relationship_rules
//
// When the submission set's uniqueId is in use, that and the patient are all that is reported: the
// UUIDs derived from it are in use too, and naming them would hide what has to be mended.
//
// Source: ITI TF-2:3.42.4.1.3.3, ITI TF-2:3.61.4.1.3, ITI TF-3:4.2.2.
absl::StatusOr<uint64_t> RunStatefulRules(const storage::v1::RegisterDocumentSetCommand& command,
                                          const platform::KvReader& store);

}  // namespace docshare::registry
