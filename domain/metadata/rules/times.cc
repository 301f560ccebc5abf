#include "domain/metadata/rules/times.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"
#include "domain/time/dtm.h"

namespace docshare {
namespace {

// Nullopt for an absent time and for one that was refused.
absl::optional<Dtm> CheckForm(const std::string& text, const Location& location,
                              RegistryErrors& errors) {
  if (text.empty()) return absl::nullopt;
  absl::StatusOr<Dtm> dtm = Dtm::Parse(text);
  if (dtm.ok()) return *std::move(dtm);
  errors.Add(XdsErrorCode::kRegistryMetadataError, location.ToString(), dtm.status().message());
  return absl::nullopt;
}

}  // namespace

void CheckTimes(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  CheckForm(request.submission_set().submission_time(),
            SubmissionSetLocation().Field("submission_time"), errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const auto& entry = request.document_entries(i);
    const Location location = EntryLocation(i);
    CheckForm(entry.creation_time(), location.Field("creation_time"), errors);
    const Location at_start = location.Field("service_start_time");
    const auto start = CheckForm(entry.service_start_time(), at_start, errors);
    const auto stop =
        CheckForm(entry.service_stop_time(), location.Field("service_stop_time"), errors);
    if (start && stop && start->EarliestSecond() > stop->LatestSecond()) {
      errors.Add(XdsErrorCode::kRegistryMetadataError, at_start.ToString(),
                 absl::StrCat("service_start_time ", Quote(start->text()),
                              " is after service_stop_time ", Quote(stop->text())));
    }
  }
}

}  // namespace docshare
