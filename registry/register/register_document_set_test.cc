#include "registry/register/register_document_set.h"

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/document.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/object_history.h"
#include "registry/objects/object_editor.h"
#include "registry/register/testing/registration_fixture.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class RegisterDocumentSetTest : public RegistrationFixture {};

TEST_F(RegisterDocumentSetTest, Check76And77SetsIdsStatusVersionAndLogicalId) {
  auto ids = RegisteredIds(ASubmission()
                               .With(AnEntry().WithEntryUuid("document-x"))
                               .With(AFolder().WithEntryUuid("folder-x"))
                               .Build());
  const std::string urn = ids["document-x"];
  const metadata::v1::DocumentEntry entry = Entry(urn);
  EXPECT_EQ(entry.entry_uuid(), urn);
  EXPECT_EQ(entry.logical_id(), urn);
  EXPECT_EQ(entry.version(), 1u);
  EXPECT_EQ(entry.availability_status(), metadata::v1::AVAILABILITY_STATUS_APPROVED);
  const metadata::v1::Folder folder = Folder(ids["folder-x"]);
  EXPECT_EQ(folder.entry_uuid(), ids["folder-x"]);
  EXPECT_EQ(folder.logical_id(), ids["folder-x"]);
  EXPECT_EQ(folder.version(), 1u);
  EXPECT_EQ(folder.availability_status(), metadata::v1::AVAILABILITY_STATUS_APPROVED);
  auto set = ReadSubmissionSetObject(store_, Uuid(ids["submission-set"]));
  ASSERT_TRUE(set.ok() && set->has_value());
  EXPECT_EQ((*set)->set.availability_status(), metadata::v1::AVAILABILITY_STATUS_APPROVED);
}

TEST_F(RegisterDocumentSetTest, Check76KeepsSubmittedUuidsAndReplacesTheRestEverywhere) {
  const std::string kUuid = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a11";
  auto ids = RegisteredIds(ASubmission()
                               .With(AnEntry().WithEntryUuid("document-x"))
                               .With(AFolder().WithEntryUuid(kUuid))
                               .Filing("document-x", kUuid)
                               .Build());
  EXPECT_EQ(ids[kUuid], kUuid);
  EXPECT_THAT(LinksFrom(kUuid), ElementsAre(Pair(ids["document-x"], kHasMember)));
  EXPECT_THAT(LinksFrom(ids["submission-set"]),
              UnorderedElementsAre(Pair(kUuid, kHasMember), Pair(ids["document-x"], kHasMember),
                                   Pair(ids["member-1"], kHasMember)));
}

TEST_F(RegisterDocumentSetTest, Check33IgnoresWhatTheRegistrySets) {
  auto ids = RegisteredIds(
      ASubmission()
          .With(AnEntry().WithEntryUuid("d").Also([](metadata::v1::DocumentEntry& entry) {
            entry.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
            entry.set_version(7);
          }))
          .With(AFolder().WithEntryUuid("f").Also([](metadata::v1::Folder& folder) {
            folder.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
            folder.set_version(7);
            folder.set_last_update_time("not a time at all");
          }))
          .Build());
  EXPECT_TRUE(IsApproved(ids["d"]));
  EXPECT_EQ(Entry(ids["d"]).version(), 1u);
  EXPECT_EQ(Folder(ids["f"]).version(), 1u);
  EXPECT_EQ(Folder(ids["f"]).last_update_time(), "20231114221320");
}

TEST_F(RegisterDocumentSetTest, Check80SetsLastUpdateTimeOfNewFoldersAndOfThoseThatGetAMember) {
  auto ids = RegisteredIds(ASubmission()
                               .With(AFolder().WithEntryUuid("filled"))
                               .With(AFolder().WithEntryUuid("untouched"))
                               .Build());
  EXPECT_EQ(Folder(ids["filled"]).last_update_time(), "20231114221320");
  now_s_ += 61;
  RegisteredIds(
      ASubmission().With(AnEntry().WithEntryUuid("d")).Filing("d", ids["filled"]).Build());
  EXPECT_EQ(Folder(ids["filled"]).last_update_time(), "20231114221421");
  EXPECT_EQ(Folder(ids["untouched"]).last_update_time(), "20231114221320");
}

// The four ways to fill a folder.
TEST_F(RegisterDocumentSetTest, NewAndOldDocumentsGoIntoNewAndOldFolders) {
  const std::string old_document = Registered(AnEntry());
  const std::string old_folder = Registered(AFolder());
  auto ids = RegisteredIds(ASubmission()
                               .With(AnEntry().WithEntryUuid("d"))
                               .With(AFolder().WithEntryUuid("f"))
                               .Filing("d", "f")
                               .Filing(old_document, "f")
                               .Filing("d", old_folder)
                               .Build());
  RegisteredIds(ASubmission().Filing(old_document, old_folder).Build());
  EXPECT_THAT(LinksFrom(ids["f"]),
              UnorderedElementsAre(Pair(ids["d"], kHasMember), Pair(old_document, kHasMember)));
  EXPECT_THAT(LinksFrom(old_folder),
              UnorderedElementsAre(Pair(ids["d"], kHasMember), Pair(old_document, kHasMember)));
}

