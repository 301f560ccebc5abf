#include "domain/metadata/rules/media_and_languages.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/metadata/language_tag.h"
#include "domain/metadata/media_type.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::InternationalString;
using metadata::v1::SubmissionSet;

// Checks what is inside one object. Empty values are absent.
class ObjectCheck {
 public:
  ObjectCheck(const Location& object, RegistryErrors& errors) : object_(object), errors_(errors) {}

  void Media(const std::string& text, absl::string_view field) {
    if (text.empty() || IsMediaType(text)) return;
    Refuse(object_.Field(field), absl::StrCat(Quote(text), " is not a media type, type/subtype"));
  }

  void Language(const std::string& text, absl::string_view field) {
    Language(text, object_.Field(field));
  }

  void Text(const InternationalString& text, absl::string_view field) {
    for (int i = 0; i < text.localized_size() && !errors_.full(); ++i) {
      Language(text.localized(i).language_code(),
               object_.Field(field).Element("localized", i).Field("language_code"));
    }
  }

  void Code(const CodedValue& code, absl::string_view field) {
    if (code.display_name_language_code().empty()) return;
    Language(code.display_name_language_code(),
             object_.Field(field).Field("display_name_language_code"));
  }

  template <typename Codes>
  void CodeList(const Codes& codes, absl::string_view field) {
    for (int i = 0; i < codes.size() && !errors_.full(); ++i) {
      if (codes[i].display_name_language_code().empty()) continue;
      Language(codes[i].display_name_language_code(),
               object_.Element(field, i).Field("display_name_language_code"));
    }
  }

 private:
  void Language(const std::string& text, const Location& location) {
    if (text.empty() || IsLanguageTag(text)) return;
    Refuse(location, absl::StrCat(Quote(text), " is not a language tag of RFC 5646"));
  }

  void Refuse(const Location& location, absl::string_view context) {
    errors_.Add(XdsErrorCode::kRegistryMetadataError, location.ToString(), context);
  }

  const Location object_;
  RegistryErrors& errors_;
};

void CheckSubmissionSet(const SubmissionSet& set, RegistryErrors& errors) {
  ObjectCheck check(SubmissionSetLocation(), errors);
  check.Code(set.content_type_code(), "content_type_code");
  check.Text(set.title(), "title");
  check.Text(set.comments(), "comments");
}

void CheckEntry(const DocumentEntry& entry, int index, RegistryErrors& errors) {
  ObjectCheck check(EntryLocation(index), errors);
  check.Media(entry.mime_type(), "mime_type");
  check.Code(entry.class_code(), "class_code");
  check.Code(entry.type_code(), "type_code");
  check.Code(entry.format_code(), "format_code");
  check.CodeList(entry.confidentiality_codes(), "confidentiality_codes");
  check.CodeList(entry.event_codes(), "event_codes");
  check.Code(entry.healthcare_facility_type_code(), "healthcare_facility_type_code");
  check.Code(entry.practice_setting_code(), "practice_setting_code");
  check.Language(entry.language_code(), "language_code");
  check.Text(entry.title(), "title");
  check.Text(entry.comments(), "comments");
}

void CheckFolder(const Folder& folder, int index, RegistryErrors& errors) {
  ObjectCheck check(FolderLocation(index), errors);
  check.CodeList(folder.codes(), "codes");
  check.Text(folder.title(), "title");
  check.Text(folder.comments(), "comments");
}

}  // namespace

void CheckMediaAndLanguages(const registry::v1::RegisterDocumentSetRequest& request,
                            RegistryErrors& errors) {
  CheckSubmissionSet(request.submission_set(), errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckEntry(request.document_entries(i), i, errors);
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    CheckFolder(request.folders(i), i, errors);
  }
  for (int i = 0; i < request.associations_size() && !errors.full(); ++i) {
    ObjectCheck(AssociationLocation(i), errors)
        .Code(request.associations(i).documentation(), "documentation");
  }
}

}  // namespace docshare
