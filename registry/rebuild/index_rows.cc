#include "registry/rebuild/index_rows.h"

#include <limits>
#include <utility>

#include "domain/ids/entry_uuid.h"
#include "domain/ids/patient_id.h"
#include "registry/index/document.h"
#include "registry/index/folder.h"
#include "registry/index/key_codec.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/patient.h"
#include "registry/index/row.h"
#include "registry/index/submission_set.h"
#include "registry/objects/stored_association.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/stored_folder.h"
#include "registry/objects/stored_submission_set.h"

namespace docshare::registry {
namespace {

absl::StatusOr<DocumentKey> DecodeDocumentEntryKey(absl::string_view key) {
  KeyReader reader(KeySpace::kDocumentEntry, key);
  const uint64_t patient_number = reader.U64();
  const int64_t creation_s = reader.NewestFirst();
  const EntryUuid uuid = EntryUuid::FromBytes(reader.Uuid());
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return DocumentKey{patient_number, creation_s, uuid};
}

absl::StatusOr<StoredDocument> ReadEntry(absl::string_view key, absl::string_view value) {
  auto document_key = DecodeDocumentEntryKey(key);
  if (!document_key.ok()) return document_key.status();
  StoredDocument document{*document_key, {}, {}};
  if (absl::Status status = DecodeRow(value, document.entry); !status.ok()) return status;
  return document;
}

// Whether no document of this logicalID has a later version.
absl::StatusOr<bool> IsNewestVersion(const StoredDocument& document,
                                     const platform::KvReader& store) {
  auto logical_id = EntryUuid::Parse(document.entry.logical_id());
  if (!logical_id.ok()) return true;
  auto versions = FindVersions(store, *logical_id, std::numeric_limits<size_t>::max());
  if (!versions.ok()) return versions.status();
  for (const ObjectVersion& version : *versions) {
    if (version.locator.kind() == storage::v1::OBJECT_KIND_DOCUMENT_ENTRY &&
        version.version > document.entry.version()) {
      return false;
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<platform::KvBatch> PatientIndexRows(absl::string_view key, absl::string_view value) {
  KeyReader reader(KeySpace::kPatient, key);
  const uint64_t number = reader.U64();
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  storage::v1::PatientRow row;
  if (absl::Status status = DecodeRow(value, row); !status.ok()) return status;
  auto patient = PatientId::FromProto(row.patient_id());
  if (!patient.ok()) return absl::DataLossError("a stored PatientRow has no valid identifier");
  platform::KvBatch rows;
  WritePatient(*patient, number, row, rows);
  return rows;
}

absl::StatusOr<platform::KvBatch> DocumentIndexRows(absl::string_view key,
                                                    absl::string_view value) {
  auto document = ReadEntry(key, value);
  if (!document.ok()) return document.status();
  platform::KvBatch all;
  WriteDocumentRows(*document, all);
  // Its filter row is not known here.
  platform::KvBatch rows;
  for (size_t i = 0; i < all.size(); ++i) {
    const platform::KvOperation row = all.operation(i);
    if (row.key != DocumentFilterKey(document->key)) rows.Put(row.key, row.value);
  }
  return rows;
}

absl::StatusOr<platform::KvBatch> SubmissionSetIndexRows(absl::string_view key,
                                                         absl::string_view value) {
  auto set_key = DecodeSubmissionSetKey(key);
  if (!set_key.ok()) return set_key.status();
  StoredSubmissionSet set{*set_key, {}, {}};
  if (absl::Status status = DecodeRow(value, set.row); !status.ok()) return status;
  if (absl::Status status = DecodeRow(set.row.submission_set(), set.set); !status.ok()) {
    return status;
  }
  platform::KvBatch rows;
  WriteSubmissionSetRows(set, rows);
  return rows;
}

absl::StatusOr<platform::KvBatch> FolderIndexRows(absl::string_view key, absl::string_view value) {
  auto folder_key = DecodeFolderKey(key);
  if (!folder_key.ok()) return folder_key.status();
  storage::v1::FolderRow row;
  if (absl::Status status = DecodeRow(value, row); !status.ok()) return status;
  StoredFolder folder{*folder_key, row.is_newest_version(), {}};
  if (absl::Status status = DecodeRow(row.folder(), folder.folder); !status.ok()) return status;
  platform::KvBatch rows;
  WriteFolderRows(folder, rows);
  return rows;
}

absl::StatusOr<platform::KvBatch> AssociationIndexRows(absl::string_view key,
                                                       absl::string_view value) {
  KeyReader reader(KeySpace::kAssociation, key);
  const EntryUuid uuid = EntryUuid::FromBytes(reader.Uuid());
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  metadata::v1::Association association;
  if (absl::Status status = DecodeRow(value, association); !status.ok()) return status;
  auto placed = PlaceAssociation(std::move(association));
  if (!placed.ok() || placed->uuid != uuid) {
    return absl::DataLossError("a stored Association is malformed");
  }
  platform::KvBatch rows;
  WriteAssociationRows(*placed, rows);
  return rows;
}

absl::StatusOr<platform::KvBatch> FilterIndexRows(absl::string_view key, absl::string_view value,
                                                  const platform::KvReader& store,
                                                  TermWriter& terms) {
  auto stored = ReadEntry(key, value);
  if (!stored.ok()) return stored.status();
  // An on-demand entry, which has no creation time, keeps the time in its key.
  auto document =
      PlaceDocument(stored->entry, stored->key.patient_number, stored->key.creation_s, terms);
  if (!document.ok()) {
    return absl::IsInvalidArgument(document.status())
               ? absl::DataLossError("a stored DocumentEntry is malformed")
               : document.status();
  }
  auto newest = IsNewestVersion(*stored, store);
  if (!newest.ok()) return newest.status();
  document->filter.set_is_newest_version(*newest);
  platform::KvBatch rows;
  rows.Put(DocumentFilterKey(stored->key), EncodeRow(document->filter));
  return rows;
}

}  // namespace docshare::registry
