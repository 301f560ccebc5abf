#include "domain/metadata/rules/references.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/rules/location.h"
#include "domain/metadata/rules/submission_objects.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

void CheckEnd(const std::string& id, absl::string_view field, int association,
              const SubmissionObjects& objects, RegistryErrors& errors) {
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
  }
}

}  // namespace

void CheckReferences(const registry::v1::RegisterDocumentSetRequest& request,
                     RegistryErrors& errors) {
  const SubmissionObjects objects(request);
  for (int i = 0; i < request.associations_size() && !errors.full(); ++i) {
    const auto& association = request.associations(i);
    CheckEnd(association.source_object(), "source_object", i, objects, errors);
    CheckEnd(association.target_object(), "target_object", i, objects, errors);
  }
}

}  // namespace docshare
