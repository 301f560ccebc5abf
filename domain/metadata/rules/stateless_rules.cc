#include "domain/metadata/rules/stateless_rules.h"

#include "domain/metadata/rules/association_types.h"
#include "domain/metadata/rules/authors.h"
#include "domain/metadata/rules/codes.h"
#include "domain/metadata/rules/extra_objects.h"
#include "domain/metadata/rules/first_versions.h"
#include "domain/metadata/rules/hash_form.h"
#include "domain/metadata/rules/identifiers.h"
#include "domain/metadata/rules/media_and_languages.h"
#include "domain/metadata/rules/membership.h"
#include "domain/metadata/rules/object_ids.h"
#include "domain/metadata/rules/patient_identifiers.h"
#include "domain/metadata/rules/people_and_references.h"
#include "domain/metadata/rules/references.h"
#include "domain/metadata/rules/relationships.h"
#include "domain/metadata/rules/required_attributes.h"
#include "domain/metadata/rules/slots.h"
#include "domain/metadata/rules/source_patient_info.h"
#include "domain/metadata/rules/submission_content.h"
#include "domain/metadata/rules/submission_limits.h"
#include "domain/metadata/rules/text_form.h"
#include "domain/metadata/rules/times.h"
#include "domain/metadata/rules/titles.h"
#include "domain/metadata/rules/update_slots.h"

namespace docshare {
namespace {

constexpr TransactionRule kRulesOfTransactions[] = {&CheckSubmissionContent, &CheckAssociationTypes,
                                                    &CheckMembership, &CheckRequiredAttributes,
                                                    &CheckUpdateSlots};

constexpr StatelessRule kRules[] = {
    &CheckTextForm,
    // Structure.
    &CheckObjectIds, &CheckReferences, &CheckSlots, &CheckExtraObjects,
    // Attributes.
    &CheckIdentifiers, &CheckPatientIdentifiers, &CheckHashForm, &CheckTimes, &CheckCodes,
    &CheckAuthors, &CheckPeopleAndReferences, &CheckSourcePatientInfo, &CheckMediaAndLanguages,
    &CheckTitles,
    // Between the objects.
    &CheckUniqueIdsInRequest};

// An update may bring objects of several patients: who must agree depends on what is linked and
// Approved in the end.
constexpr StatelessRule kRulesOfRegistrations[] = {&CheckFirstVersions, &CheckRelationships,
                                                   &CheckOnePatient};

}  // namespace

RegistryErrors RunStatelessRules(const registry::v1::RegisterDocumentSetRequest& request,
                                 Transaction transaction) {
  RegistryErrors errors;
  CheckSubmissionLimits(request, errors);
  if (!errors.empty()) return errors;
  for (const TransactionRule rule : kRulesOfTransactions) rule(request, transaction, errors);
  for (const StatelessRule rule : kRules) rule(request, errors);
  if (transaction != Transaction::kUpdateDocumentSet) {
    for (const StatelessRule rule : kRulesOfRegistrations) rule(request, errors);
  }
  errors.SortByLocation();
  return errors;
}

}  // namespace docshare
