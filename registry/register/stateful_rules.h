#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The rules of ITI-42 that need the registry's state, for a submission that passed the stateless
// ones. Returns the patient's internal number, or every fault found:
//
//   patient known (36)                              XDSUnknownPatientId
//   UUIDs not in use (7)                            XDSRegistryMetadataError
//   uniqueId of the submission set not in use (42)  XDSDuplicateUniqueIdInRegistry
//   uniqueId of an entry unused by other kinds      XDSDuplicateUniqueIdInRegistry
//   same uniqueId, same hash (44) and size (45)     XDSNonIdenticalHash, XDSNonIdenticalSize
//   references resolve to documents (9, 13)         UnresolvedReferenceException
//   referenced documents are Approved (49)          XDSRegistryDeprecatedDocumentError
//
// Source: ITI TF-2:3.42.4.1.3.3, ITI TF-3:4.2.2.1.
absl::StatusOr<uint64_t> RunStatefulRules(const storage::v1::RegisterDocumentSetCommand& command,
                                          const platform::KvReader& store);

}  // namespace docshare::registry
