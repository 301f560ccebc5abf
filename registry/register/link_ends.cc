#include "registry/register/link_ends.h"

#include "domain/ids/entry_uuid.h"

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
  if (const auto found = registered_.find(urn); found != registered_.end()) return found->second;
  auto uuid = EntryUuid::Parse(urn);
  if (!uuid.ok()) return uuid.status();
  auto facts = ReadObjectFacts(store_, *uuid);
  if (!facts.ok()) return facts.status();
  absl::optional<LinkEnd> end;
  if (facts->has_value()) end = LinkEnd{**facts, /*is_new=*/false};
  registered_.emplace(urn, end);
  return end;
}

}  // namespace docshare::registry
