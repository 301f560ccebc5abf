#include "registry/patients/change_patient_link.h"

#include <string>
#include <vector>

#include "domain/ids/oid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/commit/testing/changing_registry.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using docshare::testing::EntryBuilder;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kPrevious[] = "12838520020";
constexpr char kCurrent[] = "30916130186";
constexpr char kLocal[] = "05861860053";
constexpr char kOtherLocal[] = "20891270128";

// A document that a source knows under a number of its own.
EntryBuilder Of(const char* local) {
  return AnEntry().Also([=](metadata::v1::DocumentEntry& entry) {
    *entry.mutable_source_patient_id() = APatient(local);
  });
}

class ChangePatientLinkTest : public ::testing::Test {
 protected:
  ChangePatientLinkTest() : registry_({kPrevious, kCurrent}) {}

  v1::ChangePatientLinkResponse Change() {
    auto response = registry_.ChangeLink(kLocal, kPrevious, kCurrent);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::ChangePatientLinkResponse();
  }

  ChangingRegistry registry_;
};

TEST_F(ChangePatientLinkTest, ADocumentGetsANewVersionOfTheOtherPatient) {
  const auto ids = registry_.MustRegister(ASubmission().With(Of(kLocal)).Build());
  const auto response = Change();
  ASSERT_EQ(response.document_entries_size(), 1);
  const auto entry = registry_.Entry(response.document_entries(0));
  EXPECT_EQ(entry.patient_id().id(), kCurrent);
  EXPECT_EQ(entry.source_patient_id().id(), kLocal);
  EXPECT_EQ(entry.logical_id(), ids[1]);
  EXPECT_EQ(entry.version(), 2u);
  EXPECT_EQ(entry.availability_status(), AVAILABILITY_STATUS_APPROVED);
  // The version before stays with the previous patient.
  EXPECT_EQ(registry_.Entry(ids[1]).patient_id().id(), kPrevious);
  EXPECT_EQ(registry_.Entry(ids[1]).availability_status(), AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_FALSE(registry_.IsNewest(ids[1]));
  EXPECT_EQ(registry_.SubmissionSet(ids[0]).patient_id().id(), kPrevious);
}

TEST_F(ChangePatientLinkTest, ASubsumedNumberGivesWayToTheOther) {
  constexpr char kOldLocal[] = "old-local";
  const auto ids = registry_.MustRegister(ASubmission().With(Of(kOldLocal)).Build());
  const auto response = registry_.ChangeLink(kLocal, kPrevious, kCurrent, kOldLocal);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->document_entries_size(), 1);
  const auto entry = registry_.Entry(response->document_entries(0));
  EXPECT_EQ(entry.patient_id().id(), kCurrent);
  EXPECT_EQ(entry.source_patient_id().id(), kLocal);
  EXPECT_EQ(registry_.Entry(ids[1]).source_patient_id().id(), kOldLocal);
}

TEST_F(ChangePatientLinkTest, NumbersOfOnePatientAreMerged) {
  constexpr char kOldLocal[] = "old-local";
  registry_.MustRegister(ASubmission().With(Of(kOldLocal)).Build());
  registry_.MustRegister(ASubmission().With(Of(kLocal)).Build());
  const auto response = registry_.ChangeLink(kLocal, kPrevious, kPrevious, kOldLocal);
  ASSERT_TRUE(response.ok()) << response.status();
  // What has the number already stays as it is.
  ASSERT_EQ(response->document_entries_size(), 1);
  const auto entry = registry_.Entry(response->document_entries(0));
  EXPECT_EQ(entry.patient_id().id(), kPrevious);
  EXPECT_EQ(entry.source_patient_id().id(), kLocal);
  EXPECT_EQ(entry.version(), 2u);
  // The same again finds nothing to do.
  EXPECT_EQ(registry_.ChangeLink(kLocal, kPrevious, kPrevious, kOldLocal)->document_entries_size(),
            0);
  EXPECT_FALSE(registry_.ChangeLink(kLocal, kPrevious, kPrevious, kLocal).ok());
}

