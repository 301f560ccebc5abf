#include "registry/register/id_rules.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ids/entry_uuid.h"
#include "registry/index/document.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

using metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND;
using metadata::v1::DocumentEntry;

// How many objects with one uniqueId are looked at: first a few, which nearly always suffices, then
// as many as a document may have older versions, which do not count.
constexpr size_t kUsesLookedAt[] = {8, 10000};

absl::Status CheckUuidIsNew(const std::string& urn, absl::string_view object,
                            const platform::KvReader& store, RegistryErrors& faults) {
  auto uuid = EntryUuid::Parse(urn);
  if (!uuid.ok()) return uuid.status();
  auto found = FindObject(store, *uuid);
  if (!found.ok()) return found.status();
  if (found->has_value()) {
    faults.Add(XdsErrorCode::kRegistryMetadataError, absl::StrCat(object, ".entry_uuid"),
               absl::StrCat("entryUUID ", urn, " is in the registry already"));
  }
  return absl::OkStatus();
}

// A first version names its logical object: that may have later versions still, when the first one
// was removed.
absl::Status CheckLogicalIdIsNew(const std::string& urn, absl::string_view object,
                                 const platform::KvReader& store, RegistryErrors& faults) {
  auto uuid = EntryUuid::Parse(urn);
  if (!uuid.ok()) return uuid.status();
  auto versions = FindVersions(store, *uuid, 1);
  if (!versions.ok()) return versions.status();
  if (!versions->empty() && versions->front().uuid != *uuid) {
    faults.Add(XdsErrorCode::kRegistryMetadataError, absl::StrCat(object, ".entry_uuid"),
               absl::StrCat("entryUUID ", urn, " is the logicalID of ",
                            versions->front().uuid.ToString()));
  }
  return absl::OkStatus();
}

