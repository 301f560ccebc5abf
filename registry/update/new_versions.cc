#include "registry/update/new_versions.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/stored_folder.h"
#include "registry/register/id_rules.h"
#include "registry/register/patient_rules.h"
#include "registry/update/restricted_attributes.h"

namespace docshare::registry {
namespace {

using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using storage::v1::OBJECT_KIND_DOCUMENT_ENTRY;
using storage::v1::OBJECT_KIND_FOLDER;

constexpr size_t kAllVersions = std::numeric_limits<size_t>::max();

// Checks one new version after the other.
class VersionRules {
 public:
  VersionRules(const UpdateContent& content, UpdateScope scope, const platform::KvReader& store,
               RegistryErrors& errors)
      : content_(content), scope_(scope), store_(store), errors_(errors) {}

  // Nullopt when there is a fault.
  absl::StatusOr<absl::optional<AcceptedVersion>> Check(
      const UpdateOperations::NewVersion& operation) {
    return operation.is_folder
               ? CheckVersion(operation, content_.folders[operation.object])
               : CheckVersion(operation, content_.document_entries[operation.object]);
  }

 private:
  template <typename Object>
  absl::StatusOr<absl::optional<AcceptedVersion>> CheckVersion(
      const UpdateOperations::NewVersion& operation, const Object& object) {
    const Location location =
        operation.is_folder ? FolderLocation(operation.object) : EntryLocation(operation.object);
    auto after = EntryUuid::Parse(object.entry_uuid());
    if (!after.ok()) return after.status();
    auto logical_id = EntryUuid::Parse(object.logical_id());
    if (!logical_id.ok()) return logical_id.status();

    const int faults_before = errors_.list().errors_size();
    auto newest = FindNewest(*logical_id);
    if (!newest.ok()) return newest.status();
    if (!newest->has_value()) {
      RefuseUnknown(object, location);
      return absl::nullopt;
    }
    AcceptedVersion accepted{operation, (*newest)->uuid, *after};
    auto patient_number =
        CheckPatient(object.patient_id(), location.Field("patient_id").ToString(), store_, errors_);
    if (!patient_number.ok()) return patient_number.status();
    accepted.patient_number = patient_number->value_or(0);
    absl::Status status = CheckAgainst(**newest, object, location, accepted);
    if (!status.ok()) return status;
    if (errors_.list().errors_size() != faults_before) return absl::nullopt;

    const auto& trigger = content_.associations[operation.trigger];
    if (trigger.previous_version() != (*newest)->version) {
      errors_.Add(XdsErrorCode::kMetadataVersion,
                  AssociationLocation(operation.trigger).Field("previous_version").ToString(),
                  absl::StrCat("version ", trigger.previous_version(), " of ", object.logical_id(),
                               " is not the current one; that is version ", (*newest)->version,
                               ", ", (*newest)->uuid.ToString()));
      return absl::nullopt;
    }
    accepted.version = (*newest)->version + 1;
    accepted.propagates =
        trigger.association_propagation() != metadata::v1::ASSOCIATION_PROPAGATION_NO;
    return accepted;
  }

  absl::StatusOr<absl::optional<ObjectVersion>> FindNewest(const EntryUuid& logical_id) const {
    auto versions = FindVersions(store_, logical_id, kAllVersions);
    if (!versions.ok()) return versions.status();
    if (versions->empty()) return absl::nullopt;
    return std::move(versions->back());
  }

  template <typename Object>
  void RefuseUnknown(const Object& object, const Location& location) {
    const std::string field = location.Field("logical_id").ToString();
    const std::string context =
        absl::StrCat(object.entry_uuid(), " is to be a new version of ", object.logical_id(),
                     ", of which no version is registered");
    errors_.Add(XdsErrorCode::kUnresolvedReference, field, context);
    errors_.Add(XdsErrorCode::kMetadataVersion, field, context);
  }

  void RefuseIdentifier(const Location& location, absl::string_view field,
                        const std::string& logical_id, absl::string_view was,
                        absl::string_view is) {
    errors_.Add(XdsErrorCode::kMetadataIdentifier, location.Field(field).ToString(),
                absl::StrCat(field, " of ", logical_id, " is ", Quote(was),
                             " in every version, not ", Quote(is)));
  }

