#include "domain/national/rules/author_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/national/testing/national_cases.h"

namespace docshare {
namespace {

using metadata::v1::Organization;
using metadata::v1::Person;
using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectNationalFaults;

constexpr char kHpr[] = "2.16.578.1.12.4.1.4.4";

auto& AuthorOf(RegisterDocumentSetRequest& request, int entry = 0) {
  return *request.mutable_document_entries(entry)->mutable_authors(0);
}

void SetOrganisation(Organization& organization, const char* authority, const char* id) {
  organization.set_id(id);
  organization.mutable_assigning_authority()->set_universal_id(authority);
}

void SetPerson(Person& person, const char* authority, const char* id) {
  person.set_id(id);
  person.mutable_assigning_authority()->set_universal_id(authority);
}

TEST(AuthorRulesTest, LegalEntityComesFirstDepartmentLast) {
  ExpectNationalFaults(
      &CheckAuthorOrganisations,
      {{"legal entity and department", [](RegisterDocumentSetRequest&) {}, {}},
       {"legal entity alone",
        [](RegisterDocumentSetRequest& r) { AuthorOf(r).mutable_institutions()->RemoveLast(); },
        {}},
       {"none", [](RegisterDocumentSetRequest& r) { AuthorOf(r).clear_institutions(); }, {}},
       {"the other department system",
        [](RegisterDocumentSetRequest& r) {
          SetOrganisation(*AuthorOf(r).mutable_institutions(1), "2.16.578.1.12.4.5.390", "77");
        },
        {}},
       {"a place of care between",
        [](RegisterDocumentSetRequest& r) {
          *AuthorOf(r).add_institutions() = AuthorOf(r).institutions(1);
          *AuthorOf(r).mutable_institutions(1) = AuthorOf(r).institutions(0);
        },
        {}},
       {"department first",
        [](RegisterDocumentSetRequest& r) {
          AuthorOf(r, 1).mutable_institutions()->SwapElements(0, 1);
        },
        {"document_entries[1].authors[0].institutions[0]",
         "document_entries[1].authors[0].institutions[1]"}},
       {"name only",
        [](RegisterDocumentSetRequest& r) {
          AuthorOf(r).mutable_institutions(0)->clear_assigning_authority();
        },
        {"document_entries[0].authors[0].institutions[0]"}},
       {"department as the source wrote it",
        [](RegisterDocumentSetRequest& r) {
          auto& department = *AuthorOf(r).mutable_institutions(1);
          department.Clear();
          department.set_verbatim("Medisinsk avdeling^^^^^&2.16.578.1.12.4.1.4.102&ISO^^^^100001^");
        },
        {}}});
}

TEST(AuthorRulesTest, OrganisationNumbersFit) {
  ExpectNationalFaults(
      &CheckOrganisationNumbers,
      {{"good", [](RegisterDocumentSetRequest&) {}, {}},
       {"wrong last digit",
        [](RegisterDocumentSetRequest& r) {
          AuthorOf(r).mutable_institutions(0)->set_id("999999998");
        },
        {"document_entries[0].authors[0].institutions[0].id"}},
       {"none",
        [](RegisterDocumentSetRequest& r) { AuthorOf(r, 1).mutable_institutions(0)->clear_id(); },
        {"document_entries[1].authors[0].institutions[0].id"}},
       {"of another system",
        [](RegisterDocumentSetRequest& r) {
          SetOrganisation(*AuthorOf(r).mutable_institutions(0), "2.16.578.1.12.4.1.2", "1");
        },
        {}},
       {"as the source wrote it",
        [](RegisterDocumentSetRequest& r) {
          auto& organization = *AuthorOf(r).mutable_institutions(0);
          organization.set_verbatim("Sykehus^^^^^&2.16.578.1.12.4.1.4.101&ISO^^^^999999998^");
        },
        {"document_entries[0].authors[0].institutions[0].id"}}});
}

TEST(AuthorRulesTest, PersonnelHasHprNumbers) {
  const auto author = [](const char* authority, const char* id) {
    return [authority, id](RegisterDocumentSetRequest& r) {
      SetPerson(*AuthorOf(r).mutable_person(), authority, id);
    };
  };
  ExpectNationalFaults(
      &CheckHealthPersonnel,
      {{"as built", [](RegisterDocumentSetRequest&) {}, {}},
       {"one digit", author(kHpr, "7"), {}},
       {"nine digits", author(kHpr, "123456789"), {}},
       {"ten digits", author(kHpr, "1234567890"), {"document_entries[0].authors[0].person.id"}},
       {"letters", author(kHpr, "12a"), {"document_entries[0].authors[0].person.id"}},
       {"personal number",
        author("2.16.578.1.12.4.1.4.1", "12838520020"),
        {"document_entries[0].authors[0].person.assigning_authority"}},
       {"name only",
        [](RegisterDocumentSetRequest& r) {
          auto& person = *AuthorOf(r).mutable_person();
          person.Clear();
          person.set_family_name("Čállin");
        },
        {}},
       {"no person", [](RegisterDocumentSetRequest& r) { AuthorOf(r).clear_person(); }, {}},
       {"who signed",
        [](RegisterDocumentSetRequest& r) {
          SetPerson(*r.mutable_document_entries(1)->mutable_legal_authenticator(), kHpr, "x");
        },
        {"document_entries[1].legal_authenticator.id"}},
       {"as the source wrote it",
        [](RegisterDocumentSetRequest& r) {
          AuthorOf(r).mutable_person()->set_verbatim("12^N^K^^^^^^&2.16.578.1.12.4.1.2&ISO^^");
        },
        {"document_entries[0].authors[0].person.assigning_authority"}}});
}

}  // namespace
}  // namespace docshare