template <typename Objects>
absl::Status CheckListIsNew(const Objects& objects, absl::string_view list,
                            const platform::KvReader& store, RegistryErrors& faults) {
  for (int i = 0; i < objects.size() && !faults.full(); ++i) {
    const std::string object = absl::StrCat(list, "[", i, "]");
    absl::Status status = CheckUuidIsNew(objects[i].entry_uuid(), object, store, faults);
    if constexpr (requires { objects[i].logical_id(); }) {
      if (status.ok()) {
        status = CheckLogicalIdIsNew(objects[i].entry_uuid(), object, store, faults);
      }
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<storage::v1::DocumentFilterRow> ReadFilter(const UniqueIdUse& use,
                                                          const platform::KvReader& store) {
  const auto& locator = use.row.locator();
  auto row = store.Get(DocumentFilterKey({locator.patient_number(), locator.sort_s(), use.uuid}));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::DataLossError("an indexed document is missing");
  storage::v1::DocumentFilterRow filter;
  if (absl::Status status = DecodeRow(**row, filter); !status.ok()) return status;
  return filter;
}

// Adds what is wrong about two entries with one uniqueId.
void CompareEntries(const DocumentEntry& entry, absl::string_view location, const UniqueIdUse& use,
                    bool is_on_demand, RegistryErrors& faults) {
  const auto refuse = [&](XdsErrorCode code, absl::string_view field, absl::string_view context) {
    faults.Add(code, absl::StrCat(location, ".", field),
               absl::StrCat("uniqueId ", entry.unique_id(), context));
  };
  const bool wants_on_demand = entry.object_type() == DOCUMENT_ENTRY_TYPE_ON_DEMAND;
  if (wants_on_demand != is_on_demand) {
    refuse(XdsErrorCode::kRegistryMetadataError, "unique_id",
           wants_on_demand ? " belongs to a stable entry; an on-demand one needs its own"
                           : " belongs to an on-demand entry; a stable one needs its own");
  } else if (is_on_demand) {
    return;
  } else if (use.row.hash() != absl::HexStringToBytes(absl::AsciiStrToLower(entry.hash()))) {
    refuse(XdsErrorCode::kNonIdenticalHash, "hash",
           absl::StrCat(" is registered with hash ", absl::BytesToHexString(use.row.hash()),
                        ", not ", entry.hash()));
  } else if (use.row.size() != entry.size()) {
    refuse(XdsErrorCode::kNonIdenticalSize, "size",
           absl::StrCat(" is registered with size ", use.row.size(), ", not ", entry.size()));
  }
}

// `before` is the version that `entry` follows; null when it is a first one.
absl::Status CheckUniqueId(const DocumentEntry& entry, const EntryUuid* before,
                           absl::string_view location, const platform::KvReader& store,
                           RegistryErrors& faults) {
  for (const size_t limit : kUsesLookedAt) {
    auto uses = FindUniqueIdUses(store, entry.unique_id(), limit);
    if (!uses.ok()) return uses.status();
    for (const UniqueIdUse& use : *uses) {
      if (use.row.locator().kind() == storage::v1::OBJECT_KIND_SUBMISSION_SET) {
        faults.Add(XdsErrorCode::kRegistryMetadataError, absl::StrCat(location, ".unique_id"),
                   absl::StrCat("uniqueId ", entry.unique_id(), " belongs to a submission set, ",
                                use.uuid.ToString()));
        return absl::OkStatus();
      }
      if (use.row.locator().kind() != storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) continue;
      if (before != nullptr && use.uuid == *before) continue;
      auto filter = ReadFilter(use, store);
      if (!filter.ok()) return filter.status();
      if (!filter->is_newest_version()) continue;
      // All newest versions have passed this rule among each other: one of them decides.
      CompareEntries(entry, location, use, filter->object_type() == DOCUMENT_ENTRY_TYPE_ON_DEMAND,
                     faults);
      return absl::OkStatus();
    }
    if (uses->size() < limit) return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckUuidsAreNew(const storage::v1::RegisterDocumentSetCommand& command,
                              const platform::KvReader& store, RegistryErrors& faults) {
  absl::Status status =
      CheckUuidIsNew(command.submission_set().entry_uuid(), "submission_set", store, faults);
  if (status.ok()) {
    status = CheckListIsNew(command.document_entries(), "document_entries", store, faults);
  }
  if (status.ok()) status = CheckListIsNew(command.folders(), "folders", store, faults);
  if (status.ok()) status = CheckListIsNew(command.associations(), "associations", store, faults);
  return status;
}

absl::StatusOr<bool> CheckUniqueIdOfSet(const storage::v1::RegisterDocumentSetCommand& command,
                                        const platform::KvReader& store, RegistryErrors& faults) {
  const std::string& unique_id = command.submission_set().unique_id();
  auto uses = FindUniqueIdUses(store, unique_id, 1);
  if (!uses.ok()) return uses.status();
  if (uses->empty()) return true;
  faults.Add(XdsErrorCode::kDuplicateUniqueIdInRegistry, "submission_set.unique_id",
             absl::StrCat("uniqueId ", unique_id, " belongs to ", uses->front().uuid.ToString(),
                          " already, with other content"));
  return false;
}

absl::Status CheckUniqueIdOfEntry(const DocumentEntry& entry, absl::string_view location,
                                  const platform::KvReader& store, RegistryErrors& faults) {
  return CheckUniqueId(entry, nullptr, location, store, faults);
}

absl::Status CheckUniqueIdOfVersion(const DocumentEntry& entry, const EntryUuid& before,
                                    absl::string_view location, const platform::KvReader& store,
                                    RegistryErrors& faults) {
  return CheckUniqueId(entry, &before, location, store, faults);
}

absl::Status CheckUniqueIdOfFolder(const metadata::v1::Folder& folder, absl::string_view location,
                                   const platform::KvReader& store, RegistryErrors& faults) {
  for (const size_t limit : kUsesLookedAt) {
    auto uses = FindUniqueIdUses(store, folder.unique_id(), limit);
    if (!uses.ok()) return uses.status();
    for (const UniqueIdUse& use : *uses) {
      if (use.row.locator().kind() == storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) continue;
      faults.Add(XdsErrorCode::kDuplicateUniqueIdInRegistry, absl::StrCat(location, ".unique_id"),
                 absl::StrCat("uniqueId ", folder.unique_id(), " belongs to ", use.uuid.ToString(),
                              " already"));
      return absl::OkStatus();
    }
    if (uses->size() < limit) return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