  absl::Status CheckAgainst(const ObjectVersion& newest, const DocumentEntry& entry,
                            const Location& location, AcceptedVersion& accepted) {
    if (newest.locator.kind() != OBJECT_KIND_DOCUMENT_ENTRY) {
      return RefuseOtherKind(entry.logical_id(), location);
    }
    auto stored = ReadDocument(store_, newest.uuid);
    if (!stored.ok()) return stored.status();
    if (!stored->has_value()) return absl::DataLossError("an indexed document is missing");
    const DocumentEntry& before = (*stored)->entry;
    if (entry.unique_id() != before.unique_id()) {
      RefuseIdentifier(location, "unique_id", entry.logical_id(), before.unique_id(),
                       entry.unique_id());
    }
    if (scope_ == UpdateScope::kRestricted) {
      CheckRestrictedAttributes(before, entry, location, errors_);
    } else if (entry.object_type() != before.object_type()) {
      RefuseIdentifier(location, "object_type", entry.logical_id(),
                       metadata::v1::DocumentEntryType_Name(before.object_type()),
                       metadata::v1::DocumentEntryType_Name(entry.object_type()));
    }
    accepted.status = (*stored)->filter.status();
    const bool keeps_bytes = entry.hash() == before.hash() && entry.size() == before.size();
    if (keeps_bytes || entry.unique_id() != before.unique_id() ||
        entry.object_type() != before.object_type()) {
      return absl::OkStatus();
    }
    return CheckUniqueIdOfVersion(entry, newest.uuid, location.ToString(), store_, errors_);
  }

  absl::Status CheckAgainst(const ObjectVersion& newest, const Folder& folder,
                            const Location& location, AcceptedVersion& accepted) {
    if (newest.locator.kind() != OBJECT_KIND_FOLDER) {
      return RefuseOtherKind(folder.logical_id(), location);
    }
    auto stored = ReadFolder(store_, newest.uuid);
    if (!stored.ok()) return stored.status();
    if (!stored->has_value()) return absl::DataLossError("an indexed folder is missing");
    const Folder& before = (*stored)->folder;
    if (folder.unique_id() != before.unique_id()) {
      RefuseIdentifier(location, "unique_id", folder.logical_id(), before.unique_id(),
                       folder.unique_id());
    }
    if (before.availability_status() != metadata::v1::AVAILABILITY_STATUS_APPROVED) {
      errors_.Add(XdsErrorCode::kMetadataUpdate, location.Field("logical_id").ToString(),
                  absl::StrCat("folder ", before.entry_uuid(),
                               " is Deprecated; only Approved folders are updated"));
    }
    accepted.status = before.availability_status();
    return absl::OkStatus();
  }

  absl::Status RefuseOtherKind(const std::string& logical_id, const Location& location) {
    errors_.Add(XdsErrorCode::kMetadataIdentifier, location.Field("logical_id").ToString(),
                absl::StrCat(logical_id, " names another kind of object"));
    return absl::OkStatus();
  }

  const UpdateContent& content_;
  const UpdateScope scope_;
  const platform::KvReader& store_;
  RegistryErrors& errors_;
};

}  // namespace

absl::StatusOr<std::vector<AcceptedVersion>> CheckNewVersions(const UpdateContent& content,
                                                              const UpdateOperations& operations,
                                                              UpdateScope scope,
                                                              const platform::KvReader& store,
                                                              RegistryErrors& errors) {
  VersionRules rules(content, scope, store, errors);
  std::vector<AcceptedVersion> accepted;
  for (const UpdateOperations::NewVersion& operation : operations.new_versions) {
    if (errors.full()) break;
    auto version = rules.Check(operation);
    if (!version.ok()) return version.status();
    if (version->has_value()) accepted.push_back(**version);
  }
  return accepted;
}

absl::Status InstallVersion(const UpdateContent& content, const AcceptedVersion& version,
                            ObjectEditor& editor) {
  absl::Status status;
  if (version.operation.is_folder) {
    Folder folder = content.folders[version.operation.object];
    folder.set_version(version.version);
    folder.set_availability_status(version.status);
    status = editor.SupersedeFolder(version.before);
    if (!status.ok()) return status;
    status = editor.AddFolder(std::move(folder), version.patient_number,
                              storage::v1::CHANGE_KIND_UPDATED);
  } else {
    DocumentEntry entry = content.document_entries[version.operation.object];
    entry.set_version(version.version);
    entry.set_availability_status(version.status);
    status = editor.SupersedeDocument(version.before);
    if (!status.ok()) return status;
    status = editor.AddDocument(std::move(entry), version.patient_number,
                                storage::v1::CHANGE_KIND_UPDATED);
  }
  if (!status.ok()) return status;
  metadata::v1::Association member = content.associations[version.operation.trigger];
  // Only a document is Original; what is sent for a folder says nothing.
  if (version.operation.is_folder) member.clear_submission_set_status();
  return editor.AddAssociation(std::move(member));
}

}  // namespace docshare::registry
