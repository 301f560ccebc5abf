#include "domain/metadata/rules/extra_objects.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/ihe_names.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

using metadata::v1::ExtraClassification;
using metadata::v1::ExtraExternalIdentifier;

constexpr size_t kMaxCharacters = 256;

// Checks one extra object.
class ExtraCheck {
 public:
  ExtraCheck(const Location& location, RegistryErrors& errors)
      : location_(location), errors_(errors) {}

  void Classification(const ExtraClassification& classification) {
    const std::string& scheme = classification.classification_scheme();
    const std::string& node = classification.classification_node();
    if (scheme.empty() == node.empty()) {
      RefuseAt(location_,
               "a classification has either a classification_scheme or a classification_node");
    }
    Uuid(scheme, "classification_scheme", IsIheClassification(scheme));
    Uuid(node, "classification_node", IsIheClassification(node));
    Length(classification.node_representation(), "node_representation");
  }

  void ExternalIdentifier(const ExtraExternalIdentifier& identifier) {
    const std::string& scheme = identifier.identification_scheme();
    if (scheme.empty()) Refuse("identification_scheme", "identification_scheme is missing");
    Uuid(scheme, "identification_scheme", IsIheExternalIdentifier(scheme));
    if (identifier.value().empty()) Refuse("value", "value is missing");
    Length(identifier.value(), "value");
  }

 private:
  // Empty is absent.
  void Uuid(const std::string& text, absl::string_view field, bool is_ihe) {
    if (text.empty()) return;
    if (const auto uuid = EntryUuid::Parse(text); !uuid.ok()) {
      Refuse(field, uuid.status().message());
    } else if (is_ihe) {
      Refuse(field, absl::StrCat(Quote(text),
                                 " belongs to the standard, which gives it a field of its own"));
    }
  }

  void Length(const std::string& text, absl::string_view field) {
    if (CodePointCount(text) <= kMaxCharacters) return;
    Refuse(field, absl::StrCat(field, " ", Quote(text), " is longer than 256 characters"));
  }

  void Refuse(absl::string_view field, absl::string_view context) {
    RefuseAt(location_.Field(field), context);
  }

  void RefuseAt(const Location& location, absl::string_view context) {
    errors_.Add(XdsErrorCode::kRegistryMetadataError, location.ToString(), context);
  }

  const Location location_;
  RegistryErrors& errors_;
};

template <typename Object>
void CheckObject(const Object& object, const Location& location, RegistryErrors& errors) {
  for (int i = 0; i < object.extra_classifications_size() && !errors.full(); ++i) {
    ExtraCheck(location.Element("extra_classifications", i), errors)
        .Classification(object.extra_classifications(i));
  }
  for (int i = 0; i < object.extra_external_identifiers_size() && !errors.full(); ++i) {
    ExtraCheck(location.Element("extra_external_identifiers", i), errors)
        .ExternalIdentifier(object.extra_external_identifiers(i));
  }
}

}  // namespace

void CheckExtraObjects(const registry::v1::RegisterDocumentSetRequest& request,
                       RegistryErrors& errors) {
  CheckObject(request.submission_set(), SubmissionSetLocation(), errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckObject(request.document_entries(i), EntryLocation(i), errors);
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    CheckObject(request.folders(i), FolderLocation(i), errors);
  }
}

}  // namespace docshare
