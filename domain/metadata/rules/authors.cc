#include "domain/metadata/rules/authors.h"

#include <string>

#include "domain/hl7v2/coded_text.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"
#include "domain/hl7v2/xtn.h"
#include "domain/metadata/rules/hl7_values.h"
#include "domain/metadata/rules/location.h"

namespace docshare {
namespace {

using metadata::v1::Author;

// Adds faults about the parts of one author.
class AuthorCheck {
 public:
  AuthorCheck(const Location& author, RegistryErrors& errors)
      : location_(author), errors_(errors) {}

  void Check(const Author& author) {
    if (!author.has_person() && author.institutions().empty() && author.telecoms().empty()) {
      errors_.Add(XdsErrorCode::kRegistryMetadataError, location_.ToString(),
                  "an author has a person, an institution or a telecommunication address");
    }
    if (author.has_person()) {
      AddIfMalformed(
          CheckXcn(author.person()), "XCN", [&] { return RenderXcn(author.person()); },
          location_.Field("person"), errors_);
    }
    for (int i = 0; i < author.institutions_size() && !errors_.full(); ++i) {
      const auto& institution = author.institutions(i);
      AddIfMalformed(
          CheckXon(institution), "XON", [&] { return RenderXon(institution); },
          location_.Element("institutions", i), errors_);
    }
    CheckCodedTexts(author.roles(), "roles");
    CheckCodedTexts(author.specialties(), "specialties");
    for (int i = 0; i < author.telecoms_size() && !errors_.full(); ++i) {
      const std::string& xtn = author.telecoms(i).xtn();
      AddIfMalformed(
          CheckXtn(xtn), "XTN", [&] { return xtn; }, location_.Element("telecoms", i), errors_);
    }
  }

 private:
  template <typename CodedTexts>
  void CheckCodedTexts(const CodedTexts& texts, absl::string_view field) {
    for (int i = 0; i < texts.size() && !errors_.full(); ++i) {
      AddIfMalformed(
          CheckCodedText(texts[i]), "coded string", [&] { return RenderCodedText(texts[i]); },
          location_.Element(field, i), errors_);
    }
  }

  const Location& location_;
  RegistryErrors& errors_;
};

template <typename Authors>
void CheckList(const Authors& authors, const Location& object, RegistryErrors& errors) {
  for (int i = 0; i < authors.size() && !errors.full(); ++i) {
    const Location location = object.Element("authors", i);
    AuthorCheck(location, errors).Check(authors[i]);
  }
}

}  // namespace

void CheckAuthors(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  CheckList(request.submission_set().authors(), SubmissionSetLocation(), errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    CheckList(request.document_entries(i).authors(), EntryLocation(i), errors);
  }
}

}  // namespace docshare
