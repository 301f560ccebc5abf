#include "domain/metadata/rules/hash_form.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

bool IsSha1(absl::string_view text) {
  return text.size() == 40 && std::all_of(text.begin(), text.end(),
                                          [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

}  // namespace

void CheckHashForm(const registry::v1::RegisterDocumentSetRequest& request,
                   RegistryErrors& errors) {
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const std::string& hash = request.document_entries(i).hash();
    if (hash.empty() || IsSha1(hash)) continue;
    errors.Add(XdsErrorCode::kRegistryMetadataError, EntryLocation(i).Field("hash").ToString(),
               absl::StrCat("hash ", Quote(hash), " is not 40 hexadecimal digits"));
  }
}

}  // namespace docshare
