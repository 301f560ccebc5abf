#include "consumer/publish/submission_links.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::Association;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::Folder;
using docshare::registry::v1::RegisterDocumentSetRequest;

bool Says(const RegisterDocumentSetRequest& request, absl::string_view type,
          absl::string_view source, absl::string_view target) {
  return std::any_of(request.associations().begin(), request.associations().end(),
                     [&](const Association& association) {
                       return association.association_type() == type &&
                              association.source_object() == source &&
                              association.target_object() == target;
                     });
}

Association MakeAssociation(absl::string_view type, absl::string_view source,
                            absl::string_view target) {
  Association association;
  association.set_association_type(std::string(type));
  association.set_source_object(std::string(source));
  association.set_target_object(std::string(target));
  return association;
}

// Hands out "folder-member-1" and so on, without those the associations have already.
class MemberIds {
 public:
  explicit MemberIds(const RegisterDocumentSetRequest& request) {
    for (const Association& association : request.associations()) {
      taken_.insert(association.entry_uuid());
    }
  }

  std::string Next() {
    std::string id;
    do {
      id = absl::StrCat("folder-member-", ++number_);
    } while (!taken_.insert(id).second);
    return id;
  }

 private:
  std::set<std::string> taken_;
  int number_ = 0;
};

}  // namespace

void AddRelationship(const DocumentRelationship& relationship,
                     RegisterDocumentSetRequest& request) {
  const std::string& type = relationship.association_type;
  for (const DocumentEntry& entry : request.document_entries()) {
    if (Says(request, type, entry.entry_uuid(), relationship.target)) continue;
    *request.add_associations() = MakeAssociation(type, entry.entry_uuid(), relationship.target);
  }
}

void AddFolderMembers(absl::string_view folder, RegisterDocumentSetRequest& request) {
  MemberIds ids(request);
  for (const DocumentEntry& entry : request.document_entries()) {
    if (Says(request, kHasMember, folder, entry.entry_uuid())) continue;
    Association member = MakeAssociation(kHasMember, folder, entry.entry_uuid());
    member.set_entry_uuid(ids.Next());
    *request.add_associations() = std::move(member);
  }
}

void AddSubmissionSetMembers(RegisterDocumentSetRequest& request) {
  const std::string set = request.submission_set().entry_uuid();
  std::set<std::string> linked;
  for (const Association& association : request.associations()) {
    if (association.association_type() == kHasMember && association.source_object() == set) {
      linked.insert(association.target_object());
    }
  }
  for (const DocumentEntry& entry : request.document_entries()) {
    if (!linked.insert(entry.entry_uuid()).second) continue;
    Association& member = *request.add_associations();
    member = MakeAssociation(kHasMember, set, entry.entry_uuid());
    member.set_submission_set_status(docshare::metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
  }
  for (const Folder& folder : request.folders()) {
    if (!linked.insert(folder.entry_uuid()).second) continue;
    *request.add_associations() = MakeAssociation(kHasMember, set, folder.entry_uuid());
  }
  MemberIds ids(request);
  // The list grows while it is read.
  const int before = request.associations_size();
  for (int i = 0; i < before; ++i) {
    Association& member = *request.mutable_associations(i);
    if (member.association_type() != kHasMember || member.source_object() == set) continue;
    if (member.entry_uuid().empty()) member.set_entry_uuid(ids.Next());
    const std::string id = member.entry_uuid();
    if (linked.insert(id).second) {
      *request.add_associations() = MakeAssociation(kHasMember, set, id);
    }
  }
}

}  // namespace docshare::consumer
