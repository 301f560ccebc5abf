#include "domain/national/rules/national_rules.h"

#include "domain/national/rules/author_rules.h"
#include "domain/national/rules/code_systems.h"
#include "domain/national/rules/document_type.h"
#include "domain/national/rules/entry_rules.h"
#include "domain/national/rules/patient_rules.h"

namespace docshare {
namespace {

constexpr NationalRule kRules[] = {
    {"author_organisations", &CheckAuthorOrganisations},
    {"code_systems", &CheckCodeSystems},
    {"confidentiality_level", &CheckConfidentialityLevel},
    {"document_type", &CheckDocumentType},
    {"health_personnel", &CheckHealthPersonnel},
    {"home_community", &CheckHomeCommunity},
    {"organisation_numbers", &CheckOrganisationNumbers},
    {"patient_demographics", &CheckPatientDemographics},
    {"patient_series", &CheckPatientSeries},
    {"stable_entries", &CheckStableEntries},
    {"unique_id_length", &CheckUniqueIdLength},
};

}  // namespace

absl::Span<const NationalRule> NationalRules() { return kRules; }

}  // namespace docshare