TEST_F(RegisterDocumentSetTest, Check19And82KeepsExtraMetadataVerbatim) {
  const auto add_slot = [](auto& object) {
    auto* slot = object.add_extra_slots();
    slot->set_name("urn:example:ward");
    slot->add_values("3 øst");
  };
  auto ids = RegisteredIds(
      ASubmission()
          .With(AnEntry().WithEntryUuid("d").Also([&](metadata::v1::DocumentEntry& entry) {
            add_slot(entry);
            auto* identifier = entry.add_extra_external_identifiers();
            identifier->set_identification_scheme("urn:uuid:11111111-2222-4333-8444-555555555555");
            identifier->set_value("kept");
          }))
          .With(AFolder().WithEntryUuid("f").Also(add_slot))
          .Build());
  const auto entry = Entry(ids["d"]);
  ASSERT_EQ(entry.extra_slots_size(), 1);
  EXPECT_EQ(entry.extra_slots(0).values(0), "3 øst");
  EXPECT_EQ(entry.extra_external_identifiers(0).value(), "kept");
  EXPECT_EQ(Folder(ids["f"]).extra_slots(0).values(0), "3 øst");
}

TEST_F(RegisterDocumentSetTest, KeepsEveryText) {
  const std::string text =
      "Ánde Čáhppes Dŋđ šžŧ e\u0301 \u202bשלום مرحبا 👩‍⚕️";
  auto ids = RegisteredIds(ASubmission()
                               .With(AnEntry().WithEntryUuid("d").WithTitle(text))
                               .With(AFolder().WithEntryUuid("f").WithTitle(text))
                               .Build());
  EXPECT_EQ(Entry(ids["d"]).title().localized(0).value(), text);
  EXPECT_EQ(Folder(ids["f"]).title().localized(0).value(), text);
}

TEST_F(RegisterDocumentSetTest, SameSubmissionAgainIsAnsweredAsTheFirstTime) {
  const auto request = ASubmission()
                           .With(AnEntry().WithEntryUuid("d"))
                           .With(AFolder().WithEntryUuid("f"))
                           .Filing("d", "f")
                           .Build();
  auto first = Register(request);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto rows = Rows();
  now_s_ += 3600;
  auto second = Register(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(second->already_registered());
  EXPECT_EQ(second->commit_position(), first->commit_position());
  EXPECT_EQ(second->assigned_ids(1).entry_uuid(), first->assigned_ids(1).entry_uuid());
  EXPECT_EQ(Rows(), rows);
}

TEST_F(RegisterDocumentSetTest, SameReplacementAgainReplacesNothingMore) {
  const std::string old = Registered(AnEntry());
  const auto request =
      ASubmission().WithRelated(AnEntry().WithEntryUuid("d"), kReplace, old).Build();
  ASSERT_TRUE(Register(request).ok());
  const auto rows = Rows();
  auto again = Register(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->already_registered());
  EXPECT_EQ(Rows(), rows);
}

TEST_F(RegisterDocumentSetTest, Check81RefusalWritesNothing) {
  const std::string old = Registered(AnEntry());
  const std::string folder = Registered(AFolder());
  ASSERT_TRUE(Register(ASubmission().Filing(old, folder).Build()).ok());
  const auto rows = Rows();
  now_s_ += 60;
  // Everything is good but the last association.
  auto response = Register(ASubmission()
                               .WithRelated(AnEntry().WithEntryUuid("d"), kReplace, old)
                               .With(AFolder().WithEntryUuid("f"))
                               .Filing("d", "f")
                               .Referencing(EntryUuid::FromBytes({7}))
                               .Build());
  EXPECT_THAT(CodesOf(response.status()), ElementsAre("UnresolvedReferenceException"));
  EXPECT_EQ(Rows(), rows);
  EXPECT_TRUE(IsApproved(old));
}

TEST_F(RegisterDocumentSetTest, CollectsFaultsOfSeveralObjectsInTheirOrder) {
  const std::string kUuid = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a11";
  Registered(AnEntry().WithEntryUuid(kUuid));
  const std::string folder_id = Folder(Registered(AFolder())).unique_id();
  auto response = Register(ASubmission()
                               .With(AnEntry().WithEntryUuid(kUuid))
                               .With(AFolder().WithEntryUuid("f").WithUniqueId(folder_id))
                               .Filing("urn:uuid:00000000-0000-4000-8000-0000000000aa", "f")
                               .Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "document_entries[0].entry_uuid"),
                          Pair("XDSDuplicateUniqueIdInRegistry", "folders[0].unique_id"),
                          Pair("UnresolvedReferenceException", "associations[2].target_object")));
}

