#include "registry/query/object_selection.h"

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "registry/index/association.h"
#include "registry/index/document.h"
#include "registry/index/folder.h"
#include "registry/index/submission_set.h"

namespace docshare::registry {
namespace {

using storage::v1::ObjectKind;

// In the order of an answer; the index is what a position begins with.
constexpr ObjectKind kKinds[] = {
    storage::v1::OBJECT_KIND_SUBMISSION_SET, storage::v1::OBJECT_KIND_DOCUMENT_ENTRY,
    storage::v1::OBJECT_KIND_FOLDER, storage::v1::OBJECT_KIND_ASSOCIATION};
constexpr uint8_t kAssociations = 3;

uint8_t PlaceOf(ObjectKind kind) {
  uint8_t place = 0;
  while (place < kAssociations && kKinds[place] != kind) ++place;
  return place;
}

std::string PositionOf(uint8_t place, const EntryUuid& uuid) {
  std::string position(1, static_cast<char>(place));
  position.append(uuid.bytes().begin(), uuid.bytes().end());
  return position;
}

absl::StatusOr<std::string> Found(absl::StatusOr<absl::optional<std::string>> bytes) {
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::DataLossError("an indexed object is missing");
  return **std::move(bytes);
}

// The wire bytes of an object.
absl::StatusOr<std::string> BytesOf(const platform::KvReader& snapshot, ObjectKind kind,
                                    uint64_t patient_number, int64_t sort_s,
                                    const EntryUuid& uuid) {
  switch (kind) {
    case storage::v1::OBJECT_KIND_SUBMISSION_SET: {
      auto row = ReadSubmissionSet(snapshot, {patient_number, sort_s, uuid});
      if (!row.ok()) return row.status();
      return std::move(*row->mutable_submission_set());
    }
    case storage::v1::OBJECT_KIND_FOLDER: {
      auto row = ReadFolderRow(snapshot, {patient_number, uuid});
      if (!row.ok()) return row.status();
      return std::move(*row->mutable_folder());
    }
    case storage::v1::OBJECT_KIND_ASSOCIATION:
      return Found(snapshot.Get(AssociationKey(uuid)));
    default:
      return Found(snapshot.Get(DocumentEntryKey({patient_number, sort_s, uuid})));
  }
}

}  // namespace

absl::Status TooManyResults() {
  return XdsError(XdsErrorCode::kTooManyResults, "",
                  absl::StrCat("more than ", ObjectSelection::kMaxObjects,
                               " objects; ask for fewer at a time"));
}

absl::Status ObjectSelection::Add(const EntryUuid& uuid,
                                  const storage::v1::ObjectLocator& locator) {
  const Key key(PlaceOf(locator.kind()), uuid);
  if (objects_.size() >= kMaxObjects && !objects_.contains(key)) return TooManyResults();
  objects_.emplace(key, Place{locator.patient_number(), locator.sort_s()});
  return absl::OkStatus();
}

absl::Status ObjectSelection::AddAssociation(const EntryUuid& uuid) {
  storage::v1::ObjectLocator locator;
  locator.set_kind(storage::v1::OBJECT_KIND_ASSOCIATION);
  return Add(uuid, locator);
}

bool ObjectSelection::Contains(const EntryUuid& uuid, ObjectKind kind) const {
  return objects_.contains(Key(PlaceOf(kind), uuid));
}

bool ObjectSelection::HasOnePatient() const {
  for (const auto& [key, place] : objects_) {
    if (key.first == kAssociations) break;
    if (place.patient_number != objects_.begin()->second.patient_number) return false;
  }
  return true;
}

absl::StatusOr<std::string> ObjectSelection::Answer(Patients patients, QueryPage& page) const {
  if (patients == Patients::kOne && page.wants_objects() && !HasOnePatient()) {
    return XdsError(XdsErrorCode::kResultNotSinglePatient, "",
                    "the answer has objects of several patients; ask for RETURN_TYPE_OBJECT_REF, "
                    "or for one patient at a time");
  }
  std::string last;
  for (const auto& [key, place] : objects_) {
    const auto& [kind_place, uuid] = key;
    std::string position = PositionOf(kind_place, uuid);
    if (position <= page.resume_after()) continue;
    if (page.full()) {
      page.ContinueAfter(last);
      break;
    }
    if (page.wants_objects()) {
      const ObjectKind kind = kKinds[kind_place];
      auto bytes = BytesOf(page.snapshot(), kind, place.patient_number, place.sort_s, uuid);
      if (!bytes.ok()) return bytes.status();
      page.AddObject(kind, *bytes);
    } else {
      page.AddReference(uuid);
    }
    last = std::move(position);
  }
  return page.Finish();
}

absl::Status SelectAssociationsOf(const platform::KvReader& snapshot, const EntryUuid& object,
                                  const AssociationFilter& filter, ObjectSelection& selection) {
  for (AssociationEnd direction : {AssociationEnd::kSource, AssociationEnd::kTarget}) {
    absl::Status selected = ForEachAssociation(
        snapshot, object, direction, filter,
        [&](const AssociationScan& scan) { return selection.AddAssociation(scan.uuid()); });
    if (!selected.ok()) return selected;
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
