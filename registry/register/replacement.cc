#include "registry/register/replacement.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "registry/register/replaced_document.h"

namespace docshare::registry {
namespace {

using metadata::v1::Association;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using storage::v1::RegisterDocumentSetCommand;

class Replacements {
 public:
  Replacements(const RegisterDocumentSetCommand& command, const platform::KvReader& before,
               ObjectEditor& editor)
      : command_(command), before_(before), editor_(editor) {
    for (const Association& association : command.associations()) {
      if (association.association_type() != kHasMember) continue;
      members_.insert({association.source_object(), association.target_object()});
    }
  }

  absl::Status Apply(const Association& replacement) {
    auto replaced = EntryUuid::Parse(replacement.target_object());
    if (!replaced.ok()) return replaced.status();
    absl::Status status = Deprecate(*replaced);
    if (status.ok()) status = CarryForward(*replaced, replacement.source_object());
    return status;
  }

 private:
  absl::Status Deprecate(const EntryUuid& replaced) {
    auto dependents = DependentsOf(before_, replaced, visited_);
    if (!dependents.ok()) return dependents.status();
    absl::Status status = editor_.SetDocumentStatus(replaced, AVAILABILITY_STATUS_DEPRECATED);
    for (const EntryUuid& dependent : *dependents) {
      if (!status.ok()) return status;
      status = editor_.SetDocumentStatus(dependent, AVAILABILITY_STATUS_DEPRECATED);
    }
    return status;
  }

  absl::Status CarryForward(const EntryUuid& replaced, const std::string& replacement) {
    auto folders = FoldersHolding(before_, replaced);
    if (!folders.ok()) return folders.status();
    for (const StoredFolder& folder : *folders) {
      if (!members_.insert({folder.key.uuid.ToString(), replacement}).second) continue;
      absl::Status status = AddMember(folder.key.uuid, replacement);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status AddMember(const EntryUuid& folder, const std::string& document) {
    auto member = AddHasMember(folder.ToString(), document);
    if (!member.ok()) return member.status();
    auto of_set = AddHasMember(command_.submission_set().entry_uuid(), *member);
    if (!of_set.ok()) return of_set.status();
    return editor_.TouchFolder(folder);
  }

  // Returns the new association's UUID URN.
  absl::StatusOr<std::string> AddHasMember(const std::string& source, const std::string& target) {
    auto uuid = editor_.DeriveUuid(command_.submission_set().unique_id(),
                                   absl::StrCat("HasMember\x1f", source, "\x1f", target));
    if (!uuid.ok()) return uuid.status();
    Association association;
    association.set_entry_uuid(uuid->ToString());
    association.set_association_type(kHasMember);
    association.set_source_object(source);
    association.set_target_object(target);
    absl::Status status = editor_.AddAssociation(std::move(association));
    if (!status.ok()) return status;
    return uuid->ToString();
  }

  const RegisterDocumentSetCommand& command_;
  const platform::KvReader& before_;
  ObjectEditor& editor_;
  // Whose dependents are Deprecated already.
  absl::flat_hash_set<EntryUuid> visited_;
  // Source and target of each HasMember that this submission has.
  absl::flat_hash_set<std::pair<std::string, std::string>> members_;
};

}  // namespace

absl::Status ApplyReplacements(const RegisterDocumentSetCommand& command,
                               const platform::KvReader& before, ObjectEditor& editor) {
  Replacements replacements(command, before, editor);
  for (const Association& association : command.associations()) {
    if (!IsReplacement(association.association_type())) continue;
    if (absl::Status status = replacements.Apply(association); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