TEST_F(RegisterDocumentSetTest, UniqueIdOfTheSetThatIsTakenIsReportedWithThePatientAlone) {
  ASSERT_TRUE(Register(ASubmission().WithUniqueId("2.999.20.99").With(AnEntry()).Build()).ok());
  auto response = Register(
      ASubmission().WithUniqueId("2.999.20.99").With(AnEntry()).OfPatient("30916130186").Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("XDSUnknownPatientId", "submission_set.patient_id"),
                          Pair("XDSDuplicateUniqueIdInRegistry", "submission_set.unique_id")));
}

TEST_F(RegisterDocumentSetTest, OnDemandEntriesAreStoredAtTheTimeOfTheirRegistration) {
  const std::string urn = Registered(AnEntry().AsOnDemand());
  auto document = ReadDocument(store_, Uuid(urn));
  ASSERT_TRUE(document.ok() && document->has_value());
  EXPECT_EQ((*document)->key.creation_s, now_s_);
  EXPECT_FALSE((*document)->filter.has_creation_s());
  EXPECT_EQ((*document)->filter.object_type(), metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  EXPECT_EQ((*document)->entry.creation_time(), "");
  EXPECT_FALSE((*document)->entry.has_size());
}

TEST_F(RegisterDocumentSetTest, OnDemandEntriesGoByTheirOwnTransaction) {
  const auto on_demand = ASubmission().With(AnEntry().AsOnDemand()).Build();
  EXPECT_THAT(ErrorsOf(Register(on_demand).status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "document_entries[0].object_type")));
  EXPECT_TRUE(RegisterOnDemand(on_demand).ok());
  EXPECT_THAT(ErrorsOf(RegisterOnDemand(ASubmission().With(AnEntry()).Build()).status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "document_entries[0].object_type")));
}

TEST_F(RegisterDocumentSetTest, OnDemandEntriesMayReplaceStableOnesAndLieInFolders) {
  const std::string old = Registered(AnEntry());
  const std::string folder = Registered(AFolder());
  auto response =
      RegisterOnDemand(ASubmission()
                           .WithRelated(AnEntry().AsOnDemand().WithEntryUuid("d"), kReplace, old)
                           .Filing("d", folder)
                           .Build());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_FALSE(IsApproved(old));
  EXPECT_THAT(LinksFrom(folder),
              ElementsAre(Pair(response->assigned_ids(1).entry_uuid(), kHasMember)));
}

TEST_F(RegisterDocumentSetTest, SnapshotsAreLinkedToTheirOnDemandEntry) {
  const std::string on_demand = Registered(AnEntry().AsOnDemand());
  auto ids = RegisteredIds(
      ASubmission().WithRelated(AnEntry().WithEntryUuid("s"), kIsSnapshotOf, on_demand).Build());
  // The next snapshot replaces it too.
  auto next = RegisteredIds(ASubmission()
                                .WithRelated(AnEntry().WithEntryUuid("s"), kIsSnapshotOf, on_demand)
                                .WithAssociation(kReplace, "s", ids["s"])
                                .Build());
  EXPECT_THAT(LinksFrom(next["s"]),
              UnorderedElementsAre(Pair(on_demand, kIsSnapshotOf), Pair(ids["s"], kReplace)));
  EXPECT_FALSE(IsApproved(ids["s"]));
  EXPECT_TRUE(IsApproved(on_demand));
}

TEST_F(RegisterDocumentSetTest, MissingIndexedRowIsDataLossNotARefusal) {
  const EntryUuid uuid = Uuid(Registered(AnEntry()));
  auto locator = FindObject(store_, uuid);
  platform::KvBatch batch;
  batch.Delete(DocumentFilterKey({(*locator)->patient_number(), (*locator)->sort_s(), uuid}));
  Store(batch);
  EXPECT_TRUE(absl::IsDataLoss(Register(ASubmission().Referencing(uuid).Build()).status()));
}

TEST_F(RegisterDocumentSetTest, ChangeFeedAndHistoryTellWhoReplacedADocument) {
  const std::string old = Registered(AnEntry());
  auto ids =
      RegisteredIds(ASubmission().WithRelated(AnEntry().WithEntryUuid("d"), kReplace, old).Build());
  auto history = ReadHistory(store_, Uuid(old));
  ASSERT_TRUE(history.ok());
  ASSERT_EQ(history->size(), 1u);
  EXPECT_EQ(history->front().row.kind(), storage::v1::CHANGE_KIND_DEPRECATED);
  EXPECT_EQ(history->front().row.caller(), "tester");
  EXPECT_EQ(history->front().row.submission_set(), ids["submission-set"]);
  EXPECT_EQ(history->front().position, position_);
}

}  // namespace
}  // namespace docshare::registry
