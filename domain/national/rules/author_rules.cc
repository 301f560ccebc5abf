#include "domain/national/rules/author_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"
#include "domain/metadata/rules/location.h"
#include "domain/national/naming_systems.h"
#include "domain/national/organisation_number.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::Author;
using metadata::v1::Organization;
using metadata::v1::Person;
using registry::v1::RegisterDocumentSetRequest;

constexpr size_t kLongestHprNumber = 9;

void ForEachAuthor(const RegisterDocumentSetRequest& request, const RegistryErrors& errors,
                   absl::FunctionRef<void(const Author& author, const Location& location)> check) {
  for (int e = 0; e < request.document_entries_size(); ++e) {
    const auto& authors = request.document_entries(e).authors();
    for (int a = 0; a < authors.size() && !errors.full(); ++a) {
      check(authors[a], EntryLocation(e).Element("authors", a));
    }
  }
}

// With the fields filled from `verbatim`, which counts when it is there.
Organization Read(const Organization& organization) {
  if (organization.verbatim().empty()) return organization;
  absl::StatusOr<Organization> read = ParseXon(organization.verbatim());
  return read.ok() ? *std::move(read) : organization;
}

Person Read(const Person& person) {
  if (person.verbatim().empty()) return person;
  absl::StatusOr<Person> read = ParseXcn(person.verbatim());
  return read.ok() ? *std::move(read) : person;
}

std::string AuthorityOf(const Organization& organization) {
  return Read(organization).assigning_authority().universal_id();
}

bool IsHprNumber(absl::string_view text) {
  return !text.empty() && text.size() <= kLongestHprNumber &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

void CheckPerson(const Person& person, const Location& location, RegistryErrors& errors) {
  const Person read = Read(person);
  if (read.id().empty()) return;
  if (read.assigning_authority().universal_id() != kHprNumberOid) {
    errors.Add(XdsErrorCode::kRegistryMetadataError,
               location.Field("assigning_authority").ToString(),
               absl::StrCat("the id of a person is of authority ",
                            Quote(read.assigning_authority().universal_id()), ", not ",
                            kHprNumberOid, " (HPR number)"));
  } else if (!IsHprNumber(read.id())) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, location.Field("id").ToString(),
               absl::StrCat("HPR number ", Quote(read.id()), " is not 1 to 9 digits"));
  }
}

}  // namespace

void CheckAuthorOrganisations(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  ForEachAuthor(request, errors, [&](const Author& author, const Location& location) {
    const int count = author.institutions_size();
    if (count == 0) return;
    if (const std::string first = AuthorityOf(author.institutions(0));
        first != kOrganisationNumberOid) {
      errors.Add(
          XdsErrorCode::kRegistryMetadataError, location.Element("institutions", 0).ToString(),
          absl::StrCat("the first organisation of an author is the legal entity, of authority ",
                       kOrganisationNumberOid, ", not ", Quote(first)));
    }
    if (count == 1) return;
    if (const std::string last = AuthorityOf(author.institutions(count - 1));
        last != kReshOid && last != kDepartmentOid) {
      errors.Add(XdsErrorCode::kRegistryMetadataError,
                 location.Element("institutions", count - 1).ToString(),
                 absl::StrCat("the last organisation of an author is the department, of authority ",
                              kReshOid, " or ", kDepartmentOid, ", not ", Quote(last)));
    }
  });
}

void CheckOrganisationNumbers(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  ForEachAuthor(request, errors, [&](const Author& author, const Location& location) {
    for (int i = 0; i < author.institutions_size() && !errors.full(); ++i) {
      const Organization organization = Read(author.institutions(i));
      if (organization.assigning_authority().universal_id() != kOrganisationNumberOid) continue;
      const std::string& id = organization.id();
      if (IsOrganisationNumber(id)) continue;
      errors.Add(XdsErrorCode::kRegistryMetadataError,
                 location.Element("institutions", i).Field("id").ToString(),
                 absl::StrCat("organisation number ", Quote(id),
                              " is not 9 digits of which the last one fits"));
    }
  });
}

void CheckHealthPersonnel(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  ForEachAuthor(request, errors, [&](const Author& author, const Location& location) {
    if (author.has_person()) CheckPerson(author.person(), location.Field("person"), errors);
  });
  for (int e = 0; e < request.document_entries_size() && !errors.full(); ++e) {
    const auto& entry = request.document_entries(e);
    if (!entry.has_legal_authenticator()) continue;
    CheckPerson(entry.legal_authenticator(), EntryLocation(e).Field("legal_authenticator"), errors);
  }
}

}  // namespace docshare
