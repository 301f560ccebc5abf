#include "registry/remove/remove_metadata.h"

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/commit/testing/changing_registry.h"
#include "registry/commit/testing/update_builder.h"
#include "registry/index/document_change.h"
#include "registry/index/object_history.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kUnknownUuid[] = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a11";
constexpr char kOtherPatient[] = "30916130186";

class RemoveMetadataTest : public ::testing::Test {
 protected:
  RemoveMetadataTest() : registry_({"12838520020", kOtherPatient}) {}

  std::vector<std::pair<std::string, std::string>> Refusal(const std::vector<std::string>& uuids) {
    const auto before = registry_.Rows();
    auto response = registry_.Remove(uuids);
    EXPECT_FALSE(response.ok());
    EXPECT_EQ(before, registry_.Rows());
    return ErrorsOf(response.status());
  }

  // How many rows there are besides those that outlive objects: patients, terms and what happened.
  size_t ObjectRows() {
    size_t rows = 0;
    for (const auto& [key, value] : registry_.Rows()) {
      if (key[0] >= 0x06 && key[0] <= 0x0e) ++rows;
    }
    return rows;
  }

  ChangingRegistry registry_;
};

TEST_F(RemoveMetadataTest, RemovesAWholeSubmission) {
  const auto ids = registry_.MustRegister(ASubmission()
                                              .With(AnEntry().WithEntryUuid("a"))
                                              .With(AFolder().WithEntryUuid("f"))
                                              .Filing("a", "f")
                                              .Build());
  EXPECT_GT(ObjectRows(), 0u);
  auto response = registry_.Remove(ids);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->commit_position(), registry_.position());
  for (const std::string& id : ids) EXPECT_FALSE(registry_.Exists(id)) << id;
  EXPECT_EQ(ObjectRows(), 0u);
}

TEST_F(RemoveMetadataTest, WhatWasThereIsRememberedByHistoryAndFeed) {
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  ASSERT_TRUE(registry_.Remove(ids).ok());
  auto history = ReadHistory(registry_.store(), *EntryUuid::Parse(ids[1]));
  ASSERT_TRUE(history.ok());
  ASSERT_EQ(history->size(), 1u);
  EXPECT_EQ((*history)[0].row.kind(), storage::v1::CHANGE_KIND_REMOVED);
  const auto change = registry_.store().Get(Encode(DocumentChangeKey{registry_.position(), 0}));
  ASSERT_TRUE(change.ok());
  EXPECT_TRUE(change->has_value());
}

TEST_F(RemoveMetadataTest, Check72RefusesAnUnknownId) {
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  EXPECT_THAT(Refusal({ids[0], ids[1], ids[2], kUnknownUuid}),
              ElementsAre(Pair("UnresolvedReferenceException", "entry_uuids[3]")));
  EXPECT_THAT(Refusal({"symbolic", "URN:UUID:0B7F0F0E-6F3C-4A44-9A4E-0C6A4B3F2A11"}),
              ElementsAre(Pair("UnresolvedReferenceException", "entry_uuids[0]"),
                          Pair("UnresolvedReferenceException", "entry_uuids[1]")));
}

TEST_F(RemoveMetadataTest, Check72ARepeatFindsNothing) {
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  ASSERT_TRUE(registry_.Remove(ids).ok());
  EXPECT_THAT(CodesOf(registry_.Remove(ids).status()),
              Each(std::string("UnresolvedReferenceException")));
}

TEST_F(RemoveMetadataTest, Check73RefusesWhatIsStillReferredTo) {
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  for (int i : {0, 1}) {
    EXPECT_THAT(Refusal({ids[i]}), ElementsAre(Pair("ReferencesExistException", "entry_uuids[0]")));
  }
}

TEST_F(RemoveMetadataTest, Check73LooksAtRelationshipsToo) {
  const auto original = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  const auto addendum =
      registry_.MustRegister(ASubmission().WithRelated(AnEntry(), kAppend, original[1]).Build());
  EXPECT_THAT(Refusal(original), ElementsAre(Pair("ReferencesExistException", "entry_uuids[1]")));
  EXPECT_TRUE(registry_.Remove(addendum).ok());
  EXPECT_TRUE(registry_.Remove(original).ok());
}

