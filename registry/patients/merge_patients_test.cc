#include "registry/patients/merge_patients.h"

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/commit/testing/changing_registry.h"
#include "registry/commit/testing/update_builder.h"
#include "registry/index/object_history.h"
#include "registry/index/patient.h"
#include "registry/patients/patient_objects.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kA[] = "12838520020";
constexpr char kB[] = "30916130186";
constexpr char kC[] = "05861860053";
constexpr char kUnknown[] = "20891270128";

class MergePatientsTest : public ::testing::Test {
 protected:
  MergePatientsTest() : registry_({kA, kB, kC}) {}

  PatientStanding Standing(absl::string_view patient) {
    auto standing =
        FindPatient(registry_.store(), *PatientId::FromProto(APatient(std::string(patient))));
    EXPECT_TRUE(standing.ok());
    return *standing;
  }

  PatientObjects Objects(absl::string_view patient) {
    auto objects = ListPatientObjects(registry_.store(), Standing(patient).number);
    EXPECT_TRUE(objects.ok());
    return *objects;
  }

  std::vector<std::pair<std::string, std::string>> Refusal(const char* surviving,
                                                           const char* subsumed) {
    const auto before = registry_.Rows();
    auto response = registry_.Merge(surviving, subsumed);
    EXPECT_TRUE(absl::IsFailedPrecondition(response.status())) << response.status();
    EXPECT_EQ(before, registry_.Rows());
    return ErrorsOf(response.status());
  }

  ChangingRegistry registry_;
};

TEST_F(MergePatientsTest, EveryObjectGoesToTheSurvivingPatient) {
  const auto ids = registry_.MustRegister(ASubmission()
                                              .OfPatient(kB)
                                              .With(AnEntry().WithEntryUuid("a"))
                                              .With(AFolder().WithEntryUuid("f"))
                                              .Filing("a", "f")
                                              .Build());
  auto update = registry_.Update(
      AnUpdate().OfPatient(kB).NewVersion(NextVersion(registry_.Entry(ids[1])), 1).Build());
  ASSERT_TRUE(update.ok()) << update.status();

  auto response = registry_.Merge(kA, kB);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(response->changed());
  // Two versions of the document, the folder, two submission sets.
  EXPECT_EQ(response->moved_objects(), 5u);
  EXPECT_TRUE(Objects(kB).documents.empty());
  EXPECT_TRUE(Objects(kB).folders.empty());
  EXPECT_TRUE(Objects(kB).submission_sets.empty());
  EXPECT_EQ(Objects(kA).documents.size(), 2u);

  // Shown with the identifier that stays; what the source said is kept.
  const auto entry = registry_.Entry(ids[1]);
  EXPECT_EQ(entry.patient_id().id(), kA);
  EXPECT_EQ(entry.source_patient_id().id(), kB);
  EXPECT_EQ(registry_.Folder(ids[2]).patient_id().id(), kA);
  EXPECT_EQ(registry_.SubmissionSet(ids[0]).patient_id().id(), kA);
  EXPECT_EQ(registry_.Entry(update->assigned_ids(1).entry_uuid()).patient_id().id(), kA);
}

TEST_F(MergePatientsTest, TheSubsumedIdentifierIsAcceptedNoMore) {
  ASSERT_TRUE(registry_.Merge(kA, kB).ok());
  EXPECT_EQ(Standing(kA).state, PatientState::kActive);
  EXPECT_EQ(Standing(kB).state, PatientState::kSubsumed);
  auto row = ReadPatient(registry_.store(), Standing(kB).number);
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row->merged_into(), Standing(kA).number);
  EXPECT_EQ(row->merge_position(), registry_.position());

  EXPECT_THAT(
      ErrorsOf(registry_.Register(ASubmission().OfPatient(kB).With(AnEntry()).Build()).status()),
      ElementsAre(Pair("XDSUnknownPatientId", "submission_set.patient_id")));
  const absl::Status fed = registry_.Feed(kB);
  EXPECT_TRUE(absl::IsFailedPrecondition(fed));
  EXPECT_THAT(ErrorsOf(fed), ElementsAre(Pair("XDSUnknownPatientId", "patient_id")));
  auto number = FindPatientNumber(registry_.store(), *PatientId::FromProto(APatient(kB)));
  ASSERT_TRUE(number.ok());
  EXPECT_FALSE(number->has_value());
}

TEST_F(MergePatientsTest, SubmissionsGoOnWithTheSurvivingIdentifier) {
  const auto ids = registry_.MustRegister(ASubmission().OfPatient(kB).With(AnEntry()).Build());
  ASSERT_TRUE(registry_.Merge(kA, kB).ok());
  auto replaced = registry_.Register(
      ASubmission().OfPatient(kA).WithRelated(AnEntry(), kReplace, ids[1]).Build());
  EXPECT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_EQ(registry_.Entry(ids[1]).availability_status(),
            metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
}

TEST_F(MergePatientsTest, ARepeatedSubmissionOfBeforeIsStillRecognised) {
  const auto submission = ASubmission().OfPatient(kB).With(AnEntry()).Build();
  registry_.MustRegister(submission);
  ASSERT_TRUE(registry_.Merge(kA, kB).ok());
  auto again = registry_.Register(submission);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->already_registered());
}

