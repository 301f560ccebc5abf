#include "registry/register/patient_rules.h"

#include "domain/ids/patient_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/patient.h"
#include "registry/register/testing/registration_fixture.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class PatientRulesTest : public RegistrationFixture {
 protected:
  // What a merge leaves in the row of the identifier that is gone.
  void MarkMerged(const std::string& id, uint64_t into) {
    const PatientId patient = *PatientId::FromProto(APatient(id));
    const uint64_t number = **FindPatientNumber(store_, patient);
    storage::v1::PatientRow row = *ReadPatient(store_, number);
    row.set_merged_into(into);
    platform::KvBatch batch;
    WritePatient(patient, number, row, batch);
    Store(batch);
  }
};

TEST_F(PatientRulesTest, Check36RefusesUnknownPatient) {
  auto response = Register(ASubmission().With(AnEntry()).OfPatient("30916130186").Build());
  EXPECT_TRUE(absl::IsFailedPrecondition(response.status())) << response.status();
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("XDSUnknownPatientId", "submission_set.patient_id")));
  // The message may reach a log; the patient is named in the error alone.
  EXPECT_EQ(response.status().message().find("30916130186"), absl::string_view::npos);
}

TEST_F(PatientRulesTest, Check36RefusesPatientOfAnotherAuthority) {
  auto response = Register(
      ASubmission()
          .With(AFolder())
          .Also([](auto& request) {
            request.mutable_submission_set()->mutable_patient_id()->set_assigning_authority(
                "1.2.3");
            request.mutable_folders(0)->mutable_patient_id()->set_assigning_authority("1.2.3");
          })
          .Build());
  EXPECT_THAT(CodesOf(response.status()), ElementsAre("XDSUnknownPatientId"));
}

TEST_F(PatientRulesTest, Check36RefusesASubsumedPatient) {
  Feed("30916130186");
  MarkMerged("30916130186", 1);
  RegistryErrors faults;
  auto number = CheckPatient(APatient("30916130186"), "submission_set.patient_id", store_, faults);
  ASSERT_TRUE(number.ok()) << number.status();
  EXPECT_FALSE(number->has_value());
  ASSERT_EQ(faults.list().errors_size(), 1);
  EXPECT_THAT(faults.list().errors(0).code_context(), HasSubstr("merged into another"));
  EXPECT_THAT(
      CodesOf(Register(ASubmission().With(AnEntry()).OfPatient("30916130186").Build()).status()),
      ElementsAre("XDSUnknownPatientId"));
}

TEST_F(PatientRulesTest, KnownPatientHasItsNumber) {
  RegistryErrors faults;
  auto number = CheckPatient(APatient(), "x", store_, faults);
  ASSERT_TRUE(number.ok());
  EXPECT_EQ(*number, 1u);
  EXPECT_TRUE(faults.empty());
}

TEST_F(PatientRulesTest, MalformedRowIsDataLoss) {
  platform::KvBatch batch;
  batch.Put(PatientByIdentifierKey(*PatientId::FromProto(APatient())), "?");
  Store(batch);
  RegistryErrors faults;
  EXPECT_TRUE(absl::IsDataLoss(CheckPatient(APatient(), "x", store_, faults).status()));
}

}  // namespace
}  // namespace docshare::registry
