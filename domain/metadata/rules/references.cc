#include "domain/metadata/rules/references.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/rules/location.h"
#include "domain/metadata/rules/submission_objects.h"
#include "domain/metadata/submission_ids.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

bool NamesUuid(const metadata::v1::Association& association) {
  return !IsSymbolicId(association.source_object()) || !IsSymbolicId(association.target_object());
}

// The UUIDs that objects of this submission without one will be given; none when nobody asks.
absl::flat_hash_set<std::string> DerivedUuids(
    const registry::v1::RegisterDocumentSetRequest& request) {
  absl::flat_hash_set<std::string> uuids;
  const auto& associations = request.associations();
  if (std::none_of(associations.begin(), associations.end(), NamesUuid)) return uuids;
  for (const registry::v1::AssignedId& id : AssignSubmissionIds(request)) {
    if (id.submitted_id() != id.entry_uuid()) uuids.insert(id.entry_uuid());
  }
  return uuids;
}

void CheckEnd(const std::string& id, absl::string_view field, int association,
              const SubmissionObjects& objects, const absl::flat_hash_set<std::string>& derived,
              RegistryErrors& errors) {
  if (id.empty()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               AssociationLocation(association).Field(field).ToString(),
               absl::StrCat(field, " is missing"));
  } else if (IsSymbolicId(id)) {
    if (objects.Find(id)) return;
    errors.Add(XdsErrorCode::kUnresolvedReference,
               AssociationLocation(association).Field(field).ToString(),
               absl::StrCat("symbolic id ", Quote(id), " names no object of this submission"));
  } else if (absl::StatusOr<EntryUuid> uuid = EntryUuid::Parse(id); !uuid.ok()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               AssociationLocation(association).Field(field).ToString(), uuid.status().message());
  } else if (derived.contains(id)) {
    errors.Add(XdsErrorCode::kUnresolvedReference,
               AssociationLocation(association).Field(field).ToString(),
               absl::StrCat(id,
                            " is in no registry yet: this submission sent a symbolic id for that "
                            "object, or none, and has to name it so"));
  }
}

}  // namespace

void CheckReferences(const registry::v1::RegisterDocumentSetRequest& request,
                     RegistryErrors& errors) {
  const SubmissionObjects objects(request);
  const absl::flat_hash_set<std::string> derived = DerivedUuids(request);
  for (int i = 0; i < request.associations_size() && !errors.full(); ++i) {
    const auto& association = request.associations(i);
    CheckEnd(association.source_object(), "source_object", i, objects, derived, errors);
    CheckEnd(association.target_object(), "target_object", i, objects, derived, errors);
  }
}

}  // namespace docshare
