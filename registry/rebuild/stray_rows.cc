#include "registry/rebuild/stray_rows.h"

#include <string>

#include "absl/types/optional.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "registry/index/association.h"
#include "registry/index/document.h"
#include "registry/index/folder.h"
#include "registry/index/key_codec.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"
#include "registry/index/submission_set.h"
#include "registry/rebuild/index_rows.h"

namespace docshare::registry {
namespace {

// The key of the row that a locator points at; empty for a locator that cannot be.
std::string ObjectKey(const EntryUuid& uuid, const storage::v1::ObjectLocator& locator) {
  switch (locator.kind()) {
    case storage::v1::OBJECT_KIND_DOCUMENT_ENTRY:
      return DocumentEntryKey({locator.patient_number(), locator.sort_s(), uuid});
    case storage::v1::OBJECT_KIND_SUBMISSION_SET:
      return Encode(SubmissionSetKey{locator.patient_number(), locator.sort_s(), uuid});
    case storage::v1::OBJECT_KIND_FOLDER:
      return Encode(FolderKey{locator.patient_number(), uuid});
    case storage::v1::OBJECT_KIND_ASSOCIATION:
      return AssociationKey(uuid);
    default:
      return "";
  }
}

// Index rows of the object at `key`; an error of kind kDataLoss when it cannot be read.
absl::StatusOr<platform::KvBatch> IndexRowsOf(absl::string_view key, absl::string_view value) {
  switch (static_cast<KeySpace>(key[0])) {
    case KeySpace::kPatient:
      return PatientIndexRows(key, value);
    case KeySpace::kDocumentEntry:
      return DocumentIndexRows(key, value);
    case KeySpace::kSubmissionSet:
      return SubmissionSetIndexRows(key, value);
    case KeySpace::kFolder:
      return FolderIndexRows(key, value);
    default:
      return AssociationIndexRows(key, value);
  }
}

// Whether the object at `object_key` does without the index row at `key`.
absl::StatusOr<bool> DoesNotAskFor(const std::string& object_key, absl::string_view key,
                                   const platform::KvReader& store) {
  if (object_key.empty()) return true;
  auto value = store.Get(object_key);
  if (!value.ok()) return value.status();
  if (!value->has_value()) return true;
  auto rows = IndexRowsOf(object_key, **value);
  if (!rows.ok()) return false;
  for (size_t i = 0; i < rows->size(); ++i) {
    if (rows->operation(i).key == key) return false;
  }
  return true;
}

// Where the row at `key` says that its object is; nullopt when it says nothing that can be read.
absl::optional<storage::v1::ObjectLocator> LocatorIn(KeySpace space, absl::string_view value) {
  if (space == KeySpace::kObjectByUniqueId) {
    storage::v1::UniqueIdRow row;
    if (!DecodeRow(value, row).ok()) return absl::nullopt;
    return row.locator();
  }
  storage::v1::ObjectLocator locator;
  if (!DecodeRow(value, locator).ok()) return absl::nullopt;
  return locator;
}

// By the row's own word first: other index rows may be missing, when nothing is mended, and a row
// of an object that cannot be read must stay.
absl::StatusOr<bool> ObjectDoesNotAskFor(const EntryUuid& uuid, absl::string_view key,
                                         absl::string_view value, const platform::KvReader& store) {
  const auto own = LocatorIn(static_cast<KeySpace>(key[0]), value);
  if (own.has_value()) {
    auto does_not = DoesNotAskFor(ObjectKey(uuid, *own), key, store);
    if (!does_not.ok() || !*does_not) return does_not;
  }
  auto locator = FindObject(store, uuid);
  if (absl::IsDataLoss(locator.status())) return true;
  if (!locator.ok()) return locator.status();
  if (!locator->has_value()) return true;
  return DoesNotAskFor(ObjectKey(uuid, **locator), key, store);
}

absl::StatusOr<bool> IsStrayIdentifier(absl::string_view key, absl::string_view value,
                                       const platform::KvReader& store) {
  // The value begins with what is behind the space in the patient's key.
  if (value.size() < 8) return true;
  const std::string patient =
      KeyWriter(KeySpace::kPatient).Take() + std::string(value.substr(0, 8));
  return DoesNotAskFor(patient, key, store);
}

absl::StatusOr<bool> IsStrayFilter(absl::string_view key, const platform::KvReader& store) {
  if (!DecodeDocumentFilterKey(key).ok()) return true;
  auto entry = store.Get(DocumentEntryKeyOf(key));
  if (!entry.ok()) return entry.status();
  return !entry->has_value();
}

absl::StatusOr<bool> IsStrayUuid(absl::string_view key, absl::string_view value,
                                 const platform::KvReader& store) {
  KeyReader reader(KeySpace::kObjectByUuid, key);
  const EntryUuid uuid = EntryUuid::FromBytes(reader.Uuid());
  storage::v1::ObjectLocator locator;
  if (!reader.Finish().ok() || !DecodeRow(value, locator).ok()) return true;
  return DoesNotAskFor(ObjectKey(uuid, locator), key, store);
}

}  // namespace

absl::StatusOr<bool> IsStrayRow(absl::string_view key, absl::string_view value,
                                const platform::KvReader& store) {
  if (key.empty()) return false;
  const auto space = static_cast<KeySpace>(key[0]);
  KeyReader reader(space, key);
  switch (space) {
    case KeySpace::kPatientByIdentifier:
      return IsStrayIdentifier(key, value, store);
    case KeySpace::kDocumentFilter:
      return IsStrayFilter(key, store);
    case KeySpace::kObjectByUuid:
      return IsStrayUuid(key, value, store);
    case KeySpace::kObjectByUniqueId:
      reader.Text();
      break;
    case KeySpace::kObjectByLogicalId:
      reader.Uuid();
      reader.U32();
      break;
    case KeySpace::kAssociationByEnd: {
      auto end = DecodeAssociationEndKey(key);
      if (!end.ok()) return true;
      return DoesNotAskFor(AssociationKey(end->association), key, store);
    }
    default:
      return false;
  }
  const EntryUuid uuid = EntryUuid::FromBytes(reader.Uuid());
  if (!reader.Finish().ok()) return true;
  return ObjectDoesNotAskFor(uuid, key, value, store);
}

}  // namespace docshare::registry
