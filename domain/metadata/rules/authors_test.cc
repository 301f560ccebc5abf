#include "domain/metadata/rules/authors.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

using metadata::v1::Author;

// Cases for an author of the submission set and of an entry.
void ExpectAuthorFault(const char* name, const std::function<void(Author&)>& change,
                       const std::string& fault_location) {
  const auto fault = [&](const char* author) {
    return fault_location == "none"
               ? std::string()
               : absl::StrCat("XDSRegistryMetadataError at ", author, fault_location);
  };
  ExpectFaults(&CheckAuthors, {{name,
                                [&](RegisterDocumentSetRequest& r) {
                                  change(*r.mutable_submission_set()->mutable_authors(0));
                                },
                                fault("submission_set.authors[0]")},
                               {name,
                                [&](RegisterDocumentSetRequest& r) {
                                  change(*r.mutable_document_entries(1)->mutable_authors(0));
                                },
                                fault("document_entries[1].authors[0]")}});
}

TEST(AuthorsTest, Check28NeedsPersonInstitutionOrTelecom) {
  ExpectAuthorFault(
      "as built", [](Author&) {}, "none");
  ExpectAuthorFault(
      "role only",
      [](Author& a) {
        a.Clear();
        a.add_roles()->set_text("Surgeon");
      },
      "");
  ExpectAuthorFault(
      "nothing", [](Author& a) { a.Clear(); }, "");
  ExpectAuthorFault(
      "person only",
      [](Author& a) {
        a.Clear();
        a.mutable_person()->set_family_name("Nordmann");
      },
      "none");
  ExpectAuthorFault(
      "institution only",
      [](Author& a) {
        a.Clear();
        a.add_institutions()->set_name("Testsykehuset HF");
      },
      "none");
  ExpectAuthorFault(
      "telecom only",
      [](Author& a) {
        a.Clear();
        a.add_telecoms()->set_xtn("^NET^Internet^a@example.org");
      },
      "none");
}

TEST(AuthorsTest, Check25RefusesMalformedParts) {
  ExpectAuthorFault(
      "empty person", [](Author& a) { a.mutable_person()->Clear(); }, ".person");
  ExpectAuthorFault(
      "person with an authority that is no OID",
      [](Author& a) { a.mutable_person()->mutable_assigning_authority()->set_universal_id("hpr"); },
      ".person");
  ExpectAuthorFault(
      "malformed verbatim person", [](Author& a) { a.mutable_person()->set_verbatim("1^A~2^B"); },
      ".person");
  ExpectAuthorFault(
      "good verbatim person", [](Author& a) { a.mutable_person()->set_verbatim("^A^B^^"); },
      "none");
  ExpectAuthorFault(
      "person of 257 characters",
      [](Author& a) { a.mutable_person()->set_family_name(testing::Characters(257)); }, ".person");
  ExpectAuthorFault(
      "institution without name", [](Author& a) { a.add_institutions()->set_id("1.2.3"); },
      ".institutions[1]");
  ExpectAuthorFault(
      "institution whose id needs an authority",
      [](Author& a) { a.mutable_institutions(0)->clear_assigning_authority(); },
      ".institutions[0]");
  ExpectAuthorFault(
      "role in a broken coded form", [](Author& a) { a.add_roles()->set_text("6^Doctor"); },
      ".roles[1]");
  ExpectAuthorFault(
      "role with a system that is no OID",
      [](Author& a) { a.mutable_roles(0)->set_code_system("x"); }, ".roles[0]");
  ExpectAuthorFault(
      "empty specialty", [](Author& a) { a.add_specialties(); }, ".specialties[0]");
  ExpectAuthorFault(
      "coded specialty",
      [](Author& a) {
        a.add_specialties()->set_text("150");
        a.mutable_specialties(0)->set_code_system("2.16.578.1.12.4.1.1.7426");
      },
      "none");
  ExpectAuthorFault(
      "telecom of no form", [](Author& a) { a.add_telecoms()->set_xtn("22000000"); },
      ".telecoms[1]");
}

}  // namespace
}  // namespace docshare
