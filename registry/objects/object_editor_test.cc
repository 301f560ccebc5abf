#include "registry/objects/object_editor.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/document_change.h"
#include "registry/index/key_printer.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_history.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using storage::v1::CHANGE_KIND_APPROVED;
using storage::v1::CHANGE_KIND_DEPRECATED;
using storage::v1::CHANGE_KIND_PATIENT_CHANGED;
using storage::v1::CHANGE_KIND_REGISTERED;
using storage::v1::CHANGE_KIND_REMOVED;
using storage::v1::CHANGE_KIND_UPDATED;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const EntryUuid kDocument = EntryUuid::FromBytes({1});
const EntryUuid kFolder = EntryUuid::FromBytes({2});
const EntryUuid kSet = EntryUuid::FromBytes({3});
const EntryUuid kLink = EntryUuid::FromBytes({4});
const EntryUuid kNobody = EntryUuid::FromBytes({9});

template <typename Object>
Object FirstVersion(Object object, const EntryUuid& uuid) {
  object.set_entry_uuid(uuid.ToString());
  object.set_logical_id(uuid.ToString());
  object.set_version(1);
  object.set_availability_status(AVAILABILITY_STATUS_APPROVED);
  return object;
}

metadata::v1::SubmissionSet ASet() {
  metadata::v1::SubmissionSet set =
      ASubmission().WithUniqueId("2.999.20.1").Build().submission_set();
  set.set_entry_uuid(kSet.ToString());
  set.set_availability_status(AVAILABILITY_STATUS_APPROVED);
  return set;
}

metadata::v1::Association ALink() {
  metadata::v1::Association association;
  association.set_entry_uuid(kLink.ToString());
  association.set_association_type("urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember");
  association.set_source_object(kFolder.ToString());
  association.set_target_object(kDocument.ToString());
  return association;
}

class ObjectEditorTest : public ::testing::Test {
 protected:
  ObjectEditorTest() {
    ObjectEditor editor = At(1);
    EXPECT_TRUE(
        editor
            .AddDocument(FirstVersion(AnEntry().WithUniqueId("2.999.10.1").Build(), kDocument), 1,
                         CHANGE_KIND_REGISTERED)
            .ok());
    EXPECT_TRUE(editor
                    .AddFolder(FirstVersion(AFolder().WithUniqueId("2.999.15.1").Build(), kFolder),
                               1, CHANGE_KIND_REGISTERED)
                    .ok());
    EXPECT_TRUE(editor.AddSubmissionSet(ASet(), {}, 1).ok());
    EXPECT_TRUE(editor.AddAssociation(ALink()).ok());
    Store(editor.TakeBatch());
  }

  ObjectEditor At(uint64_t position) {
    return ObjectEditor(
        &store_, {position, 1700000000 + static_cast<int64_t>(position), "caller", "urn:uuid:set"});
  }

  void Store(const platform::KvBatch& batch) {
    ASSERT_TRUE(store_.Write(batch, platform::Durability::kSynced).ok());
  }

  StoredDocument Document() { return **ReadDocument(store_, kDocument); }
  StoredFolder Folder() { return **ReadFolder(store_, kFolder); }

  // What the change feed says, "position.number kind".
  std::vector<std::string> Feed() {
    std::vector<std::string> changes;
    for (auto it = store_.Scan("\x0f", "\x10"); it->Valid(); it->Next()) {
      const auto key = DecodeDocumentChangeKey(it->key());
      storage::v1::DocumentChangeRow row;
      EXPECT_TRUE(key.ok() && DecodeRow(it->value(), row).ok());
      changes.push_back(absl::StrCat(key->position, ".", key->number, " ",
                                     storage::v1::ChangeKind_Name(row.kind())));
    }
    return changes;
  }

  std::vector<storage::v1::ChangeKind> History(const EntryUuid& uuid) {
    std::vector<storage::v1::ChangeKind> kinds;
    const auto events = ReadHistory(store_, uuid);
    EXPECT_TRUE(events.ok());
    for (const HistoryEvent& event : *events) kinds.push_back(event.row.kind());
    return kinds;
  }

  // Every key, printed for people.
  std::vector<std::string> Keys() {
    std::vector<std::string> keys;
    for (auto it = store_.Scan("", ""); it->Valid(); it->Next())
      keys.push_back(PrintKey(it->key()));
    return keys;
  }

