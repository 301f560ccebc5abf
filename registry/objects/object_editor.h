#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/availability.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "domain/ids/patient_id.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "platform/kv/pending_writes.h"
#include "registry/index/term.h"
#include "registry/objects/stored_association.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/stored_folder.h"
#include "registry/objects/stored_submission_set.h"

namespace docshare::registry {

// Who changes something, when and where in the order.
struct ChangeOrigin {
  uint64_t position = 0;
  // Seconds since the Unix epoch.
  int64_t committed_s = 0;
  std::string caller;
  // "urn:uuid:..." of the submission set that does it; empty for a merge or a removal.
  std::string submission_set;
};

// The registry's objects while one command changes them. Reads show the store with every change
// made so far; nothing is stored before the batch is taken. The only place that changes objects: it
// keeps every index, the change feed and the history of an object in step.
//
// Every method that names an object returns kInternal when there is none: rules look first.
// Not thread-safe.
class ObjectEditor {
 public:
  // `store` must outlive the editor.
  ObjectEditor(const platform::KvReader* store, ChangeOrigin origin);

  // The objects as they are now.
  const platform::KvReader& now() const { return now_; }
  const ChangeOrigin& origin() const { return origin_; }

  // The UUID of an object that the registry makes by itself: the same for the same arguments, and
  // in use by nobody, also when somebody has chosen UUIDs to meet it. Our own choice.
  absl::StatusOr<EntryUuid> DeriveUuid(absl::string_view submission_unique_id,
                                       absl::string_view name) const;

  // New objects. `kind` is CHANGE_KIND_REGISTERED, or CHANGE_KIND_UPDATED for a later version.
  absl::Status AddDocument(metadata::v1::DocumentEntry entry, uint64_t patient_number,
                           storage::v1::ChangeKind kind);
  absl::Status AddFolder(metadata::v1::Folder folder, uint64_t patient_number,
                         storage::v1::ChangeKind kind);
  absl::Status AddSubmissionSet(metadata::v1::SubmissionSet set, storage::v1::SubmissionSetRow row,
                                uint64_t patient_number);
  absl::Status AddAssociation(metadata::v1::Association association);

  // Changes availabilityStatus. Does nothing when the object has that status already.
  absl::Status SetDocumentStatus(const EntryUuid& uuid, metadata::v1::AvailabilityStatus status);
  absl::Status SetFolderStatus(const EntryUuid& uuid, metadata::v1::AvailabilityStatus status);
  absl::Status SetAssociationStatus(const EntryUuid& uuid, metadata::v1::AvailabilityStatus status);

  // Makes an object an older version: Deprecated, and no longer the newest.
  absl::Status SupersedeDocument(const EntryUuid& uuid);
  absl::Status SupersedeFolder(const EntryUuid& uuid);

  // Makes an older version the newest again, after the removal of later ones.
  absl::Status MakeNewestDocument(const EntryUuid& uuid);
  absl::Status MakeNewestFolder(const EntryUuid& uuid);

  // Sets lastUpdateTime to the time of this change.
  absl::Status TouchFolder(const EntryUuid& uuid);

  // Gives an object of any kind but an association to another patient.
  absl::Status MoveToPatient(const EntryUuid& uuid, const PatientId& patient,
                             uint64_t patient_number);

  // Removes an object of any kind, every row of it.
  absl::Status Remove(const EntryUuid& uuid);

  // All changes, in order. Afterwards the editor is of no use.
  platform::KvBatch TakeBatch();

 private:
  absl::StatusOr<StoredDocument> Document(const EntryUuid& uuid) const;
  absl::StatusOr<StoredFolder> Folder(const EntryUuid& uuid) const;
  absl::StatusOr<StoredSubmissionSet> SubmissionSet(const EntryUuid& uuid) const;
  absl::StatusOr<StoredAssociation> Association(const EntryUuid& uuid) const;

  absl::Status ChangeDocument(const EntryUuid& uuid, metadata::v1::AvailabilityStatus status,
                              bool is_newest_version);
  absl::Status ChangeFolder(const EntryUuid& uuid, metadata::v1::AvailabilityStatus status,
                            bool is_newest_version);
  absl::Status MoveDocument(const EntryUuid& uuid, const PatientId& patient,
                            uint64_t patient_number);

  // Says that objects of a patient stand elsewhere among the others from now on.
  void Reorder(uint64_t patient_number, platform::KvBatch& batch);
  // Adds to the change feed.
  void Announce(storage::v1::ChangeKind kind, const StoredDocument& document,
                platform::KvBatch& batch);
  // Adds to the history of an object.
  void Remember(storage::v1::ChangeKind kind, const EntryUuid& uuid,
                uint64_t previous_patient_number, platform::KvBatch& batch);

  const ChangeOrigin origin_;
  platform::PendingWrites now_;
  // Terms and their counter go straight here: only documents of this command name them.
  platform::KvBatch term_rows_;
  TermWriter terms_;
  // Folders whose lastUpdateTime is that of this change.
  absl::flat_hash_set<EntryUuid> touched_;
  // Patients whose rows in patient_reordering.h are written.
  absl::flat_hash_set<uint64_t> reordered_;
  uint32_t changes_ = 0;
  uint32_t events_ = 0;
};

}  // namespace docshare::registry
