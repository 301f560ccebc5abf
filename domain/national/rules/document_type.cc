#include "domain/national/rules/document_type.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"
#include "domain/national/naming_systems.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::CodedValue;

std::string DocumentTypeOid() { return absl::StrCat(kFinnKodeOidPrefix, "9602"); }

// Whether the code is of that level of 9602; reports it when it is not.
bool CheckLevel(const CodedValue& code, absl::string_view ending, absl::string_view attribute,
                const Location& location, RegistryErrors& errors) {
  if (code.code_system() != DocumentTypeOid()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, location.Field("code_system").ToString(),
               absl::StrCat(attribute, " is of code system ", Quote(code.code_system()), ", not ",
                            DocumentTypeOid(), " (document type)"));
    return false;
  }
  if (!absl::EndsWith(code.code(), ending)) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, location.Field("code").ToString(),
               absl::StrCat(attribute, " ", Quote(code.code()), " does not end in ", ending));
    return false;
  }
  return true;
}

}  // namespace

void CheckDocumentType(const registry::v1::RegisterDocumentSetRequest& request,
                       RegistryErrors& errors) {
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const auto& entry = request.document_entries(i);
    const bool has_class =
        entry.has_class_code() && CheckLevel(entry.class_code(), "-1", "classCode",
                                             EntryLocation(i).Field("class_code"), errors);
    const bool has_type =
        entry.has_type_code() && CheckLevel(entry.type_code(), "-2", "typeCode",
                                            EntryLocation(i).Field("type_code"), errors);
    if (!has_class || !has_type) continue;
    if (entry.class_code().code()[0] == entry.type_code().code()[0]) continue;
    errors.Add(
        XdsErrorCode::kRegistryMetadataError,
        EntryLocation(i).Field("type_code").Field("code").ToString(),
        absl::StrCat("typeCode ", Quote(entry.type_code().code()),
                     " is not of the chapter of classCode ", Quote(entry.class_code().code())));
  }
}

}  // namespace docshare