  platform::MemoryKvStore store_;
};

TEST_F(ObjectEditorTest, NewObjectsAreInEveryIndex) {
  EXPECT_EQ(Document().entry.unique_id(), "2.999.10.1");
  EXPECT_EQ(Document().filter.status(), AVAILABILITY_STATUS_APPROVED);
  EXPECT_EQ(Document().key.patient_number, 1u);
  EXPECT_EQ(Folder().folder.unique_id(), "2.999.15.1");
  EXPECT_TRUE(Folder().is_newest_version);
  EXPECT_EQ((**ReadSubmissionSetObject(store_, kSet)).set.unique_id(), "2.999.20.1");
  EXPECT_EQ((**ReadAssociation(store_, kLink)).association.availability_status(),
            AVAILABILITY_STATUS_APPROVED);
  for (const char* unique_id : {"2.999.10.1", "2.999.15.1", "2.999.20.1"}) {
    EXPECT_EQ(FindUniqueIdUses(store_, unique_id, 9)->size(), 1u) << unique_id;
  }
  EXPECT_EQ(FindVersions(store_, kDocument, 9)->size(), 1u);
  EXPECT_EQ(FindVersions(store_, kFolder, 9)->size(), 1u);
  EXPECT_EQ(AssociationsAt(store_, kFolder, AssociationEnd::kSource)->size(), 1u);
  EXPECT_EQ(AssociationsAt(store_, kDocument, AssociationEnd::kTarget)->size(), 1u);
  EXPECT_THAT(Feed(), ElementsAre("1.0 CHANGE_KIND_REGISTERED"));
  EXPECT_THAT(History(kDocument), IsEmpty());
}

TEST_F(ObjectEditorTest, ReadsOfOtherKindsFindNothing) {
  EXPECT_FALSE(ReadDocument(store_, kFolder)->has_value());
  EXPECT_FALSE(ReadFolder(store_, kDocument)->has_value());
  EXPECT_FALSE(ReadSubmissionSetObject(store_, kDocument)->has_value());
  EXPECT_FALSE(ReadAssociation(store_, kDocument)->has_value());
}

TEST_F(ObjectEditorTest, NewFolderHasTheTimeOfTheChange) {
  EXPECT_EQ(Folder().folder.last_update_time(), "20231114221321");
  ObjectEditor editor = At(10);
  ASSERT_TRUE(editor.TouchFolder(kFolder).ok());
  Store(editor.TakeBatch());
  EXPECT_EQ(Folder().folder.last_update_time(), "20231114221330");
}

