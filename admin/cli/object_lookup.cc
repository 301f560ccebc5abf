#include "admin/cli/object_lookup.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "consumer/cli/next_step.h"
#include "domain/ids/entry_uuid.h"

namespace docshare::admin {
namespace {

constexpr char kUuidPrefix[] = "urn:uuid:";

// `id` as an entryUUID, if it is one.
absl::optional<std::string> AsUrn(const std::string& id) {
  const std::string lower = absl::AsciiStrToLower(id);
  std::string urn = absl::StrCat(kUuidPrefix, absl::StripPrefix(lower, kUuidPrefix));
  if (!EntryUuid::Parse(urn).ok()) return absl::nullopt;
  return urn;
}

}  // namespace

absl::StatusOr<v1::GetObjectResponse> LookUpObjects(RegistryAdmin& registry,
                                                    const std::string& id) {
  if (absl::optional<std::string> urn = AsUrn(id); urn.has_value()) {
    v1::GetObjectRequest by_uuid;
    by_uuid.set_entry_uuid(*urn);
    absl::StatusOr<v1::GetObjectResponse> response = registry.GetObject(by_uuid);
    // A uniqueId may look like a UUID too.
    if (!absl::IsNotFound(response.status())) return response;
  }
  v1::GetObjectRequest by_unique_id;
  by_unique_id.set_unique_id(id);
  absl::StatusOr<v1::GetObjectResponse> response = registry.GetObject(by_unique_id);
  if (absl::IsNotFound(response.status())) {
    return consumer::WithNextStep(
        absl::NotFoundError("no object of the registry has this id"),
        "Give an entryUUID or a uniqueId. Of a removed object only the entryUUID is known.");
  }
  return response;
}

absl::StatusOr<v1::StoredObject> LookUpObject(RegistryAdmin& registry, const std::string& id) {
  absl::StatusOr<v1::GetObjectResponse> response = LookUpObjects(registry, id);
  if (!response.ok()) return response.status();
  if (response->objects_size() == 1) return std::move(*response->mutable_objects(0));
  std::vector<std::string> uuids;
  for (const v1::StoredObject& object : response->objects()) {
    uuids.push_back(UuidLabel(object.entry_uuid()));
  }
  return absl::FailedPreconditionError(
      absl::StrCat(uuids.size(), " objects have this unique id: name one by its entryUUID, ",
                   absl::StrJoin(uuids, ", ")));
}

absl::StatusOr<std::string> ResolveEntryUuid(RegistryAdmin& registry, const std::string& id) {
  if (absl::optional<std::string> urn = AsUrn(id); urn.has_value()) return *std::move(urn);
  absl::StatusOr<v1::StoredObject> object = LookUpObject(registry, id);
  if (!object.ok()) return object.status();
  return object->entry_uuid();
}

std::string KindLabel(v1::ObjectKind kind) {
  switch (kind) {
    case v1::OBJECT_KIND_DOCUMENT_ENTRY:
      return "document";
    case v1::OBJECT_KIND_SUBMISSION_SET:
      return "submission set";
    case v1::OBJECT_KIND_ASSOCIATION:
      return "association";
    case v1::OBJECT_KIND_FOLDER:
      return "folder";
    default:
      return "removed";
  }
}

std::string EventLabel(v1::ObjectEventKind kind) {
  switch (kind) {
    case v1::OBJECT_EVENT_KIND_REGISTERED:
      return "registered";
    case v1::OBJECT_EVENT_KIND_UPDATED:
      return "updated";
    case v1::OBJECT_EVENT_KIND_DEPRECATED:
      return "deprecated";
    case v1::OBJECT_EVENT_KIND_APPROVED:
      return "approved";
    case v1::OBJECT_EVENT_KIND_REMOVED:
      return "removed";
    case v1::OBJECT_EVENT_KIND_PATIENT_CHANGED:
      return "patient changed";
    default:
      return "unknown";
  }
}

std::string TypeLabel(const std::string& association_type) {
  return association_type.substr(association_type.rfind(':') + 1);
}

std::string TimeLabel(int64_t unix_s) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixSeconds(unix_s), absl::UTCTimeZone());
}

std::string UuidLabel(const std::string& entry_uuid) {
  return std::string(absl::StripPrefix(entry_uuid, kUuidPrefix));
}

}  // namespace docshare::admin
