#include "registry/register/membership_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"
#include "registry/register/link_faults.h"

namespace docshare::registry {
namespace {

using metadata::v1::Association;

absl::Status CheckReference(const Association& association, const std::string& location,
                            const Registration& registration, RegistryErrors& faults) {
  const std::string& urn = association.target_object();
  auto end = registration.ends.Find(urn);
  if (!end.ok()) return end.status();
  if (IsOfKind(*end, storage::v1::OBJECT_KIND_DOCUMENT_ENTRY, XdsErrorCode::kUnresolvedReference,
               urn, location, faults)) {
    CheckApproved(**end, urn, location, faults);
  }
  return absl::OkStatus();
}

absl::Status CheckEndOfMember(const std::string& urn, storage::v1::ObjectKind wanted,
                              const std::string& location, const Registration& registration,
                              RegistryErrors& faults) {
  auto end = registration.ends.Find(urn);
  if (!end.ok()) return end.status();
  if (!IsOfKind(*end, wanted, XdsErrorCode::kRegistryMetadataError, urn, location, faults)) {
    return absl::OkStatus();
  }
  CheckApproved(**end, urn, location, faults);
  if (registration.IsOfOtherPatient(**end)) RefuseOtherPatient(urn, location, faults);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMembers(const Registration& registration, RegistryErrors& faults) {
  const auto& command = registration.command;
  for (int i = 0; i < command.associations_size() && !faults.full(); ++i) {
    const Association& association = command.associations(i);
    if (association.association_type() != kHasMember) continue;
    const std::string location = absl::StrCat("associations[", i, "]");
    absl::Status status;
    if (association.source_object() != command.submission_set().entry_uuid()) {
      status = CheckEndOfMember(association.source_object(), storage::v1::OBJECT_KIND_FOLDER,
                                absl::StrCat(location, ".source_object"), registration, faults);
      if (status.ok()) {
        status =
            CheckEndOfMember(association.target_object(), storage::v1::OBJECT_KIND_DOCUMENT_ENTRY,
                             absl::StrCat(location, ".target_object"), registration, faults);
      }
    } else if (association.submission_set_status() ==
               metadata::v1::SUBMISSION_SET_STATUS_REFERENCE) {
      status = CheckReference(association, absl::StrCat(location, ".target_object"), registration,
                              faults);
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
