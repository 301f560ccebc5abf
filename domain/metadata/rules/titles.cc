#include "domain/metadata/rules/titles.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

void CheckTitle(const metadata::v1::InternationalString& title, size_t limit,
                const std::string& location, RegistryErrors& errors) {
  for (int i = 0; i < title.localized_size() && !errors.full(); ++i) {
    const size_t count = CodePointCount(title.localized(i).value());
    if (count < limit) continue;
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               Member(location, Member(Element("localized", i), "value")),
               absl::StrCat("the title has ", count, " characters; it has fewer than ", limit));
  }
}

}  // namespace

void CheckTitles(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  CheckTitle(request.submission_set().title(), 256, SubmissionSetLocation("title"), errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckTitle(request.document_entries(i).title(), 128, EntryLocation(i, "title"), errors);
  }
}

}  // namespace docshare
