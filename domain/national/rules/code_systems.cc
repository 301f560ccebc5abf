#include "domain/national/rules/code_systems.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "domain/metadata/rules/location.h"
#include "domain/national/naming_systems.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::Author;
using metadata::v1::DocumentEntry;

// Code lists of FinnKode and whole OIDs.
using Systems = absl::Span<const absl::string_view>;

constexpr absl::string_view kConfidentiality[] = {kHl7ConfidentialityOid,
                                                  "2.16.578.1.12.4.1.1.9603"};
constexpr absl::string_view kEvent[] = {"2.16.578.1.12.4.1.1.7010", "2.16.578.1.12.4.1.1.7210",
                                        "2.16.578.1.12.4.1.1.7220", "2.16.578.1.12.4.1.1.7270",
                                        "2.16.578.1.12.4.1.1.7280"};
constexpr absl::string_view kFacility[] = {"2.16.578.1.12.4.1.1.1303", "2.16.578.1.12.4.1.1.1305"};
constexpr absl::string_view kPractice[] = {"2.16.578.1.12.4.1.1.8651", "2.16.578.1.12.4.1.1.8653",
                                           "2.16.578.1.12.4.1.1.8654", "2.16.578.1.12.4.1.1.8655",
                                           "2.16.578.1.12.4.1.1.8663"};
constexpr absl::string_view kRole[] = {"2.16.578.1.12.4.1.1.9034"};
constexpr absl::string_view kSpecialty[] = {"2.16.578.1.12.4.1.1.7426"};

void CheckSystem(const std::string& system, Systems allowed, absl::string_view attribute,
                 const Location& location, RegistryErrors& errors) {
  // A missing code system is the standard's own fault.
  if (system.empty()) return;
  if (std::find(allowed.begin(), allowed.end(), system) != allowed.end()) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, location.Field("code_system").ToString(),
             absl::StrCat(attribute, " is of code system ", Quote(system), ", not ",
                          absl::StrJoin(allowed, " or ")));
}

template <typename Codes>
void CheckSystems(const Codes& codes, Systems allowed, absl::string_view attribute,
                  const Location& owner, absl::string_view field, RegistryErrors& errors) {
  for (int i = 0; i < codes.size() && !errors.full(); ++i) {
    CheckSystem(codes[i].code_system(), allowed, attribute, owner.Element(field, i), errors);
  }
}

void CheckEntry(const DocumentEntry& entry, const Location& location, RegistryErrors& errors) {
  CheckSystems(entry.confidentiality_codes(), kConfidentiality, "confidentialityCode", location,
               "confidentiality_codes", errors);
  CheckSystems(entry.event_codes(), kEvent, "eventCodeList", location, "event_codes", errors);
  CheckSystem(entry.healthcare_facility_type_code().code_system(), kFacility,
              "healthcareFacilityTypeCode", location.Field("healthcare_facility_type_code"),
              errors);
  CheckSystem(entry.practice_setting_code().code_system(), kPractice, "practiceSettingCode",
              location.Field("practice_setting_code"), errors);
  for (int a = 0; a < entry.authors_size() && !errors.full(); ++a) {
    const Author& author = entry.authors(a);
    const Location at = location.Element("authors", a);
    CheckSystems(author.roles(), kRole, "authorRole", at, "roles", errors);
    CheckSystems(author.specialties(), kSpecialty, "authorSpecialty", at, "specialties", errors);
  }
}

}  // namespace

void CheckCodeSystems(const registry::v1::RegisterDocumentSetRequest& request,
                      RegistryErrors& errors) {
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckEntry(request.document_entries(i), EntryLocation(i), errors);
  }
}

void CheckConfidentialityLevel(const registry::v1::RegisterDocumentSetRequest& request,
                               RegistryErrors& errors) {
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const auto& codes = request.document_entries(i).confidentiality_codes();
    const auto levels = std::count_if(codes.begin(), codes.end(), [](const auto& code) {
      return code.code_system() == kHl7ConfidentialityOid;
    });
    if (levels <= 1) continue;
    errors.Add(
        XdsErrorCode::kRegistryMetadataError,
        EntryLocation(i).Field("confidentiality_codes").ToString(),
        absl::StrCat("there are ", levels, " codes of HL7 Confidentiality; one is the level"));
  }
}

}  // namespace docshare
