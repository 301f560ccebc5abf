#include "domain/metadata/rules/codes.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;

constexpr size_t kMaxCharacters = 256;

void CheckPart(const std::string& value, absl::string_view field, const Location& code,
               RegistryErrors& errors) {
  if (!value.empty()) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, code.Field(field).ToString(),
             absl::StrCat("a coded value has a ", field, "; it is empty"));
}

void CheckLength(const std::string& value, absl::string_view field, const Location& code,
                 RegistryErrors& errors) {
  // No text has more characters than bytes.
  if (value.size() <= kMaxCharacters || CodePointCount(value) <= kMaxCharacters) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, code.Field(field).ToString(),
             absl::StrCat(field, " ", Quote(value), " is longer than 256 characters"));
}

void CheckCode(const CodedValue& coded, const Location& location, RegistryErrors& errors) {
  CheckPart(coded.code(), "code", location, errors);
  CheckLength(coded.code(), "code", location, errors);
  CheckPart(coded.code_system(), "code_system", location, errors);
  CheckLength(coded.code_system(), "code_system", location, errors);
  // Its length is the business of CheckTextForm().
  CheckPart(coded.display_name(), "display_name", location, errors);
}

template <typename Codes>
void CheckCodeList(const Codes& codes, absl::string_view field, const Location& object,
                   RegistryErrors& errors) {
  for (int i = 0; i < codes.size() && !errors.full(); ++i) {
    CheckCode(codes[i], object.Element(field, i), errors);
  }
}

void CheckEntry(const DocumentEntry& entry, const Location& object, RegistryErrors& errors) {
  const auto check = [&](bool is_present, const CodedValue& code, absl::string_view field) {
    if (is_present) CheckCode(code, object.Field(field), errors);
  };
  check(entry.has_class_code(), entry.class_code(), "class_code");
  check(entry.has_type_code(), entry.type_code(), "type_code");
  check(entry.has_format_code(), entry.format_code(), "format_code");
  CheckCodeList(entry.confidentiality_codes(), "confidentiality_codes", object, errors);
  CheckCodeList(entry.event_codes(), "event_codes", object, errors);
  check(entry.has_healthcare_facility_type_code(), entry.healthcare_facility_type_code(),
        "healthcare_facility_type_code");
  check(entry.has_practice_setting_code(), entry.practice_setting_code(), "practice_setting_code");
}

}  // namespace

void CheckCodes(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  const auto& set = request.submission_set();
  if (set.has_content_type_code()) {
    CheckCode(set.content_type_code(), SubmissionSetLocation().Field("content_type_code"), errors);
  }
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckEntry(request.document_entries(i), EntryLocation(i), errors);
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    CheckCodeList(request.folders(i).codes(), "codes", FolderLocation(i), errors);
  }
  for (int i = 0; i < request.associations_size() && !errors.full(); ++i) {
    const auto& association = request.associations(i);
    if (!association.has_documentation()) continue;
    CheckCode(association.documentation(), AssociationLocation(i).Field("documentation"), errors);
  }
}

}  // namespace docshare
