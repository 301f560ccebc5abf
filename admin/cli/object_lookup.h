#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "admin/client/registry_admin.h"

namespace docshare::admin {

// Finds the objects that `id` names: an entryUUID, with or without "urn:uuid:" and in any case,
// else a uniqueId. Returns kNotFound when there is none, with a word on what to do.
absl::StatusOr<v1::GetObjectResponse> LookUpObjects(RegistryAdmin& registry, const std::string& id);

// The only object that `id` names. Returns kFailedPrecondition, listing the entryUUIDs, when there
// are several.
absl::StatusOr<v1::StoredObject> LookUpObject(RegistryAdmin& registry, const std::string& id);

// The entryUUID that `id` is, or of the only object with this uniqueId. Does not ask for an object
// where `id` is an entryUUID: its rows may be damaged. Errors as above.
absl::StatusOr<std::string> ResolveEntryUuid(RegistryAdmin& registry, const std::string& id);

// Names of things for people: "document", "submission set"; "removed" for what is no more.
std::string KindLabel(v1::ObjectKind kind);
// "registered", "deprecated".
std::string EventLabel(v1::ObjectEventKind kind);
// The last part of an association's type: "HasMember", "RPLC".
std::string TypeLabel(const std::string& association_type);
// Seconds since the Unix epoch as "2024-01-31 09:30:05", UTC.
std::string TimeLabel(int64_t unix_s);
// An entryUUID without "urn:uuid:".
std::string UuidLabel(const std::string& entry_uuid);

}  // namespace docshare::admin
