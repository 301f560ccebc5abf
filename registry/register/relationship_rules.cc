#include "registry/register/relationship_rules.h"

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "registry/objects/stored_association.h"
#include "registry/register/link_faults.h"
#include "registry/register/replaced_document.h"

namespace docshare::registry {
namespace {

using metadata::v1::Association;

// A replacement that is a transformation, too (XFRM_RPLC), is a document of its own right.
bool IsTransformationOf(const Association& association, const std::string& source) {
  return association.association_type() == kTransform && association.source_object() == source &&
         association.availability_status() != metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
}

absl::StatusOr<bool> IsMadeByTransformation(const std::string& urn, const LinkEnd& end,
                                            const Registration& registration) {
  if (end.is_new) {
    const auto& associations = registration.command.associations();
    return std::any_of(associations.begin(), associations.end(), [&](const Association& other) {
      // The status a source sends is ignored.
      return other.association_type() == kTransform && other.source_object() == urn;
    });
  }
  auto uuid = EntryUuid::Parse(urn);
  if (!uuid.ok()) return uuid.status();
  auto links = AssociationsAt(registration.store, *uuid, AssociationEnd::kSource);
  if (!links.ok()) return links.status();
  return std::any_of(links->begin(), links->end(), [&](const StoredAssociation& link) {
    return IsTransformationOf(link.association, urn);
  });
}

absl::Status CheckFoldersOfReplaced(const std::string& urn, const std::string& location,
                                    const Registration& registration, RegistryErrors& faults) {
  auto uuid = EntryUuid::Parse(urn);
  if (!uuid.ok()) return uuid.status();
  auto folders = FoldersHolding(registration.store, *uuid);
  if (!folders.ok()) return folders.status();
  for (const StoredFolder& folder : *folders) {
    if (!registration.patient_number || folder.key.patient_number == *registration.patient_number) {
      continue;
    }
    faults.Add(XdsErrorCode::kPatientIdDoesNotMatch, location,
               absl::StrCat(urn, " is in folder ", folder.key.uuid.ToString(),
                            ", which belongs to another patient; the replacement cannot take its "
                            "place there"));
  }
  return absl::OkStatus();
}

absl::Status CheckTarget(const Association& association, const std::string& location,
                         const Registration& registration, RegistryErrors& faults) {
  const std::string& urn = association.target_object();
  const std::string& type = association.association_type();
  auto end = registration.ends.Find(urn);
  if (!end.ok()) return end.status();
  if (!IsOfKind(*end, storage::v1::OBJECT_KIND_DOCUMENT_ENTRY, XdsErrorCode::kUnresolvedReference,
                urn, location, faults)) {
    return absl::OkStatus();
  }
  CheckApproved(**end, urn, location, faults);
  if (registration.IsOfOtherPatient(**end)) RefuseOtherPatient(urn, location, faults);
  if (type == kIsSnapshotOf && (*end)->type != metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND) {
    faults.Add(XdsErrorCode::kRegistryMetadataError, location,
               absl::StrCat(urn,
                            " is not on-demand; only of an on-demand entry there are "
                            "snapshots"));
  }
  if (type == kAppend) {
    auto is_transformation = IsMadeByTransformation(urn, **end, registration);
    if (!is_transformation.ok()) return is_transformation.status();
    if (*is_transformation) {
      faults.Add(XdsErrorCode::kRegistryMetadataError, location,
                 absl::StrCat(urn,
                              " was made by transformation; an addendum belongs to the "
                              "document it was made from"));
    }
  }
  if (IsReplacement(type)) return CheckFoldersOfReplaced(urn, location, registration, faults);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckRelationshipTargets(const Registration& registration, RegistryErrors& faults) {
  const auto& associations = registration.command.associations();
  for (int i = 0; i < associations.size() && !faults.full(); ++i) {
    if (!IsRelationship(associations[i].association_type())) continue;
    absl::Status status = CheckTarget(
        associations[i], absl::StrCat("associations[", i, "].target_object"), registration, faults);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