TEST_F(MergePatientsTest, TheSameMergeAgainChangesNothing) {
  auto first = registry_.Merge(kA, kB);
  ASSERT_TRUE(first.ok());
  const auto rows = registry_.Rows();
  auto second = registry_.Merge(kA, kB);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_FALSE(second->changed());
  EXPECT_EQ(second->commit_position(), first->commit_position());
  EXPECT_EQ(rows, registry_.Rows());
  // Also when the one that stayed is gone since.
  ASSERT_TRUE(registry_.Merge(kC, kA).ok());
  auto third = registry_.Merge(kA, kB);
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_FALSE(third->changed());
}

TEST_F(MergePatientsTest, ChainsEndAtTheLastSurvivor) {
  const auto first = registry_.MustRegister(ASubmission().OfPatient(kB).With(AnEntry()).Build());
  const auto second = registry_.MustRegister(ASubmission().OfPatient(kA).With(AnEntry()).Build());
  ASSERT_TRUE(registry_.Merge(kA, kB).ok());
  ASSERT_TRUE(registry_.Merge(kC, kA).ok());
  EXPECT_EQ(registry_.Entry(first[1]).patient_id().id(), kC);
  EXPECT_EQ(registry_.Entry(second[1]).patient_id().id(), kC);
  EXPECT_TRUE(Objects(kA).documents.empty());
  // Each link of the chain is kept.
  EXPECT_EQ(ReadPatient(registry_.store(), Standing(kB).number)->merged_into(),
            Standing(kA).number);
  EXPECT_EQ(ReadPatient(registry_.store(), Standing(kA).number)->merged_into(),
            Standing(kC).number);
}

TEST_F(MergePatientsTest, RefusesUnknownPatients) {
  EXPECT_THAT(Refusal(kUnknown, kA), ElementsAre(Pair("XDSUnknownPatientId", "surviving")));
  EXPECT_THAT(Refusal(kA, kUnknown), ElementsAre(Pair("XDSUnknownPatientId", "subsumed")));
}

TEST_F(MergePatientsTest, RefusesASubsumedPatientOnEitherSide) {
  ASSERT_TRUE(registry_.Merge(kA, kB).ok());
  EXPECT_THAT(Refusal(kC, kB), ElementsAre(Pair("XDSUnknownPatientId", "subsumed")));
  EXPECT_THAT(Refusal(kB, kC), ElementsAre(Pair("XDSUnknownPatientId", "surviving")));
}

TEST_F(MergePatientsTest, RefusesCycles) {
  ASSERT_TRUE(registry_.Merge(kA, kB).ok());
  EXPECT_THAT(Refusal(kB, kA), ElementsAre(Pair("XDSUnknownPatientId", "surviving")));
  ASSERT_TRUE(registry_.Merge(kC, kA).ok());
  EXPECT_THAT(Refusal(kB, kC), ElementsAre(Pair("XDSUnknownPatientId", "surviving")));
}

TEST_F(MergePatientsTest, HistoryTellsWhoseAnObjectWas) {
  const auto ids = registry_.MustRegister(ASubmission().OfPatient(kB).With(AnEntry()).Build());
  const uint64_t previous = Standing(kB).number;
  ASSERT_TRUE(registry_.Merge(kA, kB).ok());
  for (int i : {0, 1}) {
    auto history = ReadHistory(registry_.store(), *EntryUuid::Parse(ids[i]));
    ASSERT_TRUE(history.ok());
    ASSERT_EQ(history->size(), 1u);
    EXPECT_EQ((*history)[0].row.kind(), storage::v1::CHANGE_KIND_PATIENT_CHANGED);
    EXPECT_EQ((*history)[0].row.previous_patient_number(), previous);
  }
}

// A person who had a D-number gets a national identity number: another number of another authority.
TEST_F(MergePatientsTest, ADNumberIsMergedIntoANationalIdentityNumber) {
  v1::FeedPatientRequest feed;
  feed.mutable_patient_id()->set_id("43827910156");
  feed.mutable_patient_id()->set_assigning_authority("2.16.578.1.12.4.1.4.2");
  auto fed = PrepareMergePatients([&] {
    v1::MergePatientsRequest request;
    *request.mutable_surviving() = APatient(kA);
    *request.mutable_subsumed() = feed.patient_id();
    return request;
  }());
  ASSERT_TRUE(fed.ok()) << fed.status();
  EXPECT_EQ(fed->subsumed().assigning_authority(), "2.16.578.1.12.4.1.4.2");
}

TEST(PrepareMergePatientsTest, RefusesMalformedAndEqualIdentifiers) {
  v1::MergePatientsRequest request;
  *request.mutable_surviving() = APatient(kA);
  EXPECT_THAT(ErrorsOf(PrepareMergePatients(request).status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "subsumed")));
  *request.mutable_subsumed() = APatient(kA);
  EXPECT_THAT(ErrorsOf(PrepareMergePatients(request).status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "subsumed")));
  request.mutable_surviving()->set_assigning_authority("no oid");
  EXPECT_THAT(ErrorsOf(PrepareMergePatients(request).status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "surviving")));
}

}  // namespace
}  // namespace docshare::registry
