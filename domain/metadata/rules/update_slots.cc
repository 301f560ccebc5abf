#include "domain/metadata/rules/update_slots.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/metadata/ihe_names.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

std::string WhyUnreadable(const metadata::v1::Slot& slot) {
  const std::string rule = absl::StrCat("slot ", Quote(slot.name()),
                                        " is there once, with exactly one legal value; it has ");
  if (slot.values_size() != 1) return absl::StrCat(rule, slot.values_size(), " values");
  return absl::StrCat(rule, Quote(slot.values(0)));
}

}  // namespace

void CheckUpdateSlots(const registry::v1::RegisterDocumentSetRequest& request,
                      Transaction transaction, RegistryErrors& errors) {
  for (int i = 0; i < request.associations_size() && !errors.full(); ++i) {
    const auto& slots = request.associations(i).extra_slots();
    for (int j = 0; j < slots.size() && !errors.full(); ++j) {
      if (!IsUpdateSlotName(slots[j].name())) continue;
      const std::string location =
          AssociationLocation(i).Element("extra_slots", j).Field("name").ToString();
      if (transaction == Transaction::kUpdateDocumentSet) {
        errors.Add(XdsErrorCode::kMetadataUpdateOperation, location, WhyUnreadable(slots[j]));
      } else {
        errors.Add(XdsErrorCode::kRegistryMetadataError, location,
                   absl::StrCat("slot name ", Quote(slots[j].name()),
                                " belongs to the standard, which gives it a field of its own"));
      }
    }
  }
}

}  // namespace docshare
