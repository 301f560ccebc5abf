#include "registry/query/object_ids.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/query/object_selection.h"

namespace docshare::registry {
namespace {

using google::protobuf::RepeatedPtrField;

// One more tells that there are too many.
constexpr size_t kLimit = ObjectSelection::kMaxObjects + 1;

class Location {
 public:
  explicit Location(storage::v1::ObjectKind kind) : kind_(kind) {}

  absl::Status Add(const EntryUuid& uuid, const storage::v1::ObjectLocator& locator) {
    if (locator.kind() != kind_ || !seen_.insert(uuid).second) return absl::OkStatus();
    if (found_.size() >= ObjectSelection::kMaxObjects) return TooManyResults();
    found_.push_back({uuid, locator});
    return absl::OkStatus();
  }

  std::vector<LocatedObject> Take() { return std::move(found_); }

 private:
  const storage::v1::ObjectKind kind_;
  absl::flat_hash_set<EntryUuid> seen_;
  std::vector<LocatedObject> found_;
};

absl::Status ByEntryUuid(const platform::KvReader& snapshot, const std::vector<EntryUuid>& uuids,
                         Location& location) {
  for (const EntryUuid& uuid : uuids) {
    auto locator = FindObject(snapshot, uuid);
    if (!locator.ok()) return locator.status();
    if (!locator->has_value()) continue;
    if (absl::Status added = location.Add(uuid, **locator); !added.ok()) return added;
  }
  return absl::OkStatus();
}

absl::Status ByUniqueId(const platform::KvReader& snapshot,
                        const std::vector<std::string>& unique_ids, Location& location) {
  for (const std::string& unique_id : unique_ids) {
    auto uses = FindUniqueIdUses(snapshot, unique_id, kLimit);
    if (!uses.ok()) return uses.status();
    for (const UniqueIdUse& use : *uses) {
      if (absl::Status added = location.Add(use.uuid, use.row.locator()); !added.ok()) return added;
    }
  }
  return absl::OkStatus();
}

absl::Status ByLogicalId(const platform::KvReader& snapshot,
                         const std::vector<EntryUuid>& logical_ids, Location& location) {
  for (const EntryUuid& logical_id : logical_ids) {
    auto versions = FindVersions(snapshot, logical_id, kLimit);
    if (!versions.ok()) return versions.status();
    for (const ObjectVersion& version : *versions) {
      absl::Status added = location.Add(version.uuid, version.locator);
      if (!added.ok()) return added;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<LocatedObject>> Locate(
    const platform::KvReader& snapshot, const ObjectIds& ids, storage::v1::ObjectKind kind,
    absl::FunctionRef<absl::StatusOr<bool>(const LocatedObject&)> is_selected) {
  Location location(kind);
  absl::Status status = ByEntryUuid(snapshot, ids.entry_uuids, location);
  if (status.ok()) status = ByUniqueId(snapshot, ids.unique_ids, location);
  if (status.ok()) status = ByLogicalId(snapshot, ids.logical_ids, location);
  if (!status.ok()) return status;
  std::vector<LocatedObject> selected;
  for (LocatedObject& object : location.Take()) {
    auto is_hit = is_selected(object);
    if (!is_hit.ok()) return is_hit.status();
    if (*is_hit) selected.push_back(std::move(object));
  }
  return selected;
}

}  // namespace

ObjectIds ReadIdLists(const RepeatedPtrField<std::string>& entry_uuids,
                      const RepeatedPtrField<std::string>& unique_ids,
                      const RepeatedPtrField<std::string>* logical_ids, absl::string_view object,
                      ParameterReader& read) {
  const std::string choice =
      logical_ids == nullptr
          ? absl::StrCat("entry_uuids (", object, "EntryUUID) and unique_ids (", object,
                         "UniqueId)")
          : absl::StrCat("entry_uuids (", object, "EntryUUID), unique_ids (", object,
                         "UniqueId) and logical_ids (", object, "LogicalID)");
  const int given = (entry_uuids.empty() ? 0 : 1) + (unique_ids.empty() ? 0 : 1) +
                    (logical_ids == nullptr || logical_ids->empty() ? 0 : 1);
  if (given == 0) read.Missing("", absl::StrCat("give one of ", choice));
  if (given > 1) read.WrongNumber("", absl::StrCat("give only one of ", choice));
  ObjectIds ids;
  ids.entry_uuids = read.Uuids(entry_uuids, "entry_uuids");
  if (read.CheckCount(unique_ids.size(), ParameterReader::kMaxIds, "unique_ids")) {
    ids.unique_ids = read.Values(unique_ids, "unique_ids");
  }
  if (logical_ids != nullptr) ids.logical_ids = read.Uuids(*logical_ids, "logical_ids");
  return ids;
}

ObjectIds ReadOneId(const std::string& entry_uuid, const std::string& unique_id,
                    absl::string_view object, ParameterReader& read) {
  const std::string choice =
      absl::StrCat("entry_uuid (", object, "EntryUUID) and unique_id (", object, "UniqueId)");
  if (entry_uuid.empty() && unique_id.empty()) {
    read.Missing("", absl::StrCat("give one of ", choice));
  }
  if (!entry_uuid.empty() && !unique_id.empty()) {
    read.WrongNumber("", absl::StrCat("give only one of ", choice));
  }
  ObjectIds ids;
  if (!entry_uuid.empty()) {
    auto uuid = EntryUuid::Parse(entry_uuid);
    if (uuid.ok()) {
      ids.entry_uuids.push_back(*uuid);
    } else {
      read.Malformed("entry_uuid", uuid.status().message());
    }
  }
  if (!unique_id.empty()) ids.unique_ids.push_back(unique_id);
  return ids;
}

absl::StatusOr<std::vector<LocatedObject>> LocateDocuments(const platform::KvReader& snapshot,
                                                           const ObjectIds& ids,
                                                           const DocumentFilter& filter) {
  return Locate(snapshot, ids, storage::v1::OBJECT_KIND_DOCUMENT_ENTRY,
                [&](const LocatedObject& document) {
                  return filter.MatchesAt(document.uuid, document.locator);
                });
}

absl::StatusOr<std::vector<LocatedObject>> LocateFolders(const platform::KvReader& snapshot,
                                                         const ObjectIds& ids,
                                                         const FolderFilter& filter) {
  return Locate(snapshot, ids, storage::v1::OBJECT_KIND_FOLDER, [&](const LocatedObject& folder) {
    return filter.MatchesAt(snapshot, folder.uuid, folder.locator);
  });
}

absl::StatusOr<std::vector<LocatedObject>> LocateSubmissionSets(const platform::KvReader& snapshot,
                                                                const ObjectIds& ids) {
  return Locate(snapshot, ids, storage::v1::OBJECT_KIND_SUBMISSION_SET,
                [](const LocatedObject&) -> absl::StatusOr<bool> { return true; });
}

}  // namespace docshare::registry
