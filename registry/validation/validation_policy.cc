#include "registry/validation/validation_policy.h"

namespace docshare::registry {

ValidationPolicy::Level ValidationPolicy::LevelOf(Transaction transaction) const {
  switch (transaction) {
    case Transaction::kRegisterDocumentSet:
      return register_document_set;
    case Transaction::kRegisterOnDemandDocumentEntry:
      return register_on_demand_document_entry;
    case Transaction::kUpdateDocumentSet:
      return update_document_set;
  }
  return register_document_set;
}

NumberRules ValidationPolicy::NumberRulesAt(absl::Time now) const {
  if (number_rules) return *number_rules;
  const absl::Time year_2032 = absl::FromCivil(absl::CivilYear(2032), absl::UTCTimeZone());
  return now < year_2032 ? NumberRules::kUntil2031 : NumberRules::kFrom2032;
}

}  // namespace docshare::registry
