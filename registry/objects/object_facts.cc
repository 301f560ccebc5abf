#include "registry/objects/object_facts.h"

#include <utility>

#include "absl/status/status.h"
#include "registry/index/document.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"
#include "registry/objects/stored_association.h"
#include "registry/objects/stored_folder.h"

namespace docshare::registry {
namespace {

absl::Status AddDocumentFacts(const platform::KvReader& store, const EntryUuid& uuid,
                              const storage::v1::ObjectLocator& locator, ObjectFacts& facts) {
  auto bytes = store.Get(DocumentFilterKey({locator.patient_number(), locator.sort_s(), uuid}));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::DataLossError("an indexed document is missing");
  storage::v1::DocumentFilterRow filter;
  if (absl::Status status = DecodeRow(**bytes, filter); !status.ok()) return status;
  facts.status = filter.status();
  facts.is_newest_version = filter.is_newest_version();
  facts.type = filter.object_type();
  return absl::OkStatus();
}

absl::Status AddFolderFacts(const platform::KvReader& store, const EntryUuid& uuid,
                            ObjectFacts& facts) {
  auto folder = ReadFolder(store, uuid);
  if (!folder.ok()) return folder.status();
  if (!folder->has_value()) return absl::DataLossError("an indexed folder is missing");
  facts.status = (*folder)->folder.availability_status();
  facts.is_newest_version = (*folder)->is_newest_version;
  return absl::OkStatus();
}

absl::Status AddAssociationFacts(const platform::KvReader& store, const EntryUuid& uuid,
                                 ObjectFacts& facts) {
  auto association = ReadAssociation(store, uuid);
  if (!association.ok()) return association.status();
  if (!association->has_value()) return absl::DataLossError("an indexed association is missing");
  facts.status = IsApproved((*association)->association)
                     ? metadata::v1::AVAILABILITY_STATUS_APPROVED
                     : metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<absl::optional<ObjectFacts>> ReadObjectFacts(const platform::KvReader& store,
                                                            const EntryUuid& uuid) {
  auto locator = FindObject(store, uuid);
  if (!locator.ok()) return locator.status();
  if (!locator->has_value()) return absl::nullopt;
  ObjectFacts facts;
  facts.kind = (*locator)->kind();
  facts.patient_number = (*locator)->patient_number();
  absl::Status status;
  switch (facts.kind) {
    case storage::v1::OBJECT_KIND_DOCUMENT_ENTRY:
      status = AddDocumentFacts(store, uuid, **locator, facts);
      break;
    case storage::v1::OBJECT_KIND_FOLDER:
      status = AddFolderFacts(store, uuid, facts);
      break;
    case storage::v1::OBJECT_KIND_ASSOCIATION:
      status = AddAssociationFacts(store, uuid, facts);
      break;
    default:
      break;
  }
  if (!status.ok()) return status;
  return facts;
}

bool IsApproved(const metadata::v1::Association& association) {
  return association.availability_status() != metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
}

}  // namespace docshare::registry
