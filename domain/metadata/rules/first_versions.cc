#include "domain/metadata/rules/first_versions.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::Association;

void CheckLogicalId(const std::string& logical_id, const std::string& entry_uuid,
                    const Location& object, RegistryErrors& errors) {
  if (logical_id.empty()) return;
  if (logical_id == entry_uuid && EntryUuid::Parse(logical_id).ok()) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, object.Field("logical_id").ToString(),
             absl::StrCat(Quote(logical_id),
                          " is not the object's own UUID; a new object has no other logical id. "
                          "Later versions come with Update Document Set (ITI-57)"));
}

void CheckAssociation(const Association& association, int i, RegistryErrors& errors) {
  const auto refuse = [&](absl::string_view field) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, AssociationLocation(i).Field(field).ToString(),
               absl::StrCat(field, " comes with Update Document Set (ITI-57) only"));
  };
  if (association.has_previous_version()) refuse("previous_version");
  if (association.association_propagation() != metadata::v1::ASSOCIATION_PROPAGATION_UNSPECIFIED) {
    refuse("association_propagation");
  }
  if (association.original_status() != metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED) {
    refuse("original_status");
  }
  if (association.new_status() != metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED) {
    refuse("new_status");
  }
}

}  // namespace

void CheckFirstVersions(const registry::v1::RegisterDocumentSetRequest& request,
                        RegistryErrors& errors) {
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const auto& entry = request.document_entries(i);
    CheckLogicalId(entry.logical_id(), entry.entry_uuid(), EntryLocation(i), errors);
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    const auto& folder = request.folders(i);
    CheckLogicalId(folder.logical_id(), folder.entry_uuid(), FolderLocation(i), errors);
  }
  for (int i = 0; i < request.associations_size() && !errors.full(); ++i) {
    CheckAssociation(request.associations(i), i, errors);
  }
}

}  // namespace docshare
