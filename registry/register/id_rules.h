#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The rules about ids that need the registry's state. Each adds its faults; a status that is not ok
// says that the store failed.

// Check 7: no object of the submission has the UUID of a registered one, and no entry or folder one
// that is the logicalID of others, whose first version was removed (XDSRegistryMetadataError).
absl::Status CheckUuidsAreNew(const storage::v1::RegisterDocumentSetCommand& command,
                              const platform::KvReader& store, RegistryErrors& faults);

// Check 42: no object has the uniqueId of the submission set (XDSDuplicateUniqueIdInRegistry).
// False when one has.
absl::StatusOr<bool> CheckUniqueIdOfSet(const storage::v1::RegisterDocumentSetCommand& command,
                                        const platform::KvReader& store, RegistryErrors& faults);

// Checks 44, 45 and 46, and the other side of 42: a registered entry with the same uniqueId has the
// same hash (XDSNonIdenticalHash) and size (XDSNonIdenticalSize); stable and on-demand entries do
// not share one, and no entry has that of a submission set (XDSRegistryMetadataError). Of an
// entry's versions the newest counts.
//
// Source: ITI TF-2:3.42.4.1.3.3, ITI TF-2:3.61.4.1.3; that a stable entry may not have the uniqueId
// of an on-demand one either is our choice.
absl::Status CheckUniqueIdOfEntry(const metadata::v1::DocumentEntry& entry,
                                  absl::string_view location, const platform::KvReader& store,
                                  RegistryErrors& faults);

// The same of a later version: `before` is the one it follows, which does not count.
absl::Status CheckUniqueIdOfVersion(const metadata::v1::DocumentEntry& entry,
                                    const EntryUuid& before, absl::string_view location,
                                    const platform::KvReader& store, RegistryErrors& faults);

// Check 43: no submission set and no other folder has the folder's uniqueId
// (XDSDuplicateUniqueIdInRegistry).
absl::Status CheckUniqueIdOfFolder(const metadata::v1::Folder& folder, absl::string_view location,
                                   const platform::KvReader& store, RegistryErrors& faults);

}  // namespace docshare::registry