TEST_F(RemoveMetadataTest, Check73LooksAtTheMembershipOfMemberships) {
  const auto ids = registry_.MustRegister(ASubmission()
                                              .With(AnEntry().WithEntryUuid("a"))
                                              .With(AFolder().WithEntryUuid("f"))
                                              .Filing("a", "f")
                                              .Build());
  const std::string member = registry_.Links(kHasMember, ids[2], ids[1])[0].entry_uuid();
  EXPECT_THAT(Refusal({member}), ElementsAre(Pair("ReferencesExistException", "entry_uuids[0]")));
}

TEST_F(RemoveMetadataTest, AChainGoesInOneRequestInAnyOrder) {
  auto all = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  const auto replacement =
      registry_.MustRegister(ASubmission().WithRelated(AnEntry(), kReplace, all[1]).Build());
  all.insert(all.begin(), replacement.rbegin(), replacement.rend());
  EXPECT_TRUE(registry_.Remove(all).ok());
  EXPECT_EQ(ObjectRows(), 0u);
}

TEST_F(RemoveMetadataTest, Check74RefusesToLeaveAnObjectInNoSubmissionSet) {
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).With(AFolder()).Build());
  // The entry would stay alone.
  EXPECT_THAT(Refusal({ids[3]}),
              ElementsAre(Pair("XDSUnreferencedObjectException", "entry_uuids[0]")));
  // The folder too.
  EXPECT_THAT(Refusal({ids[4]}),
              ElementsAre(Pair("XDSUnreferencedObjectException", "entry_uuids[0]")));
}

TEST_F(RemoveMetadataTest, Check74RefusesToLeaveAMembershipOfAFolderInNoSubmissionSet) {
  const auto ids = registry_.MustRegister(ASubmission()
                                              .With(AnEntry().WithEntryUuid("a"))
                                              .With(AFolder().WithEntryUuid("f"))
                                              .Filing("a", "f")
                                              .Build());
  const std::string member = registry_.Links(kHasMember, ids[2], ids[1])[0].entry_uuid();
  const std::string held = registry_.Links(kHasMember, ids[0], member)[0].entry_uuid();
  EXPECT_THAT(Refusal({held}),
              ElementsAre(Pair("XDSUnreferencedObjectException", "entry_uuids[0]")));
  // Both together take the document out of the folder.
  EXPECT_TRUE(registry_.Remove({member, held}).ok());
}

TEST_F(RemoveMetadataTest, Check74RefusesToLeaveASubmissionSetWithoutMembers) {
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  EXPECT_THAT(Refusal({ids[1], ids[2]}),
              ElementsAre(Pair("XDSUnreferencedObjectException", "entry_uuids[1]")));
}

TEST_F(RemoveMetadataTest, AReferenceOfAnotherSubmissionSetHoldsADocument) {
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  registry_.MustRegister(ASubmission().Referencing(*EntryUuid::Parse(ids[1])).Build());
  EXPECT_TRUE(registry_.Remove({ids[0], ids[2]}).ok());
  EXPECT_TRUE(registry_.Exists(ids[1]));
}

TEST_F(RemoveMetadataTest, RemovingTheNewestVersionMakesTheOneBeforeItTheNewest) {
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).With(AFolder()).Build());
  auto update = registry_.Update(AnUpdate()
                                     .NewVersion(NextVersion(registry_.Entry(ids[1])), 1)
                                     .NewVersion(NextVersion(registry_.Folder(ids[2])), 1)
                                     .Build());
  ASSERT_TRUE(update.ok()) << update.status();
  std::vector<std::string> newest;
  for (const auto& id : update->assigned_ids()) newest.push_back(id.entry_uuid());
  ASSERT_TRUE(registry_.Remove(newest).ok());
  for (const std::string& first : {ids[1], ids[2]}) {
    EXPECT_TRUE(registry_.IsNewest(first));
    EXPECT_THAT(registry_.Versions(first), ElementsAre(first));
  }
  // With the status it had, until somebody changes it.
  EXPECT_EQ(registry_.Entry(ids[1]).availability_status(),
            metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_TRUE(registry_.Update(AnUpdate().Approve(ids[1]).Build()).ok());
  EXPECT_TRUE(
      registry_.Update(AnUpdate().NewVersion(NextVersion(registry_.Entry(ids[1])), 1).Build())
          .ok());
}

