#include "domain/metadata/rules/source_patient_info.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/hl7v2/pid_field.h"
#include "domain/metadata/rules/hl7_values.h"
#include "domain/metadata/rules/location.h"

namespace docshare {
namespace {

using metadata::v1::DocumentEntry;

void CheckOnce(const DocumentEntry& entry, absl::string_view field, int e, RegistryErrors& errors) {
  int count = 0;
  for (int i = 0; i < entry.source_patient_info_size(); ++i) {
    if (entry.source_patient_info(i).field() != field || ++count != 2) continue;
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               EntryLocation(e).Element("source_patient_info", i).ToString(),
               absl::StrCat(field, " is there more than once"));
  }
}

}  // namespace

void CheckSourcePatientInfo(const registry::v1::RegisterDocumentSetRequest& request,
                            RegistryErrors& errors) {
  for (int e = 0; e < request.document_entries_size() && !errors.full(); ++e) {
    const DocumentEntry& entry = request.document_entries(e);
    for (int i = 0; i < entry.source_patient_info_size() && !errors.full(); ++i) {
      const auto& field = entry.source_patient_info(i);
      AddIfMalformed(
          CheckPidField(field), "PID field", [&] { return RenderPidField(field); },
          EntryLocation(e).Element("source_patient_info", i), errors);
    }
    CheckOnce(entry, "PID-7", e, errors);
    CheckOnce(entry, "PID-8", e, errors);
  }
}

}  // namespace docshare
