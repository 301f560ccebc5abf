#include "registry/register/feed_patient.h"

#include <string>

#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

using docshare::testing::APatient;

TEST(FeedPatientTest, RefusesAnInvalidIdentifier) {
  v1::FeedPatientRequest request;
  request.mutable_patient_id()->set_id("12838520020");
  request.mutable_patient_id()->set_assigning_authority("not-an-oid");
  auto command = PrepareFeedPatient(request);
  EXPECT_TRUE(absl::IsInvalidArgument(command.status()));
  const auto errors = RegistryErrorsOf(command.status());
  ASSERT_TRUE(errors.has_value());
  ASSERT_EQ(errors->errors_size(), 1);
  EXPECT_EQ(errors->errors(0).error_code(), "XDSRegistryMetadataError");
  EXPECT_EQ(errors->errors(0).location(), "patient_id");
}

TEST(FeedPatientTest, RefusesDemographicsThatCannotBe) {
  const auto faults = [](auto change) {
    v1::FeedPatientRequest request;
    *request.mutable_patient_id() = APatient();
    change(*request.mutable_demographics());
    const auto errors = RegistryErrorsOf(PrepareFeedPatient(request).status());
    return errors.has_value() ? errors->errors(0).location() : "";
  };
  using Demographics = metadata::v1::PatientDemographics;
  EXPECT_EQ(faults([](Demographics& d) { d.set_family_name("\x1b[2J"); }),
            "demographics.family_name");
  EXPECT_EQ(faults([](Demographics& d) { d.set_given_name(std::string(257, 'x')); }),
            "demographics.given_name");
  EXPECT_EQ(faults([](Demographics& d) { d.set_administrative_sex("F\n"); }),
            "demographics.administrative_sex");
  EXPECT_EQ(faults([](Demographics& d) { d.set_birth_date("yesterday"); }),
            "demographics.birth_date");
  EXPECT_EQ(faults([](Demographics& d) {
              d.set_family_name("Áhkká-Østby");
              d.set_birth_date("196111");
            }),
            "");
}

TEST(FeedPatientTest, KnownPatientKeepsItsNumberAndGetsNewDemographics) {
  platform::MemoryKvStore store;
  storage::v1::FeedPatientCommand command;
  *command.mutable_patient_id() = APatient();
  for (const char* name : {"FIRST", "SECOND"}) {
    command.mutable_demographics()->set_family_name(name);
    command.mutable_demographics()->set_administrative_sex(std::string(name) == "FIRST" ? "F" : "");
    platform::KvBatch batch;
    Outcome outcome = ApplyFeedPatient(command, {1, 1}, store, batch);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(std::get<v1::FeedPatientResponse>(*outcome).created(), std::string(name) == "FIRST");
    ASSERT_TRUE(store.Write(batch, platform::Durability::kSynced).ok());
  }
  size_t patients = 0;
  for (auto it = store.Scan("\x03", "\x04"); it->Valid(); it->Next()) {
    ++patients;
    storage::v1::PatientRow row;
    ASSERT_TRUE(DecodeRow(it->value(), row).ok());
    EXPECT_EQ(row.demographics().family_name(), "SECOND");
    // What a later feed does not tell stays.
    EXPECT_EQ(row.demographics().administrative_sex(), "F");
  }
  EXPECT_EQ(patients, 1u);
}

}  // namespace
}  // namespace docshare::registry
