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

template <typename CodedTexts>
void CheckCodedTexts(const CodedTexts& texts, absl::string_view field, const std::string& location,
                     RegistryErrors& errors) {
  for (int i = 0; i < texts.size() && !errors.full(); ++i) {
    const std::string text = RenderCodedText(texts[i]);
    AddIfMalformed(ParseCodedText(text).status(), "coded string", text,
                   Member(location, Element(field, i)), errors);
  }
}

void CheckAuthor(const Author& author, const std::string& location, RegistryErrors& errors) {
  if (!author.has_person() && author.institutions().empty() && author.telecoms().empty()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, location,
               "an author has a person, an institution or a telecommunication address");
  }
  if (author.has_person()) {
    const std::string text = RenderXcn(author.person());
    AddIfMalformed(ParseXcn(text).status(), "XCN", text, Member(location, "person"), errors);
  }
  for (int i = 0; i < author.institutions_size() && !errors.full(); ++i) {
    const std::string text = RenderXon(author.institutions(i));
    AddIfMalformed(ParseXon(text).status(), "XON", text,
                   Member(location, Element("institutions", i)), errors);
  }
  CheckCodedTexts(author.roles(), "roles", location, errors);
  CheckCodedTexts(author.specialties(), "specialties", location, errors);
  for (int i = 0; i < author.telecoms_size() && !errors.full(); ++i) {
    const std::string& text = author.telecoms(i).xtn();
    AddIfMalformed(CheckXtn(text), "XTN", text, Member(location, Element("telecoms", i)), errors);
  }
}

}  // namespace

void CheckAuthors(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  const auto& set = request.submission_set();
  for (int i = 0; i < set.authors_size() && !errors.full(); ++i) {
    CheckAuthor(set.authors(i), SubmissionSetLocation(Element("authors", i)), errors);
  }
  for (int e = 0; e < request.document_entries_size(); ++e) {
    const auto& entry = request.document_entries(e);
    for (int i = 0; i < entry.authors_size() && !errors.full(); ++i) {
      CheckAuthor(entry.authors(i), EntryLocation(e, Element("authors", i)), errors);
    }
  }
}

}  // namespace docshare
