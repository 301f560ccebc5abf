#include "domain/national/rules/code_systems.h"

#include <gtest/gtest.h>

#include "domain/metadata/testing/submission_builder.h"
#include "domain/national/testing/national_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ACode;
using testing::ExpectNationalFaults;

TEST(CodeSystemsTest, AreTheNationalOnes) {
  ExpectNationalFaults(
      &CheckCodeSystems,
      {{"as built", [](RegisterDocumentSetRequest&) {}, {}},
       {"national confidentiality",
        [](RegisterDocumentSetRequest& r) {
          *r.mutable_document_entries(0)->add_confidentiality_codes() =
              ACode("NORU", "2.16.578.1.12.4.1.1.9603");
        },
        {}},
       {"other confidentiality",
        [](RegisterDocumentSetRequest& r) {
          *r.mutable_document_entries(0)->add_confidentiality_codes() = ACode("N", "2.999.1");
        },
        {"document_entries[0].confidentiality_codes[1].code_system"}},
       {"newer industry code",
        [](RegisterDocumentSetRequest& r) {
          *r.mutable_document_entries(0)->mutable_healthcare_facility_type_code() =
              ACode("86.101", "2.16.578.1.12.4.1.1.1305");
        },
        {}},
       {"other facility",
        [](RegisterDocumentSetRequest& r) {
          *r.mutable_document_entries(0)->mutable_healthcare_facility_type_code() =
              ACode("22232009", "2.16.840.1.113883.6.96");
        },
        {"document_entries[0].healthcare_facility_type_code.code_system"}},
       {"municipal practice",
        [](RegisterDocumentSetRequest& r) {
          *r.mutable_document_entries(1)->mutable_practice_setting_code() =
              ACode("KP02", "2.16.578.1.12.4.1.1.8663");
        },
        {}},
       {"other practice",
        [](RegisterDocumentSetRequest& r) {
          *r.mutable_document_entries(1)->mutable_practice_setting_code() = ACode("1", "2.999");
        },
        {"document_entries[1].practice_setting_code.code_system"}},
       {"events",
        [](RegisterDocumentSetRequest& r) {
          *r.mutable_document_entries(1)->add_event_codes() =
              ACode("1", "2.16.578.1.12.4.1.1.7280");
          *r.mutable_document_entries(1)->add_event_codes() = ACode("1", "2.999");
        },
        {"document_entries[1].event_codes[1].code_system"}},
       {"no code system: the standard's own fault",
        [](RegisterDocumentSetRequest& r) {
          *r.mutable_document_entries(1)->add_event_codes() = ACode("1", "");
          r.mutable_document_entries(1)->clear_practice_setting_code();
        },
        {}},
       {"plain role",
        [](RegisterDocumentSetRequest& r) {
          auto& role = *r.mutable_document_entries(0)->mutable_authors(0)->add_roles();
          role.set_text("Lege i spesialisering");
        },
        {}},
       {"coded role and specialty",
        [](RegisterDocumentSetRequest& r) {
          auto& author = *r.mutable_document_entries(0)->mutable_authors(0);
          author.mutable_roles(0)->set_code_system("2.999");
          author.add_specialties()->set_code_system("2.16.578.1.12.4.1.1.7426");
          author.add_specialties()->set_code_system("2.16.578.1.12.4.1.1.9034");
        },
        {"document_entries[0].authors[0].roles[0].code_system",
         "document_entries[0].authors[0].specialties[1].code_system"}}});
}

TEST(CodeSystemsTest, OneHl7ConfidentialityLevel) {
  const auto add = [](const char* code, const char* system) {
    return [code, system](RegisterDocumentSetRequest& r) {
      *r.mutable_document_entries(0)->add_confidentiality_codes() = ACode(code, system);
    };
  };
  ExpectNationalFaults(&CheckConfidentialityLevel,
                       {{"as built", [](RegisterDocumentSetRequest&) {}, {}},
                        {"N of both systems", add("N", "2.16.578.1.12.4.1.1.9603"), {}},
                        {"two levels",
                         add("R", "2.16.840.1.113883.5.25"),
                         {"document_entries[0].confidentiality_codes"}}});
}

}  // namespace
}  // namespace docshare