TEST_F(ChangePatientLinkTest, ASubmissionSetOfTheOtherPatientSaysWhatWasDone) {
  registry_.MustRegister(ASubmission().With(Of(kLocal)).Build());
  const auto response = Change();
  const auto set = registry_.SubmissionSet(response.submission_set());
  EXPECT_EQ(set.patient_id().id(), kCurrent);
  EXPECT_EQ(set.submission_time(), registry_.Now());
  EXPECT_EQ(set.content_type_code().code(), "ITI-64");
  EXPECT_TRUE(Oid::Parse(set.unique_id()).ok()) << set.unique_id();
  EXPECT_EQ(set.authors_size(), 0);
  const auto links =
      registry_.Links(kHasMember, response.submission_set(), response.document_entries(0));
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(links[0].previous_version(), 1u);
  EXPECT_EQ(links[0].submission_set_status(), metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
}

TEST_F(ChangePatientLinkTest, OtherDocumentsStay) {
  const auto others =
      registry_.MustRegister(ASubmission().With(Of(kOtherLocal)).With(AnEntry()).Build());
  registry_.MustRegister(ASubmission().OfPatient(kCurrent).With(AnEntry()).Build());
  const auto before = registry_.Rows();
  const auto response = Change();
  EXPECT_EQ(response.document_entries_size(), 0);
  EXPECT_EQ(response.submission_set(), "");
  EXPECT_EQ(before, registry_.Rows());
  EXPECT_EQ(registry_.Entry(others[1]).patient_id().id(), kPrevious);
}

TEST_F(ChangePatientLinkTest, TheSameChangeAgainFindsNothingToDo) {
  registry_.MustRegister(ASubmission().With(Of(kLocal)).Build());
  EXPECT_EQ(Change().document_entries_size(), 1);
  const auto rows = registry_.Rows();
  EXPECT_EQ(Change().document_entries_size(), 0);
  EXPECT_EQ(rows, registry_.Rows());
}

TEST_F(ChangePatientLinkTest, WhatIsDeprecatedStays) {
  const auto ids = registry_.MustRegister(ASubmission().With(Of(kLocal)).Build());
  const auto replaced =
      registry_.MustRegister(ASubmission().WithRelated(Of(kLocal), kReplace, ids[1]).Build());
  const auto response = Change();
  ASSERT_EQ(response.document_entries_size(), 1);
  EXPECT_EQ(registry_.Entry(response.document_entries(0)).logical_id(), replaced[1]);
  EXPECT_THAT(registry_.Versions(ids[1]), ElementsAre(ids[1]));
  // So the replacement is left behind, and named.
  EXPECT_THAT(response.left_associations(),
              ElementsAre(registry_.Links(kReplace, replaced[1], ids[1])[0].entry_uuid()));
}

TEST_F(ChangePatientLinkTest, RelationshipsBetweenWhatGoesAreMadeAnew) {
  const auto ids = registry_.MustRegister(ASubmission()
                                              .With(Of(kLocal).WithEntryUuid("a"))
                                              .With(Of(kLocal).WithEntryUuid("b"))
                                              .WithAssociation(kAppend, "b", "a")
                                              .Build());
  const auto response = Change();
  ASSERT_EQ(response.document_entries_size(), 2);
  EXPECT_EQ(response.left_associations_size(), 0);
  std::string first;
  std::string second;
  for (const std::string& version : response.document_entries()) {
    (registry_.Entry(version).logical_id() == ids[1] ? first : second) = version;
  }
  EXPECT_EQ(registry_.Links(kAppend, second, first).size(), 1u);
  EXPECT_EQ(registry_.Links(kAppend, ids[2], ids[1]).size(), 1u);
}

TEST_F(ChangePatientLinkTest, ARelationshipWithSomethingThatStaysIsLeft) {
  const auto ids = registry_.MustRegister(ASubmission()
                                              .With(Of(kLocal).WithEntryUuid("a"))
                                              .With(Of(kOtherLocal).WithEntryUuid("b"))
                                              .WithAssociation(kAppend, "b", "a")
                                              .Build());
  const auto response = Change();
  ASSERT_EQ(response.document_entries_size(), 1);
  EXPECT_TRUE(registry_.Links(kAppend, ids[2], response.document_entries(0)).empty());
  EXPECT_THAT(response.left_associations(),
              ElementsAre(registry_.Links(kAppend, ids[2], ids[1])[0].entry_uuid()));
}

TEST_F(ChangePatientLinkTest, AFolderGoesWithAllItsDocuments) {
  const auto ids = registry_.MustRegister(ASubmission()
                                              .With(Of(kLocal).WithEntryUuid("a"))
                                              .With(Of(kLocal).WithEntryUuid("b"))
                                              .With(AFolder().WithEntryUuid("f"))
                                              .Filing("a", "f")
                                              .Filing("b", "f")
                                              .Build());
  const auto response = Change();
  ASSERT_EQ(response.folders_size(), 1);
  const auto folder = registry_.Folder(response.folders(0));
  EXPECT_EQ(folder.patient_id().id(), kCurrent);
  EXPECT_EQ(folder.version(), 2u);
  EXPECT_EQ(folder.logical_id(), ids[3]);
  EXPECT_EQ(registry_.Folder(ids[3]).availability_status(), AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(registry_.Folder(ids[3]).patient_id().id(), kPrevious);
  for (const std::string& version : response.document_entries()) {
    const auto members = registry_.Links(kHasMember, response.folders(0), version);
    ASSERT_EQ(members.size(), 1u);
    EXPECT_EQ(
        registry_.Links(kHasMember, response.submission_set(), members[0].entry_uuid()).size(), 1u);
  }
  EXPECT_EQ(response.left_associations_size(), 0);
}

TEST_F(ChangePatientLinkTest, AFolderWithADocumentThatStaysStays) {
  const auto ids = registry_.MustRegister(ASubmission()
                                              .With(Of(kLocal).WithEntryUuid("a"))
                                              .With(Of(kOtherLocal).WithEntryUuid("b"))
                                              .With(AFolder().WithEntryUuid("f"))
                                              .With(AFolder().WithEntryUuid("empty"))
                                              .Filing("a", "f")
                                              .Filing("b", "f")
                                              .Build());
  const auto response = Change();
  EXPECT_EQ(response.folders_size(), 0);
  EXPECT_EQ(registry_.Folder(ids[3]).availability_status(), AVAILABILITY_STATUS_APPROVED);
  EXPECT_TRUE(registry_.Links(kHasMember, ids[3], response.document_entries(0)).empty());
  EXPECT_THAT(response.left_associations(),
              ElementsAre(registry_.Links(kHasMember, ids[3], ids[1])[0].entry_uuid()));
}

TEST_F(ChangePatientLinkTest, ReferencesLeadToTheNewVersion) {
  const auto ids = registry_.MustRegister(ASubmission().With(Of(kLocal)).Build());
  const auto referring =
      registry_.MustRegister(ASubmission().Referencing(*EntryUuid::Parse(ids[1])).Build());
  const auto response = Change();
  EXPECT_EQ(registry_.Association(referring[1]).availability_status(),
            AVAILABILITY_STATUS_DEPRECATED);
  const auto links = registry_.Links(kHasMember, referring[0], response.document_entries(0));
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(links[0].submission_set_status(), metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
}

TEST_F(ChangePatientLinkTest, RefusesPatientsWhoAreUnknownOrSubsumed) {
  EXPECT_THAT(ErrorsOf(registry_.ChangeLink(kLocal, kOtherLocal, kCurrent).status()),
              ElementsAre(Pair("XDSUnknownPatientId", "previous")));
  EXPECT_THAT(ErrorsOf(registry_.ChangeLink(kLocal, kPrevious, kOtherLocal).status()),
              ElementsAre(Pair("XDSUnknownPatientId", "current")));
  ASSERT_TRUE(registry_.Merge(kCurrent, kPrevious).ok());
  EXPECT_THAT(ErrorsOf(registry_.ChangeLink(kLocal, kPrevious, kCurrent).status()),
              ElementsAre(Pair("XDSUnknownPatientId", "previous")));
}

TEST_F(ChangePatientLinkTest, WhatWentMayComeBack) {
  const auto ids = registry_.MustRegister(ASubmission().With(Of(kLocal)).Build());
  Change();
  auto back = registry_.ChangeLink(kLocal, kCurrent, kPrevious);
  ASSERT_TRUE(back.ok()) << back.status();
  ASSERT_EQ(back->document_entries_size(), 1);
  EXPECT_EQ(registry_.Entry(back->document_entries(0)).version(), 3u);
  EXPECT_EQ(registry_.Versions(ids[1]).size(), 3u);
}

TEST(PrepareChangePatientLinkTest, RefusesMalformedAndEqualIdentifiers) {
  v1::ChangePatientLinkRequest request;
  EXPECT_THAT(ErrorsOf(PrepareChangePatientLink(request).status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "local"),
                          Pair("XDSRegistryMetadataError", "previous"),
                          Pair("XDSRegistryMetadataError", "current")));
  *request.mutable_local() = APatient(kLocal);
  *request.mutable_previous() = APatient(kPrevious);
  *request.mutable_current() = APatient(kPrevious);
  EXPECT_THAT(ErrorsOf(PrepareChangePatientLink(request).status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "current")));
}

}  // namespace
}  // namespace docshare::registry
