#include "domain/national/rules/national_identifiers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "domain/national/testing/national_cases.h"

namespace docshare {
namespace {

using metadata::v1::PatientIdentifier;
using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectNationalFaults;
using ::testing::HasSubstr;

constexpr char kFodselsnummer[] = "2.16.578.1.12.4.1.4.1";
constexpr char kDNummer[] = "2.16.578.1.12.4.1.4.2";
constexpr char kHjelpenummer[] = "2.16.578.1.12.4.1.4.3";

void CheckUntil2031(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  CheckNationalIdentifiers(request, NumberRules::kUntil2031, errors);
}

PatientIdentifier Patient(const char* id, const char* authority) {
  PatientIdentifier patient;
  patient.set_id(id);
  patient.set_assigning_authority(authority);
  return patient;
}

std::string FaultOf(const PatientIdentifier& patient, NumberRules rules = NumberRules::kUntil2031) {
  RegistryErrors errors;
  CheckNationalIdentifier(patient, Location().Field("patient_id"), rules, errors);
  if (errors.empty()) return "";
  return errors.list().errors(0).location() + ": " + errors.list().errors(0).code_context();
}

TEST(NationalIdentifiersTest, ANumberIsOfTheSeriesOfItsAuthority) {
  EXPECT_EQ(FaultOf(Patient("12838520020", kFodselsnummer)), "");
  EXPECT_EQ(FaultOf(Patient("43827910156", kDNummer)), "");
  EXPECT_THAT(FaultOf(Patient("43827910156", kFodselsnummer)),
              AllOf(HasSubstr("patient_id.assigning_authority"), HasSubstr("D-nummer"),
                    HasSubstr(kDNummer)));
  EXPECT_THAT(FaultOf(Patient("12838520020", kHjelpenummer)), HasSubstr("fødselsnummer"));
}

TEST(NationalIdentifiersTest, ControlDigitsMustFit) {
  EXPECT_THAT(FaultOf(Patient("12838520021", kFodselsnummer)),
              AllOf(HasSubstr("patient_id.id"), HasSubstr("control digits")));
  EXPECT_THAT(FaultOf(Patient("", kFodselsnummer)), HasSubstr("11 digits"));
  EXPECT_THAT(FaultOf(Patient("Kárášjohka", kDNummer)), HasSubstr("11 digits"));
}

TEST(NationalIdentifiersTest, NumbersOf2032ArePassedBy2032Rules) {
  // The first control sum leaves 1.
  const PatientIdentifier patient = Patient("12838520039", kFodselsnummer);
  const std::string until = FaultOf(patient, NumberRules::kUntil2031);
  const std::string from = FaultOf(patient, NumberRules::kFrom2032);
  EXPECT_THAT(until, HasSubstr("control digits"));
  EXPECT_EQ(from, "");
}

TEST(NationalIdentifiersTest, OtherAuthoritiesAreFree) {
  EXPECT_EQ(FaultOf(Patient("anything", "2.999.1")), "");
  EXPECT_EQ(FaultOf(Patient("", "")), "");
}

TEST(NationalIdentifiersTest, EveryIdentifierOfASubmissionIsLookedAt) {
  ExpectNationalFaults(
      &CheckUntil2031,
      {{"as built", [](RegisterDocumentSetRequest&) {}, {}},
       {"submission set",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->mutable_patient_id()->set_id("1");
        },
        {"submission_set.patient_id.id"}},
       {"entry",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->mutable_patient_id()->set_id("1");
          r.mutable_document_entries(1)->mutable_source_patient_id()->set_id("1");
        },
        {"document_entries[0].patient_id.id", "document_entries[1].source_patient_id.id"}},
       {"folder",
        [](RegisterDocumentSetRequest& r) {
          *r.add_folders()->mutable_patient_id() = Patient("1", kFodselsnummer);
        },
        {"folders[0].patient_id.id"}},
       {"PID-3, second repetition",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->mutable_source_patient_info(0)->set_value(
              "77^^^&2.999.1&ISO~12838520021^^^&2.16.578.1.12.4.1.4.1&ISO");
        },
        {"document_entries[0].source_patient_info[0].id"}},
       {"PID-3 of another form",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->mutable_source_patient_info(0)->set_value(
              "12838520021^^^&2.16.578.1.12.4.1.4.1&ISO^FNR");
        },
        {}},
       {"another field",
        [](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->mutable_source_patient_info(1)->set_value(
              "12838520021^^^&2.16.578.1.12.4.1.4.1&ISO");
        },
        {}}});
}

}  // namespace
}  // namespace docshare
