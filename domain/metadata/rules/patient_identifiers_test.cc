#include "domain/metadata/rules/patient_identifiers.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/metadata/testing/rule_cases.h"

namespace docshare {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using testing::ExpectFaults;

using metadata::v1::PatientIdentifier;

TEST(PatientIdentifiersTest, Check25WantsCxParts) {
  const auto cases = [](const std::string& location, auto patient_of) {
    const std::string fault = "XDSRegistryMetadataError at " + location;
    ExpectFaults(
        &CheckPatientIdentifiers,
        {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
         {"no id", [=](RegisterDocumentSetRequest& r) { patient_of(r)->clear_id(); }, fault},
         {"no authority",
          [=](RegisterDocumentSetRequest& r) { patient_of(r)->clear_assigning_authority(); },
          fault},
         {"authority with prefix",
          [=](RegisterDocumentSetRequest& r) {
            patient_of(r)->set_assigning_authority("urn:oid:1.2");
          },
          fault},
         {"id of 300 characters",
          [=](RegisterDocumentSetRequest& r) { patient_of(r)->set_id(std::string(300, '1')); },
          fault},
         {"id with a line end",
          [=](RegisterDocumentSetRequest& r) { patient_of(r)->set_id("1\n"); }, fault}});
  };
  cases("submission_set.patient_id", [](RegisterDocumentSetRequest& r) {
    return r.mutable_submission_set()->mutable_patient_id();
  });
  cases("document_entries[1].patient_id", [](RegisterDocumentSetRequest& r) {
    return r.mutable_document_entries(1)->mutable_patient_id();
  });
  cases("folders[0].patient_id",
        [](RegisterDocumentSetRequest& r) { return r.mutable_folders(0)->mutable_patient_id(); });
  cases("document_entries[0].source_patient_id", [](RegisterDocumentSetRequest& r) {
    return r.mutable_document_entries(0)->mutable_source_patient_id();
  });
}

TEST(OnePatientTest, Check37WantsOnePatient) {
  const auto set_patient = [](PatientIdentifier* patient, const char* id, const char* authority) {
    patient->set_id(id);
    patient->set_assigning_authority(authority);
  };
  ExpectFaults(
      &CheckOnePatient,
      {{"as built", [](RegisterDocumentSetRequest&) {}, ""},
       {"other id",
        [&](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(1)->mutable_patient_id()->set_id("30916130186");
        },
        "XDSPatientIdDoesNotMatch at document_entries[1].patient_id"},
       {"other authority",
        [&](RegisterDocumentSetRequest& r) {
          r.mutable_document_entries(0)->mutable_patient_id()->set_assigning_authority("1.2");
        },
        "XDSPatientIdDoesNotMatch at document_entries[0].patient_id"},
       {"folder",
        [&](RegisterDocumentSetRequest& r) {
          r.mutable_folders(0)->mutable_patient_id()->set_id("30916130186");
        },
        "XDSPatientIdDoesNotMatch at folders[0].patient_id"},
       {"between entries, without a patient of the set",
        [&](RegisterDocumentSetRequest& r) {
          r.mutable_submission_set()->clear_patient_id();
          set_patient(r.mutable_document_entries(1)->mutable_patient_id(), "30916130186", "1.2");
        },
        "XDSPatientIdDoesNotMatch at document_entries[1].patient_id"},
       {"malformed ones are reported elsewhere",
        [&](RegisterDocumentSetRequest& r) {
          set_patient(r.mutable_document_entries(1)->mutable_patient_id(), "30916130186", "x");
        },
        ""},
       {"the source may know the patient by another number",
        [&](RegisterDocumentSetRequest& r) {
          set_patient(r.mutable_document_entries(0)->mutable_source_patient_id(), "7", "1.2");
        },
        ""}});
}

TEST(OnePatientTest, Check37NamesBothPatients) {
  RegisterDocumentSetRequest request;
  auto& expected = *request.mutable_submission_set()->mutable_patient_id();
  expected.set_id("12838520020");
  expected.set_assigning_authority("1.2");
  auto& other = *request.add_document_entries()->mutable_patient_id();
  other.set_id("30916130186");
  other.set_assigning_authority("1.2");
  RegistryErrors errors;
  CheckOnePatient(request, errors);
  EXPECT_EQ(errors.list().errors(0).code_context(),
            "patient '30916130186^^^&1.2&ISO' is not patient '12838520020^^^&1.2&ISO' of the "
            "submission");
}

}  // namespace
}  // namespace docshare