TEST_F(RemoveMetadataTest, AnOlderVersionMayGoAlone) {
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  auto update =
      registry_.Update(AnUpdate().NewVersion(NextVersion(registry_.Entry(ids[1])), 1).Build());
  ASSERT_TRUE(update.ok());
  ASSERT_TRUE(registry_.Remove(ids).ok());
  const std::string newest = update->assigned_ids(1).entry_uuid();
  EXPECT_TRUE(registry_.IsNewest(newest));
  // Its logicalID still names the object that is gone.
  EXPECT_THAT(registry_.Versions(ids[1]), ElementsAre(newest));
}

TEST_F(RemoveMetadataTest, AFolderThatLosesAMemberWasUpdated) {
  // Set, entry, folder, SS-DE, SS-FD, FD-DE, SS-HM.
  const auto ids = registry_.MustRegister(ASubmission()
                                              .With(AnEntry().WithEntryUuid("a"))
                                              .With(AFolder().WithEntryUuid("f"))
                                              .Filing("a", "f")
                                              .Build());
  const std::string registered = registry_.Folder(ids[2]).last_update_time();
  ASSERT_TRUE(registry_.Remove({ids[5], ids[6]}).ok());
  EXPECT_EQ(registry_.Folder(ids[2]).last_update_time(), registry_.Now());
  EXPECT_NE(registry_.Now(), registered);
}

// Else the object would have two versions that are the newest.
TEST_F(RemoveMetadataTest, AFirstVersionDoesNotComeAgainBesideLaterOnes) {
  const auto submission = ASubmission().With(AnEntry()).Build();
  const auto ids = registry_.MustRegister(submission);
  ASSERT_TRUE(
      registry_.Update(AnUpdate().NewVersion(NextVersion(registry_.Entry(ids[1])), 1).Build())
          .ok());
  ASSERT_TRUE(registry_.Remove(ids).ok());
  EXPECT_THAT(CodesOf(registry_.Register(submission).status()),
              ElementsAre("XDSRegistryMetadataError"));
}

TEST_F(RemoveMetadataTest, ObjectsOfSeveralPatientsGoTogether) {
  auto all = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  const auto other =
      registry_.MustRegister(ASubmission().OfPatient(kOtherPatient).With(AnEntry()).Build());
  all.insert(all.end(), other.begin(), other.end());
  EXPECT_TRUE(registry_.Remove(all).ok());
}

TEST_F(RemoveMetadataTest, AnIdThatIsThereTwiceCountsOnce) {
  auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  ids.push_back(ids[0]);
  EXPECT_TRUE(registry_.Remove(ids).ok());
}

TEST_F(RemoveMetadataTest, ARemovedSubmissionMayComeAgain) {
  const auto submission = ASubmission().With(AnEntry()).Build();
  const auto ids = registry_.MustRegister(submission);
  ASSERT_TRUE(registry_.Remove(ids).ok());
  auto again = registry_.Register(submission);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->already_registered());
}

TEST(PrepareRemoveMetadataTest, RefusesToRemoveNothing) {
  const absl::Status status = PrepareRemoveMetadata({}).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(ErrorsOf(status), ElementsAre(Pair("XDSRegistryError", "entry_uuids")));
}

TEST(PrepareRemoveMetadataTest, RefusesMoreThanTheLimit) {
  v1::RemoveMetadataRequest request;
  for (int i = 0; i <= kMaxRemovedObjects; ++i) request.add_entry_uuids(kUnknownUuid);
  const absl::Status status = PrepareRemoveMetadata(request).status();
  EXPECT_TRUE(absl::IsResourceExhausted(status));
  EXPECT_THAT(ErrorsOf(status), ElementsAre(Pair("XDSRegistryOutOfResources", "entry_uuids")));
}

}  // namespace
}  // namespace docshare::registry
