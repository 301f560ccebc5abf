#include "registry/register/link_ends.h"

#include "registry/index/document.h"
#include "registry/index/folder.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"
#include "registry/objects/stored_folder.h"

namespace docshare::registry {

LinkEnds::LinkEnds(const storage::v1::RegisterDocumentSetCommand& command,
                   const platform::KvReader& store)
    : store_(store) {
  const auto add = [this](const std::string& urn, storage::v1::ObjectKind kind) -> LinkEnd& {
    LinkEnd& end = new_objects_[urn];
    end.kind = kind;
    end.is_new = true;
    return end;
  };
  add(command.submission_set().entry_uuid(), storage::v1::OBJECT_KIND_SUBMISSION_SET);
  for (const auto& entry : command.document_entries()) {
    add(entry.entry_uuid(), storage::v1::OBJECT_KIND_DOCUMENT_ENTRY).type = entry.object_type();
  }
  for (const auto& folder : command.folders()) {
    add(folder.entry_uuid(), storage::v1::OBJECT_KIND_FOLDER);
  }
  for (const auto& association : command.associations()) {
    add(association.entry_uuid(), storage::v1::OBJECT_KIND_ASSOCIATION);
  }
}

absl::StatusOr<absl::optional<LinkEnd>> LinkEnds::Find(const std::string& urn) const {
  if (const auto found = new_objects_.find(urn); found != new_objects_.end()) return found->second;
  auto uuid = EntryUuid::Parse(urn);
  if (!uuid.ok()) return uuid.status();
  return FindRegistered(*uuid);
}

absl::StatusOr<absl::optional<LinkEnd>> LinkEnds::FindRegistered(const EntryUuid& uuid) const {
  auto locator = FindObject(store_, uuid);
  if (!locator.ok()) return locator.status();
  if (!locator->has_value()) return absl::nullopt;
  LinkEnd end;
  end.kind = (*locator)->kind();
  end.patient_number = (*locator)->patient_number();
  if (end.kind == storage::v1::OBJECT_KIND_DOCUMENT_ENTRY) {
    auto row =
        store_.Get(DocumentFilterKey({(*locator)->patient_number(), (*locator)->sort_s(), uuid}));
    if (!row.ok()) return row.status();
    if (!row->has_value()) return absl::DataLossError("an indexed document is missing");
    storage::v1::DocumentFilterRow filter;
    if (absl::Status status = DecodeRow(**row, filter); !status.ok()) return status;
    end.status = filter.status();
    end.type = filter.object_type();
  } else if (end.kind == storage::v1::OBJECT_KIND_FOLDER) {
    auto folder = ReadFolder(store_, uuid);
    if (!folder.ok()) return folder.status();
    if (!folder->has_value()) return absl::DataLossError("an indexed folder is missing");
    end.status = (*folder)->folder.availability_status();
  }
  return end;
}

}  // namespace docshare::registry
