#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace docshare::registry {

// The one list of the registry's key spaces: the first byte of every key. Numbers are never
// reused. Each space has its file in this folder and its paragraph in docs/storage-schema.md.
enum class KeySpace : uint8_t {
  // Name of a setting or counter -> its value. meta.h
  kMeta = 0x01,
  // Patient identifier -> internal patient number. patient.h
  kPatientByIdentifier = 0x02,
  // Internal patient number -> PatientRow. patient.h
  kPatient = 0x03,
  // Kind and text of a term -> term number. term.h
  kTermByText = 0x04,
  // Term number -> kind and text. term.h
  kTerm = 0x05,
  // Patient, newest first -> DocumentFilterRow. document.h
  kDocumentFilter = 0x06,
  // Patient, newest first -> DocumentEntry as answered. document.h
  kDocumentEntry = 0x07,
  // entryUUID -> ObjectLocator. object_by_uuid.h
  kObjectByUuid = 0x08,
  // uniqueId, entryUUID -> UniqueIdRow. object_by_unique_id.h
  kObjectByUniqueId = 0x09,
  // logicalID, version -> ObjectLocator and entryUUID. object_by_logical_id.h
  kObjectByLogicalId = 0x0a,
  // Patient, newest first -> SubmissionSetRow. submission_set.h
  kSubmissionSet = 0x0b,
  // entryUUID -> Association as answered. association.h
  kAssociation = 0x0c,
  // An end, its direction, entryUUID -> nothing. association.h
  kAssociationByEnd = 0x0d,
  // Patient, entryUUID -> FolderRow. folder.h
  kFolder = 0x0e,
  // Commit position, number -> DocumentChangeRow. document_change.h
  kDocumentChange = 0x0f,
  // entryUUID, commit position, number -> ObjectHistoryRow. object_history.h
  kObjectHistory = 0x10,
  // Internal patient number -> commit position. patient_reordering.h
  kPatientReordering = 0x11,
};

// Version of the layout of all key spaces together. A store of another version is not opened.
inline constexpr uint32_t kSchemaVersion = 2;

// The name in the table of docs/storage-schema.md; "unknown" for any other byte.
absl::string_view KeySpaceName(uint8_t space);

}  // namespace docshare::registry
