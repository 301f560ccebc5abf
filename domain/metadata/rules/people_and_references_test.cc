#include "domain/metadata/rules/people_and_references.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

TEST(PeopleAndReferencesTest, Check25WantsOneXcnAsLegalAuthenticator) {
  ExpectFaults(
      &CheckPeopleAndReferences,
      {{"name",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->mutable_legal_authenticator()->set_family_name("A");
        },
        ""},
       {"nothing in it",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->mutable_legal_authenticator();
        },
        "XDSRegistryMetadataError at document_entries[1].legal_authenticator"},
       {"given name alone",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->mutable_legal_authenticator()->set_given_name("A");
        },
        "XDSRegistryMetadataError at document_entries[1].legal_authenticator"}});
}

TEST(PeopleAndReferencesTest, Check25WantsCxiAsReferenceIds) {
  const auto with = [](const char* id, const char* type) {
    return [=](RegisterDocumentSetRequest& r) {
      auto& reference = *r.mutable_document_entries(0)->add_reference_ids();
      reference.set_id(id);
      reference.set_identifier_type_code(type);
    };
  };
  const std::string fault = "XDSRegistryMetadataError at document_entries[0].reference_ids[0]";
  ExpectFaults(&CheckPeopleAndReferences,
               {{"local type", with("7", "local"), ""},
                {"no id", with("", "local"), fault},
                {"no type", with("7", ""), fault},
                {"order without authority", with("7", "urn:ihe:iti:xds:2013:order"), fault},
                {"malformed verbatim",
                 [&](RegisterDocumentSetRequest& r) {
                   with("7", "local")(r);
                   r.mutable_document_entries(0)->mutable_reference_ids(0)->set_verbatim("7^1");
                 },
                 fault}});
}

TEST(PeopleAndReferencesTest, Check25WantsIntendedRecipients) {
  const std::string fault = "XDSRegistryMetadataError at submission_set.intended_recipients[0]";
  ExpectFaults(
      &CheckPeopleAndReferences,
      {{"organisation",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->add_intended_recipients()->mutable_organization()->set_name(
              "A");
        },
        ""},
       {"telecom",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->add_intended_recipients()->mutable_telecom()->set_xtn(
              "^^Internet^a@example.org");
        },
        ""},
       {"nobody",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->add_intended_recipients();
        },
        fault},
       {"telecom of no form",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->add_intended_recipients()->mutable_telecom()->set_xtn(
              "22000000");
        },
        fault}});
}

}  // namespace
}  // namespace docshare
