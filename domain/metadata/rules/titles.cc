#include "domain/metadata/rules/titles.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

// Refuses `limit` characters and more.
void CheckTitle(const metadata::v1::InternationalString& title, size_t limit,
                const Location& object, RegistryErrors& errors) {
  for (int i = 0; i < title.localized_size() && !errors.full(); ++i) {
    const std::string& value = title.localized(i).value();
    // No text has more characters than bytes.
    if (value.size() < limit) continue;
    const size_t count = CodePointCount(value);
    if (count < limit) continue;
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               object.Field("title").Element("localized", i).Field("value").ToString(),
               absl::StrCat("the title has ", count, " characters; it has fewer than ", limit));
  }
}

}  // namespace

void CheckTitles(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  CheckTitle(request.submission_set().title(), 256, SubmissionSetLocation(), errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckTitle(request.document_entries(i).title(), 128, EntryLocation(i), errors);
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    CheckTitle(request.folders(i).title(), 257, FolderLocation(i), errors);
  }
}

}  // namespace docshare
