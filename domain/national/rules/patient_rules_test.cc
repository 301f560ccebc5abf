#include "domain/national/rules/patient_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/national/testing/national_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectNationalFaults;

TEST(PatientRulesTest, PatientsAreOfANationalSeries) {
  ExpectNationalFaults(
      &CheckPatientSeries,
      {{"fødselsnummer", [](RegisterDocumentSetRequest&) {}, {}},
       {"D-nummer",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->mutable_patient_id()->set_assigning_authority(
              "2.16.578.1.12.4.1.4.2");
        },
        {}},
       {"hjelpenummer",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->mutable_patient_id()->set_assigning_authority(
              "2.16.578.1.12.4.1.4.3");
        },
        {}},
       {"local number at the source",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->mutable_source_patient_id()->set_assigning_authority(
              "2.999.1");
        },
        {}},
       {"local number",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->mutable_patient_id()->set_assigning_authority("2.999.1");
          r.mutable_document_entries(1)->mutable_patient_id()->set_assigning_authority("2.999.1");
          r.add_folders()->mutable_patient_id()->set_assigning_authority("2.999.1");
        },
        {"submission_set.patient_id.assigning_authority",
         "document_entries[1].patient_id.assigning_authority",
         "folders[0].patient_id.assigning_authority"}},
       {"HPR number of a person",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->mutable_patient_id()->set_assigning_authority(
              "2.16.578.1.12.4.1.4.4");
        },
        {"document_entries[0].patient_id.assigning_authority"}},
       {"none at all",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->clear_patient_id();
          r.mutable_document_entries(0)->clear_patient_id();
        },
        {}}});
}

TEST(PatientRulesTest, DemographicsAreThere) {
  ExpectNationalFaults(
      &CheckPatientDemographics,
      {{"all four", [](RegisterDocumentSetRequest&) {}, {}},
       {"none",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->clear_source_patient_info();
        },
        {"document_entries[1].source_patient_info", "document_entries[1].source_patient_info",
         "document_entries[1].source_patient_info", "document_entries[1].source_patient_info"}},
       {"an empty name",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->mutable_source_patient_info(1)->clear_value();
        },
        {"document_entries[0].source_patient_info"}},
       {"further fields",
        [](RegisterDocumentSetRequest& r) {
          auto& field = *r.mutable_document_entries(0)->add_source_patient_info();
          field.set_field("PID-11");
          field.set_value("^^Kárášjohka");
        },
        {}}});
}

TEST(PatientRulesTest, SaysWhichFieldIsMissing) {
  RegisterDocumentSetRequest request;
  auto& field = *request.add_document_entries()->add_source_patient_info();
  field.set_field("PID-5");
  field.set_value("Čállin^Áššá");
  RegistryErrors errors;
  CheckPatientDemographics(request, errors);
  ASSERT_EQ(errors.list().errors_size(), 3);
  EXPECT_THAT(errors.list().errors(1).code_context(), ::testing::HasSubstr("PID-7"));
}

}  // namespace
}  // namespace docshare
