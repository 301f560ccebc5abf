#include "registry/admin/patient_record.h"

#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/objects/testing/edited_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kKari[] = "12838520020";
constexpr char kOla[] = "30916130186";
constexpr char kPer[] = "05861860053";

admin::v1::LookUpPatientRequest Of(const char* id) {
  admin::v1::LookUpPatientRequest request;
  *request.mutable_patient_id() = APatient(id);
  return request;
}

class PatientRecordTest : public ::testing::Test {
 protected:
  PatientRecordTest() : kari_(edited_.AddPatient(kKari)), ola_(edited_.AddPatient(kOla)) {}

  admin::v1::PatientRecord LookUp(const char* id) {
    auto response = LookUpPatient(edited_.reader(), Of(id));
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->patient() : admin::v1::PatientRecord();
  }

  // What a merge does.
  void Merge(uint64_t subsumed, const EntryUuid& document, const char* surviving_id,
             uint64_t surviving) {
    edited_.Edit([&](ObjectEditor& editor) {
      EXPECT_TRUE(
          editor.MoveToPatient(document, *PatientId::FromProto(APatient(surviving_id)), surviving)
              .ok());
    });
    edited_.MarkMerged(subsumed, surviving);
  }

  EditedStore edited_;
  const uint64_t kari_;
  const uint64_t ola_;
};

TEST_F(PatientRecordTest, CountsWhatThePatientHas) {
  const auto uuids = edited_.Register(ASubmission()
                                          .OfPatient(kKari)
                                          .With(AnEntry().WithEntryUuid("first"))
                                          .With(AnEntry())
                                          .With(AFolder())
                                          .Build());
  edited_.Register(AnEntry().OfPatient(kOla));
  edited_.Edit([&](ObjectEditor& editor) {
    EXPECT_TRUE(
        editor.SetDocumentStatus(uuids.at("first"), metadata::v1::AVAILABILITY_STATUS_DEPRECATED)
            .ok());
  });
  const admin::v1::PatientRecord record = LookUp(kKari);
  EXPECT_EQ(record.number(), kari_);
  EXPECT_EQ(record.patient_id().id(), kKari);
  EXPECT_EQ(record.fed_s(), 1000);
  EXPECT_EQ(record.approved_documents(), 1u);
  EXPECT_EQ(record.deprecated_documents(), 1u);
  EXPECT_EQ(record.submission_sets(), 1u);
  EXPECT_EQ(record.folders(), 1u);
  EXPECT_FALSE(record.has_merged_into());
}

TEST_F(PatientRecordTest, TellsWhereAMergedRecordWent) {
  const EntryUuid document = edited_.Register(AnEntry().OfPatient(kOla));
  Merge(ola_, document, kKari, kari_);
  const admin::v1::PatientRecord merged = LookUp(kOla);
  EXPECT_EQ(merged.merged_into().number(), kari_);
  EXPECT_EQ(merged.merged_into().patient_id().id(), kKari);
  EXPECT_GT(merged.merge_position(), 0u);
  EXPECT_EQ(merged.approved_documents(), 0u);
}

TEST_F(PatientRecordTest, TellsWhatRecordsWentIntoThisOneAlsoThroughOthers) {
  const uint64_t per = edited_.AddPatient(kPer);
  const EntryUuid document = edited_.Register(AnEntry().OfPatient(kOla));
  Merge(ola_, document, kPer, per);
  Merge(per, document, kKari, kari_);
  const admin::v1::PatientRecord record = LookUp(kKari);
  ASSERT_EQ(record.merged_from_size(), 2);
  EXPECT_EQ(record.merged_from(0).number(), ola_);
  EXPECT_EQ(record.merged_from(1).number(), per);
  EXPECT_EQ(record.merged_from(1).patient_id().id(), kPer);
}

TEST_F(PatientRecordTest, DocumentThatOnlyMovedMakesNoMerge) {
  const EntryUuid document = edited_.Register(AnEntry().OfPatient(kOla));
  edited_.Edit([&](ObjectEditor& editor) {
    EXPECT_TRUE(editor.MoveToPatient(document, *PatientId::FromProto(APatient(kKari)), kari_).ok());
  });
  EXPECT_EQ(LookUp(kKari).merged_from_size(), 0);
}

TEST_F(PatientRecordTest, RefusalsDoNotQuoteTheIdentifier) {
  const absl::Status unknown = LookUpPatient(edited_.reader(), Of("20891270128")).status();
  EXPECT_TRUE(absl::IsNotFound(unknown));
  EXPECT_THAT(std::string(unknown.message()), Not(HasSubstr("20891270128")));
  admin::v1::LookUpPatientRequest malformed = Of("20891270128");
  malformed.mutable_patient_id()->set_assigning_authority("nobody");
  const absl::Status status = LookUpPatient(edited_.reader(), malformed).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_TRUE(RegistryErrorsOf(status).has_value());
}

}  // namespace
}  // namespace docshare::registry
