#include "registry/validation/discouraged_pid_fields.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/metadata/rules/location.h"

namespace docshare::registry {

void CheckDiscouragedPidFields(const v1::RegisterDocumentSetRequest& request,
                               RegistryErrors& errors) {
  constexpr absl::string_view kDiscouraged[] = {"PID-2", "PID-4", "PID-12", "PID-19"};
  for (int e = 0; e < request.document_entries_size(); ++e) {
    const auto& info = request.document_entries(e).source_patient_info();
    for (int i = 0; i < info.size() && !errors.full(); ++i) {
      const std::string& field = info[i].field();
      if (std::find(std::begin(kDiscouraged), std::end(kDiscouraged), field) ==
          std::end(kDiscouraged)) {
        continue;
      }
      errors.Add(XdsErrorCode::kRegistryMetadataError,
                 EntryLocation(e).Element("source_patient_info", i).ToString(),
                 absl::StrCat(field, " should not be sent in sourcePatientInfo"));
    }
  }
}

}  // namespace docshare::registry
