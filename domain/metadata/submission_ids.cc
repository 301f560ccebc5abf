#include "domain/metadata/submission_ids.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/ids/entry_uuid.h"

namespace docshare {
namespace {

using metadata::v1::Association;
using registry::v1::AssignedId;
using registry::v1::RegisterDocumentSetRequest;

// The keys point into the request.
using SymbolicIds = absl::flat_hash_map<absl::string_view, std::string>;

SymbolicIds DeriveSymbolicIds(const RegisterDocumentSetRequest& request) {
  SymbolicIds uuids;
  const std::string& unique_id = request.submission_set().unique_id();
  const auto add = [&](absl::string_view id) {
    if (!IsSymbolicId(id)) return;
    const auto [place, is_new] = uuids.try_emplace(id);
    if (is_new) place->second = EntryUuid::Derive(unique_id, id).ToString();
  };
  add(request.submission_set().entry_uuid());
  for (const auto& entry : request.document_entries()) add(entry.entry_uuid());
  for (const auto& folder : request.folders()) add(folder.entry_uuid());
  for (const auto& association : request.associations()) add(association.entry_uuid());
  return uuids;
}

const std::string& Resolve(const std::string& id, const SymbolicIds& uuids) {
  const auto found = uuids.find(id);
  return found == uuids.end() ? id : found->second;
}

// The id of an association sent without one. The name it is derived from has control characters,
// which no symbolic id may have, so that no symbolic id gets the same UUID.
std::string DeriveAssociationId(const RegisterDocumentSetRequest& request, int position,
                                absl::string_view source, absl::string_view target) {
  return EntryUuid::Derive(request.submission_set().unique_id(),
                           absl::StrCat("\x1f", position, "\x1f", source, "\x1f", target))
      .ToString();
}

std::vector<AssignedId> Assign(const RegisterDocumentSetRequest& request,
                               const SymbolicIds& uuids) {
  std::vector<AssignedId> assigned;
  assigned.reserve(1 + request.document_entries_size() + request.folders_size() +
                   request.associations_size());
  const auto add = [&](const std::string& submitted_id, std::string entry_uuid) {
    AssignedId& id = assigned.emplace_back();
    id.set_submitted_id(submitted_id);
    id.set_entry_uuid(std::move(entry_uuid));
  };
  add(request.submission_set().entry_uuid(), Resolve(request.submission_set().entry_uuid(), uuids));
  for (const auto& entry : request.document_entries()) {
    add(entry.entry_uuid(), Resolve(entry.entry_uuid(), uuids));
  }
  for (const auto& folder : request.folders()) {
    add(folder.entry_uuid(), Resolve(folder.entry_uuid(), uuids));
  }
  for (int i = 0; i < request.associations_size(); ++i) {
    const Association& association = request.associations(i);
    add(association.entry_uuid(),
        association.entry_uuid().empty()
            ? DeriveAssociationId(request, i, Resolve(association.source_object(), uuids),
                                  Resolve(association.target_object(), uuids))
            : Resolve(association.entry_uuid(), uuids));
  }
  return assigned;
}

}  // namespace

std::vector<AssignedId> ResolveSubmissionIds(RegisterDocumentSetRequest& request) {
  // Assigned first: the keys of `uuids` point at the ids that are replaced below.
  SymbolicIds uuids = DeriveSymbolicIds(request);
  std::vector<AssignedId> assigned = Assign(request, uuids);
  for (Association& association : *request.mutable_associations()) {
    std::string source = Resolve(association.source_object(), uuids);
    std::string target = Resolve(association.target_object(), uuids);
    association.set_source_object(std::move(source));
    association.set_target_object(std::move(target));
  }
  auto next = assigned.begin();
  if (request.has_submission_set()) {
    request.mutable_submission_set()->set_entry_uuid(next->entry_uuid());
  }
  ++next;
  for (auto& entry : *request.mutable_document_entries()) {
    entry.set_entry_uuid((next++)->entry_uuid());
  }
  for (auto& folder : *request.mutable_folders()) {
    folder.set_entry_uuid((next++)->entry_uuid());
  }
  for (Association& association : *request.mutable_associations()) {
    association.set_entry_uuid((next++)->entry_uuid());
  }
  return assigned;
}

std::vector<AssignedId> AssignSubmissionIds(const RegisterDocumentSetRequest& request) {
  return Assign(request, DeriveSymbolicIds(request));
}

}  // namespace docshare
