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

void CheckPart(const std::string& value, absl::string_view field, size_t max_characters,
               const std::string& code_location, RegistryErrors& errors) {
  if (value.empty()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, Member(code_location, field),
               absl::StrCat("a coded value has a ", field, "; it is empty"));
  } else if (max_characters > 0 && CodePointCount(value) > max_characters) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, Member(code_location, field),
               absl::StrCat(field, " ", Quote(value), " is longer than 256 characters"));
  }
}

void CheckCode(const CodedValue& coded, const std::string& location, RegistryErrors& errors) {
  CheckPart(coded.code(), "code", kMaxCharacters, location, errors);
  CheckPart(coded.code_system(), "code_system", kMaxCharacters, location, errors);
  // Its length is the business of CheckTextForm().
  CheckPart(coded.display_name(), "display_name", 0, location, errors);
}

template <typename Codes>
void CheckCodeList(const Codes& codes, absl::string_view field, int entry, RegistryErrors& errors) {
  for (int i = 0; i < codes.size() && !errors.full(); ++i) {
    CheckCode(codes[i], EntryLocation(entry, Element(field, i)), errors);
  }
}

void CheckEntry(const DocumentEntry& entry, int i, RegistryErrors& errors) {
  const auto check = [&](bool is_present, const CodedValue& code, absl::string_view field) {
    if (is_present) CheckCode(code, EntryLocation(i, field), errors);
  };
  check(entry.has_class_code(), entry.class_code(), "class_code");
  check(entry.has_type_code(), entry.type_code(), "type_code");
  check(entry.has_format_code(), entry.format_code(), "format_code");
  CheckCodeList(entry.confidentiality_codes(), "confidentiality_codes", i, errors);
  CheckCodeList(entry.event_codes(), "event_codes", i, errors);
  check(entry.has_healthcare_facility_type_code(), entry.healthcare_facility_type_code(),
        "healthcare_facility_type_code");
  check(entry.has_practice_setting_code(), entry.practice_setting_code(), "practice_setting_code");
}

}  // namespace

void CheckCodes(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  const auto& set = request.submission_set();
  if (set.has_content_type_code()) {
    CheckCode(set.content_type_code(), SubmissionSetLocation("content_type_code"), errors);
  }
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckEntry(request.document_entries(i), i, errors);
  }
}

}  // namespace docshare