TEST_F(ObjectEditorTest, ChangesAreSeenAtOnceAndStoredAtTheEnd) {
  ObjectEditor editor = At(2);
  ASSERT_TRUE(editor.SetDocumentStatus(kDocument, AVAILABILITY_STATUS_DEPRECATED).ok());
  EXPECT_EQ((**ReadDocument(editor.now(), kDocument)).filter.status(),
            AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(Document().filter.status(), AVAILABILITY_STATUS_APPROVED);
  Store(editor.TakeBatch());
  EXPECT_EQ(Document().filter.status(), AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(Document().entry.availability_status(), AVAILABILITY_STATUS_DEPRECATED);
}

TEST_F(ObjectEditorTest, StatusChangesAreTold) {
  ObjectEditor editor = At(2);
  ASSERT_TRUE(editor.SetDocumentStatus(kDocument, AVAILABILITY_STATUS_DEPRECATED).ok());
  ASSERT_TRUE(editor.SetDocumentStatus(kDocument, AVAILABILITY_STATUS_APPROVED).ok());
  ASSERT_TRUE(editor.SetFolderStatus(kFolder, AVAILABILITY_STATUS_DEPRECATED).ok());
  ASSERT_TRUE(editor.SetAssociationStatus(kLink, AVAILABILITY_STATUS_DEPRECATED).ok());
  Store(editor.TakeBatch());
  EXPECT_THAT(Feed(), ElementsAre("1.0 CHANGE_KIND_REGISTERED", "2.0 CHANGE_KIND_DEPRECATED",
                                  "2.1 CHANGE_KIND_APPROVED"));
  EXPECT_THAT(History(kDocument), ElementsAre(CHANGE_KIND_DEPRECATED, CHANGE_KIND_APPROVED));
  EXPECT_THAT(History(kFolder), ElementsAre(CHANGE_KIND_DEPRECATED));
  EXPECT_THAT(History(kLink), ElementsAre(CHANGE_KIND_DEPRECATED));
  const HistoryEvent event = ReadHistory(store_, kFolder)->front();
  EXPECT_EQ(event.position, 2u);
  EXPECT_EQ(event.row.caller(), "caller");
  EXPECT_EQ(event.row.committed_s(), 1700000002);
  EXPECT_EQ(event.row.submission_set(), "urn:uuid:set");
}

TEST_F(ObjectEditorTest, SameStatusChangesNothing) {
  ObjectEditor editor = At(2);
  ASSERT_TRUE(editor.SetDocumentStatus(kDocument, AVAILABILITY_STATUS_APPROVED).ok());
  ASSERT_TRUE(editor.SetFolderStatus(kFolder, AVAILABILITY_STATUS_APPROVED).ok());
  ASSERT_TRUE(editor.SetAssociationStatus(kLink, AVAILABILITY_STATUS_APPROVED).ok());
  ASSERT_TRUE(editor.MoveToPatient(kDocument, *PatientId::FromProto(APatient()), 1).ok());
  EXPECT_TRUE(editor.TakeBatch().empty());
}

TEST_F(ObjectEditorTest, LaterVersionsTakeThePlaceOfEarlierOnes) {
  const EntryUuid later = EntryUuid::FromBytes({5});
  ObjectEditor editor = At(2);
  auto entry = FirstVersion(AnEntry().WithUniqueId("2.999.10.1").Build(), later);
  entry.set_logical_id(kDocument.ToString());
  entry.set_version(2);
  ASSERT_TRUE(editor.AddDocument(entry, 1, CHANGE_KIND_UPDATED).ok());
  ASSERT_TRUE(editor.SupersedeDocument(kDocument).ok());
  ASSERT_TRUE(editor.SupersedeFolder(kFolder).ok());
  Store(editor.TakeBatch());
  EXPECT_FALSE(Document().filter.is_newest_version());
  EXPECT_EQ(Document().filter.status(), AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_FALSE(Folder().is_newest_version);
  const auto versions = *FindVersions(store_, kDocument, 9);
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].uuid, kDocument);
  EXPECT_EQ(versions[1].uuid, later);
  EXPECT_THAT(History(later), ElementsAre(CHANGE_KIND_UPDATED));

  ObjectEditor undo = At(3);
  ASSERT_TRUE(undo.Remove(later).ok());
  ASSERT_TRUE(undo.MakeNewestDocument(kDocument).ok());
  ASSERT_TRUE(undo.MakeNewestFolder(kFolder).ok());
  Store(undo.TakeBatch());
  EXPECT_TRUE(Document().filter.is_newest_version());
  EXPECT_EQ(Document().filter.status(), AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_TRUE(Folder().is_newest_version);
  EXPECT_EQ(FindVersions(store_, kDocument, 9)->size(), 1u);
}

TEST_F(ObjectEditorTest, MovedObjectsLeaveNoRowBehind) {
  const size_t rows = Keys().size();
  const PatientId other = *PatientId::FromProto(APatient("30916130186"));
  ObjectEditor editor = At(2);
  for (const EntryUuid& uuid : {kDocument, kFolder, kSet}) {
    ASSERT_TRUE(editor.MoveToPatient(uuid, other, 2).ok());
  }
  Store(editor.TakeBatch());
  EXPECT_EQ(Document().key.patient_number, 2u);
  EXPECT_EQ(Document().entry.patient_id().id(), "30916130186");
  EXPECT_EQ(Folder().key.patient_number, 2u);
  EXPECT_EQ(Folder().folder.patient_id().id(), "30916130186");
  EXPECT_EQ((**ReadSubmissionSetObject(store_, kSet)).set.patient_id().id(), "30916130186");
  EXPECT_EQ(FindUniqueIdUses(store_, "2.999.10.1", 9)->front().row.locator().patient_number(), 2u);
  // Three events of history, one of the feed and the reordering came, nothing else.
  EXPECT_EQ(Keys().size(), rows + 5);
  EXPECT_THAT(Keys(), Not(::testing::Contains(StartsWith("document-filter patient=1"))));
  EXPECT_THAT(History(kDocument), ElementsAre(CHANGE_KIND_PATIENT_CHANGED));
  EXPECT_EQ(ReadHistory(store_, kSet)->front().row.previous_patient_number(), 1u);
  EXPECT_THAT(Feed(), ElementsAre("1.0 CHANGE_KIND_REGISTERED", "2.0 CHANGE_KIND_PATIENT_CHANGED"));
}

TEST_F(ObjectEditorTest, RemovedObjectsLeaveHistoryAndFeedOnly) {
  ObjectEditor editor = At(2);
  for (const EntryUuid& uuid : {kLink, kDocument, kFolder, kSet}) {
    ASSERT_TRUE(editor.Remove(uuid).ok());
  }
  Store(editor.TakeBatch());
  for (const std::string& key : Keys()) {
    EXPECT_THAT(key, ::testing::AnyOf(StartsWith("meta"), StartsWith("term"),
                                      StartsWith("document-change"), StartsWith("object-history")));
  }
  EXPECT_THAT(History(kLink), ElementsAre(CHANGE_KIND_REMOVED));
  EXPECT_THAT(Feed(), ElementsAre("1.0 CHANGE_KIND_REGISTERED", "2.0 CHANGE_KIND_REMOVED"));
}

TEST_F(ObjectEditorTest, ObjectsThatAreNotThereAreAnError) {
  ObjectEditor editor = At(2);
  EXPECT_TRUE(absl::IsInternal(editor.SetDocumentStatus(kFolder, AVAILABILITY_STATUS_APPROVED)));
  EXPECT_TRUE(absl::IsInternal(editor.SetFolderStatus(kNobody, AVAILABILITY_STATUS_APPROVED)));
  EXPECT_TRUE(absl::IsInternal(editor.SetAssociationStatus(kNobody, AVAILABILITY_STATUS_APPROVED)));
  EXPECT_TRUE(absl::IsInternal(editor.SupersedeDocument(kNobody)));
  EXPECT_TRUE(absl::IsInternal(editor.MakeNewestFolder(kNobody)));
  EXPECT_TRUE(absl::IsInternal(editor.TouchFolder(kDocument)));
  EXPECT_TRUE(absl::IsInternal(editor.Remove(kNobody)));
  const PatientId patient = *PatientId::FromProto(APatient());
  EXPECT_TRUE(absl::IsInternal(editor.MoveToPatient(kNobody, patient, 2)));
  EXPECT_TRUE(absl::IsInternal(editor.MoveToPatient(kLink, patient, 2)));
  EXPECT_TRUE(editor.TakeBatch().empty());
}

TEST_F(ObjectEditorTest, DerivedUuidsAreNewAndDependOnTheirName) {
  ObjectEditor editor = At(2);
  const EntryUuid first = *editor.DeriveUuid("2.999.20.1", "a");
  EXPECT_EQ(first, *editor.DeriveUuid("2.999.20.1", "a"));
  EXPECT_NE(first, *editor.DeriveUuid("2.999.20.1", "b"));
  EXPECT_NE(first, *editor.DeriveUuid("2.999.20.2", "a"));
  // Somebody has it: another is derived.
  metadata::v1::Association taken = ALink();
  taken.set_entry_uuid(first.ToString());
  ASSERT_TRUE(editor.AddAssociation(taken).ok());
  const EntryUuid second = *editor.DeriveUuid("2.999.20.1", "a");
  EXPECT_NE(second, first);
}

// Associations that exist depend on it.
TEST_F(ObjectEditorTest, DerivationIsFrozen) {
  EXPECT_EQ(At(2).DeriveUuid("2.999.20.1", "a")->ToString(),
            "urn:uuid:fb0b9201-d05d-4f3e-992c-3b775318af70");
}

TEST_F(ObjectEditorTest, MissingRowsAreDataLoss) {
  platform::KvBatch batch;
  batch.Delete(DocumentEntryKey(Document().key));
  batch.Delete(Encode(Folder().key));
  batch.Delete(AssociationKey(kLink));
  Store(batch);
  EXPECT_TRUE(absl::IsDataLoss(ReadDocument(store_, kDocument).status()));
  EXPECT_TRUE(absl::IsDataLoss(ReadFolder(store_, kFolder).status()));
  EXPECT_TRUE(absl::IsDataLoss(AssociationsAt(store_, kFolder, AssociationEnd::kSource).status()));
}

}  // namespace
}  // namespace docshare::registry
