#include "registry/register/replaced_document.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/types/optional.h"
#include "domain/metadata/association_type.h"
#include "registry/objects/object_facts.h"
#include "registry/objects/stored_association.h"

namespace docshare::registry {
absl::StatusOr<std::vector<StoredFolder>> FoldersHolding(const platform::KvReader& store,
                                                         const EntryUuid& document) {
  auto links = AssociationsAt(store, document, AssociationEnd::kTarget);
  if (!links.ok()) return links.status();
  std::vector<StoredFolder> folders;
  absl::flat_hash_set<EntryUuid> seen;
  for (const StoredAssociation& link : *links) {
    if (link.association.association_type() != kHasMember || !IsApproved(link.association))
      continue;
    if (!seen.insert(link.source).second) continue;
    // Nullopt for a submission set.
    auto folder = ReadFolder(store, link.source);
    if (!folder.ok()) return folder.status();
    if (!folder->has_value()) continue;
    if ((*folder)->folder.availability_status() != metadata::v1::AVAILABILITY_STATUS_APPROVED) {
      continue;
    }
    folders.push_back(**std::move(folder));
  }
  return folders;
}

absl::StatusOr<std::vector<EntryUuid>> DependentsOf(const platform::KvReader& store,
                                                    const EntryUuid& document,
                                                    absl::flat_hash_set<EntryUuid>& visited) {
  if (!visited.insert(document).second) return std::vector<EntryUuid>();
  std::vector<EntryUuid> found = {document};
  for (size_t next = 0; next < found.size(); ++next) {
    auto links = AssociationsAt(store, found[next], AssociationEnd::kTarget);
    if (!links.ok()) return links.status();
    for (const StoredAssociation& link : *links) {
      if (!IsDependent(link.association.association_type()) || !IsApproved(link.association))
        continue;
      if (!visited.insert(link.source).second) continue;
      auto dependent = ReadObjectFacts(store, link.source);
      if (!dependent.ok()) return dependent.status();
      if (!dependent->has_value()) return absl::DataLossError("an association has no other end");
      if ((*dependent)->is_approved()) found.push_back(link.source);
    }
  }
  found.erase(found.begin());
  return found;
}

}  // namespace docshare::registry
