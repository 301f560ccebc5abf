#include "domain/metadata/rules/submission_objects.h"

namespace docshare {

SubmissionObjects::SubmissionObjects(const registry::v1::RegisterDocumentSetRequest& request) {
  const auto add = [this](absl::string_view id, Kind kind, int index) {
    if (!id.empty()) objects_.try_emplace(id, Object{kind, index});
  };
  objects_.reserve(1 + request.document_entries_size() + request.folders_size() +
                   request.associations_size());
  add(request.submission_set().entry_uuid(), Kind::kSubmissionSet, 0);
  for (int i = 0; i < request.document_entries_size(); ++i) {
    add(request.document_entries(i).entry_uuid(), Kind::kDocumentEntry, i);
  }
  for (int i = 0; i < request.folders_size(); ++i) {
    add(request.folders(i).entry_uuid(), Kind::kFolder, i);
  }
  for (int i = 0; i < request.associations_size(); ++i) {
    add(request.associations(i).entry_uuid(), Kind::kAssociation, i);
  }
}

absl::optional<SubmissionObjects::Object> SubmissionObjects::Find(absl::string_view id) const {
  const auto found = objects_.find(id);
  if (found == objects_.end()) return absl::nullopt;
  return found->second;
}

}  // namespace docshare
