#include "domain/metadata/rules/association_types.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

bool IsKnown(absl::string_view type) {
  return std::find(std::begin(kAllAssociationTypes), std::end(kAllAssociationTypes), type) !=
         std::end(kAllAssociationTypes);
}

// The URN that ends in `name`, or null.
const char* UrnOfShortName(absl::string_view name) {
  for (const char* urn : kAllAssociationTypes) {
    if (absl::EndsWith(urn, absl::StrCat(":", name))) return urn;
  }
  return nullptr;
}

std::string WhyRefused(absl::string_view type) {
  if (type.empty()) return "association_type is missing";
  if (IsKnown(type)) {
    return absl::StrCat("association type ", type,
                        " changes what is registered; it comes with Update Document Set (ITI-57)");
  }
  if (const char* urn = UrnOfShortName(type)) {
    return absl::StrCat("association type ", Quote(type), " is a short name; write ", urn);
  }
  return absl::StrCat("association type ", Quote(type), " is not known");
}

}  // namespace

void CheckAssociationTypes(const registry::v1::RegisterDocumentSetRequest& request,
                           Transaction transaction, RegistryErrors& errors) {
  const bool is_update = transaction == Transaction::kUpdateDocumentSet;
  for (int i = 0; i < request.associations_size() && !errors.full(); ++i) {
    const std::string& type = request.associations(i).association_type();
    if (type == kHasMember) continue;
    if (IsKnown(type) && (is_update || !IsUpdateTrigger(type))) continue;
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               AssociationLocation(i).Field("association_type").ToString(), WhyRefused(type));
  }
}

}  // namespace docshare
