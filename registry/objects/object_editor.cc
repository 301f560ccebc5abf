#include "registry/objects/object_editor.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/time/dtm.h"
#include "registry/index/document_change.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/object_history.h"
#include "registry/index/patient_reordering.h"

namespace docshare::registry {
namespace {

using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using metadata::v1::AvailabilityStatus;
using storage::v1::ChangeKind;

absl::Status NoSuchObject(const char* kind, const EntryUuid& uuid) {
  return absl::InternalError(absl::StrCat(kind, " ", uuid.ToString(), " does not exist"));
}

// What a read must have found.
template <typename Stored>
absl::StatusOr<Stored> Require(absl::StatusOr<absl::optional<Stored>> found, const char* kind,
                               const EntryUuid& uuid) {
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NoSuchObject(kind, uuid);
  return **std::move(found);
}

ChangeKind KindOf(AvailabilityStatus status) {
  return status == AVAILABILITY_STATUS_DEPRECATED ? storage::v1::CHANGE_KIND_DEPRECATED
                                                  : storage::v1::CHANGE_KIND_APPROVED;
}

}  // namespace

ObjectEditor::ObjectEditor(const platform::KvReader* store, ChangeOrigin origin)
    : origin_(std::move(origin)), now_(store), terms_(*store, term_rows_) {}

absl::StatusOr<StoredDocument> ObjectEditor::Document(const EntryUuid& uuid) const {
  return Require(ReadDocument(now_, uuid), "document", uuid);
}

absl::StatusOr<StoredFolder> ObjectEditor::Folder(const EntryUuid& uuid) const {
  return Require(ReadFolder(now_, uuid), "folder", uuid);
}

absl::StatusOr<StoredSubmissionSet> ObjectEditor::SubmissionSet(const EntryUuid& uuid) const {
  return Require(ReadSubmissionSetObject(now_, uuid), "submission set", uuid);
}

absl::StatusOr<StoredAssociation> ObjectEditor::Association(const EntryUuid& uuid) const {
  return Require(ReadAssociation(now_, uuid), "association", uuid);
}

absl::StatusOr<EntryUuid> ObjectEditor::DeriveUuid(absl::string_view submission_unique_id,
                                                   absl::string_view name) const {
  for (int attempt = 0;; ++attempt) {
    // Names of sources have no control characters: none of them derives the same UUID.
    const EntryUuid uuid =
        EntryUuid::Derive(submission_unique_id, absl::StrCat("\x1e", attempt, "\x1f", name));
    auto object = FindObject(now_, uuid);
    if (!object.ok()) return object.status();
    if (!object->has_value()) return uuid;
  }
}

absl::Status ObjectEditor::AddDocument(metadata::v1::DocumentEntry entry, uint64_t patient_number,
                                       ChangeKind kind) {
  auto document = PlaceDocument(std::move(entry), patient_number, origin_.committed_s, terms_);
  if (!document.ok()) return document.status();
  platform::KvBatch batch;
  WriteDocumentRows(*document, batch);
  Announce(kind, *document, batch);
  if (kind != storage::v1::CHANGE_KIND_REGISTERED) Remember(kind, document->key.uuid, 0, batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::AddFolder(metadata::v1::Folder folder, uint64_t patient_number,
                                     ChangeKind kind) {
  auto placed = PlaceFolder(std::move(folder), patient_number);
  if (!placed.ok()) return placed.status();
  auto now = Dtm::FromUnixSeconds(origin_.committed_s);
  if (!now.ok()) return now.status();
  placed->folder.set_last_update_time(now->text());
  platform::KvBatch batch;
  WriteFolderRows(*placed, batch);
  if (kind != storage::v1::CHANGE_KIND_REGISTERED) Remember(kind, placed->key.uuid, 0, batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::AddSubmissionSet(metadata::v1::SubmissionSet set,
                                            storage::v1::SubmissionSetRow row,
                                            uint64_t patient_number) {
  auto placed = PlaceSubmissionSet(std::move(set), std::move(row), patient_number);
  if (!placed.ok()) return placed.status();
  platform::KvBatch batch;
  WriteSubmissionSetRows(*placed, batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::AddAssociation(metadata::v1::Association association) {
  association.set_availability_status(AVAILABILITY_STATUS_APPROVED);
  auto placed = PlaceAssociation(std::move(association));
  if (!placed.ok()) return placed.status();
  platform::KvBatch batch;
  WriteAssociationRows(*placed, batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::ChangeDocument(const EntryUuid& uuid, AvailabilityStatus status,
                                          bool is_newest_version) {
  auto document = Document(uuid);
  if (!document.ok()) return document.status();
  const bool changes_status = document->filter.status() != status;
  if (!changes_status && document->filter.is_newest_version() == is_newest_version) {
    return absl::OkStatus();
  }
  platform::KvBatch batch;
  if (document->filter.is_newest_version() != is_newest_version) {
    Reorder(document->key.patient_number, batch);
  }
  document->filter.set_status(status);
  document->filter.set_is_newest_version(is_newest_version);
  document->entry.set_availability_status(status);
  WriteDocumentRows(*document, batch);
  if (changes_status) {
    Announce(KindOf(status), *document, batch);
    Remember(KindOf(status), uuid, 0, batch);
  }
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::ChangeFolder(const EntryUuid& uuid, AvailabilityStatus status,
                                        bool is_newest_version) {
  auto folder = Folder(uuid);
  if (!folder.ok()) return folder.status();
  const bool changes_status = folder->folder.availability_status() != status;
  if (!changes_status && folder->is_newest_version == is_newest_version) return absl::OkStatus();
  platform::KvBatch batch;
  if (folder->is_newest_version != is_newest_version) Reorder(folder->key.patient_number, batch);
  folder->is_newest_version = is_newest_version;
  folder->folder.set_availability_status(status);
  WriteFolderRows(*folder, batch);
  if (changes_status) Remember(KindOf(status), uuid, 0, batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::SetDocumentStatus(const EntryUuid& uuid, AvailabilityStatus status) {
  auto document = Document(uuid);
  if (!document.ok()) return document.status();
  return ChangeDocument(uuid, status, document->filter.is_newest_version());
}

absl::Status ObjectEditor::SetFolderStatus(const EntryUuid& uuid, AvailabilityStatus status) {
  auto folder = Folder(uuid);
  if (!folder.ok()) return folder.status();
  return ChangeFolder(uuid, status, folder->is_newest_version);
}

absl::Status ObjectEditor::SetAssociationStatus(const EntryUuid& uuid, AvailabilityStatus status) {
  auto association = Association(uuid);
  if (!association.ok()) return association.status();
  if (association->association.availability_status() == status) return absl::OkStatus();
  association->association.set_availability_status(status);
  platform::KvBatch batch;
  WriteAssociationRows(*association, batch);
  Remember(KindOf(status), uuid, 0, batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::SupersedeDocument(const EntryUuid& uuid) {
  return ChangeDocument(uuid, AVAILABILITY_STATUS_DEPRECATED, false);
}

absl::Status ObjectEditor::SupersedeFolder(const EntryUuid& uuid) {
  return ChangeFolder(uuid, AVAILABILITY_STATUS_DEPRECATED, false);
}

absl::Status ObjectEditor::MakeNewestDocument(const EntryUuid& uuid) {
  auto document = Document(uuid);
  if (!document.ok()) return document.status();
  return ChangeDocument(uuid, document->filter.status(), true);
}

absl::Status ObjectEditor::MakeNewestFolder(const EntryUuid& uuid) {
  auto folder = Folder(uuid);
  if (!folder.ok()) return folder.status();
  return ChangeFolder(uuid, folder->folder.availability_status(), true);
}

absl::Status ObjectEditor::TouchFolder(const EntryUuid& uuid) {
  if (!touched_.insert(uuid).second) return absl::OkStatus();
  auto folder = Folder(uuid);
  if (!folder.ok()) return folder.status();
  auto now = Dtm::FromUnixSeconds(origin_.committed_s);
  if (!now.ok()) return now.status();
  folder->folder.set_last_update_time(now->text());
  platform::KvBatch batch;
  WriteFolderRows(*folder, batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::MoveDocument(const EntryUuid& uuid, const PatientId& patient,
                                        uint64_t patient_number) {
  auto document = Document(uuid);
  if (!document.ok()) return document.status();
  const uint64_t previous = document->key.patient_number;
  platform::KvBatch batch;
  EraseDocumentRows(*document, batch);
  document->key.patient_number = patient_number;
  *document->entry.mutable_patient_id() = patient.ToProto();
  WriteDocumentRows(*document, batch);
  Announce(storage::v1::CHANGE_KIND_PATIENT_CHANGED, *document, batch);
  Remember(storage::v1::CHANGE_KIND_PATIENT_CHANGED, uuid, previous, batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::MoveToPatient(const EntryUuid& uuid, const PatientId& patient,
                                         uint64_t patient_number) {
  auto locator = FindObject(now_, uuid);
  if (!locator.ok()) return locator.status();
  if (!locator->has_value()) return NoSuchObject("object", uuid);
  if ((*locator)->patient_number() == patient_number) return absl::OkStatus();
  platform::KvBatch batch;
  Reorder(patient_number, batch);
  switch ((*locator)->kind()) {
    case storage::v1::OBJECT_KIND_DOCUMENT_ENTRY:
      now_.Absorb(batch);
      return MoveDocument(uuid, patient, patient_number);
    case storage::v1::OBJECT_KIND_FOLDER: {
      auto folder = Folder(uuid);
      if (!folder.ok()) return folder.status();
      EraseFolderRows(*folder, batch);
      folder->key.patient_number = patient_number;
      *folder->folder.mutable_patient_id() = patient.ToProto();
      WriteFolderRows(*folder, batch);
      break;
    }
    case storage::v1::OBJECT_KIND_SUBMISSION_SET: {
      auto set = SubmissionSet(uuid);
      if (!set.ok()) return set.status();
      EraseSubmissionSetRows(*set, batch);
      set->key.patient_number = patient_number;
      *set->set.mutable_patient_id() = patient.ToProto();
      WriteSubmissionSetRows(*set, batch);
      break;
    }
    default:
      return absl::InternalError(absl::StrCat(uuid.ToString(), " has no patient"));
  }
  Remember(storage::v1::CHANGE_KIND_PATIENT_CHANGED, uuid, (*locator)->patient_number(), batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

absl::Status ObjectEditor::Remove(const EntryUuid& uuid) {
  auto locator = FindObject(now_, uuid);
  if (!locator.ok()) return locator.status();
  if (!locator->has_value()) return NoSuchObject("object", uuid);
  platform::KvBatch batch;
  switch ((*locator)->kind()) {
    case storage::v1::OBJECT_KIND_DOCUMENT_ENTRY: {
      auto document = Document(uuid);
      if (!document.ok()) return document.status();
      EraseDocumentRows(*document, batch);
      Announce(storage::v1::CHANGE_KIND_REMOVED, *document, batch);
      break;
    }
    case storage::v1::OBJECT_KIND_FOLDER: {
      auto folder = Folder(uuid);
      if (!folder.ok()) return folder.status();
      EraseFolderRows(*folder, batch);
      break;
    }
    case storage::v1::OBJECT_KIND_SUBMISSION_SET: {
      auto set = SubmissionSet(uuid);
      if (!set.ok()) return set.status();
      EraseSubmissionSetRows(*set, batch);
      break;
    }
    case storage::v1::OBJECT_KIND_ASSOCIATION: {
      auto association = Association(uuid);
      if (!association.ok()) return association.status();
      EraseAssociationRows(*association, batch);
      break;
    }
    default:
      return absl::DataLossError("a stored ObjectLocator has an unknown kind");
  }
  Remember(storage::v1::CHANGE_KIND_REMOVED, uuid, 0, batch);
  now_.Absorb(batch);
  return absl::OkStatus();
}

platform::KvBatch ObjectEditor::TakeBatch() {
  terms_.Finish();
  platform::KvBatch batch = now_.TakeBatch();
  batch.Append(term_rows_);
  return batch;
}

void ObjectEditor::Reorder(uint64_t patient_number, platform::KvBatch& batch) {
  if (!reordered_.insert(patient_number).second) return;
  WritePatientReordering(patient_number, origin_.position, batch);
}

void ObjectEditor::Announce(ChangeKind kind, const StoredDocument& document,
                            platform::KvBatch& batch) {
  storage::v1::DocumentChangeRow row;
  row.set_kind(kind);
  row.set_uuid(document.key.uuid.bytes().data(), document.key.uuid.bytes().size());
  *row.mutable_locator() = LocatorOf(document);
  row.set_unique_id(document.entry.unique_id());
  row.set_repository_unique_id(document.entry.repository_unique_id());
  row.set_class_code(document.filter.class_code());
  row.set_type_code(document.filter.type_code());
  row.set_healthcare_facility_type_code(document.filter.healthcare_facility_type_code());
  row.set_committed_s(origin_.committed_s);
  WriteDocumentChange({origin_.position, changes_++}, row, batch);
}

void ObjectEditor::Remember(ChangeKind kind, const EntryUuid& uuid,
                            uint64_t previous_patient_number, platform::KvBatch& batch) {
  storage::v1::ObjectHistoryRow row;
  row.set_kind(kind);
  row.set_caller(origin_.caller);
  row.set_committed_s(origin_.committed_s);
  row.set_submission_set(origin_.submission_set);
  row.set_previous_patient_number(previous_patient_number);
  WriteHistory({uuid, origin_.position, events_++}, row, batch);
}

}  // namespace docshare::registry
