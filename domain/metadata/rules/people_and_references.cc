#include "domain/metadata/rules/people_and_references.h"

#include <string>

#include "domain/hl7v2/cxi.h"
#include "domain/hl7v2/intended_recipient.h"
#include "domain/hl7v2/xcn.h"
#include "domain/metadata/rules/hl7_values.h"
#include "domain/metadata/rules/location.h"

namespace docshare {

void CheckPeopleAndReferences(const registry::v1::RegisterDocumentSetRequest& request,
                              RegistryErrors& errors) {
  const auto& set = request.submission_set();
  for (int i = 0; i < set.intended_recipients_size() && !errors.full(); ++i) {
    const std::string text = RenderIntendedRecipient(set.intended_recipients(i));
    AddIfMalformed(
        ParseIntendedRecipient(text).status(), "intended recipient", [&] { return text; },
        SubmissionSetLocation().Element("intended_recipients", i), errors);
  }
  for (int e = 0; e < request.document_entries_size() && !errors.full(); ++e) {
    const auto& entry = request.document_entries(e);
    if (entry.has_legal_authenticator()) {
      AddIfMalformed(
          CheckXcn(entry.legal_authenticator()), "XCN",
          [&] { return RenderXcn(entry.legal_authenticator()); },
          EntryLocation(e).Field("legal_authenticator"), errors);
    }
    for (int i = 0; i < entry.reference_ids_size() && !errors.full(); ++i) {
      const std::string text = RenderCxi(entry.reference_ids(i));
      AddIfMalformed(
          ParseCxi(text).status(), "CXi", [&] { return text; },
          EntryLocation(e).Element("reference_ids", i), errors);
    }
  }
}

}  // namespace docshare
