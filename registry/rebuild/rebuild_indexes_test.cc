#include "registry/rebuild/rebuild_indexes.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/index/key_printer.h"
#include "registry/index/key_space.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/stored_folder.h"
#include "registry/objects/testing/edited_store.h"
#include "registry/rebuild/rebuild_step.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kKari[] = "12838520020";
constexpr char kOla[] = "30916130186";

constexpr KeySpace kIndexes[] = {
    KeySpace::kPatientByIdentifier, KeySpace::kDocumentFilter,    KeySpace::kObjectByUuid,
    KeySpace::kObjectByUniqueId,    KeySpace::kObjectByLogicalId, KeySpace::kAssociationByEnd,
};

// A registry with something of every kind: submissions with folders and references, a deprecated
// document, later versions of a document and a folder, an on-demand entry, a document that changed
// its patient, a removed one, a merged patient.
class RebuildIndexesTest : public ::testing::Test {
 protected:
  RebuildIndexesTest() : kari_(edited_.AddPatient(kKari)), ola_(edited_.AddPatient(kOla)) {
    const auto uuids = edited_.Register(ASubmission()
                                            .OfPatient(kKari)
                                            .With(AnEntry().WithEntryUuid("first"))
                                            .With(AnEntry().WithEntryUuid("second"))
                                            .With(AnEntry().WithEntryUuid("third").AsOnDemand())
                                            .With(AFolder().WithEntryUuid("folder"))
                                            .Filing("first", "folder")
                                            .Build());
    first_ = uuids.at("first").ToString();
    edited_.Register(ASubmission()
                         .OfPatient(kKari)
                         .WithRelated(AnEntry(), kReplace, uuids.at("second").ToString())
                         .Build());
    const EntryUuid moved = edited_.Register(AnEntry().OfPatient(kOla));
    const EntryUuid removed = edited_.Register(AnEntry().OfPatient(kOla));
    edited_.Edit([&](ObjectEditor& editor) {
      EXPECT_TRUE(
          editor.SetDocumentStatus(uuids.at("second"), AVAILABILITY_STATUS_DEPRECATED).ok());
      EXPECT_TRUE(editor
                      .MoveToPatient(
                          moved, *PatientId::FromProto(docshare::testing::APatient(kKari)), kari_)
                      .ok());
      EXPECT_TRUE(editor.Remove(removed).ok());
      AddVersion(editor, uuids.at("first"));
      AddFolderVersion(editor, uuids.at("folder"));
    });
    edited_.MarkMerged(ola_, kari_);
    original_ = edited_.Rows();
  }

  void AddVersion(ObjectEditor& editor, const EntryUuid& previous) {
    metadata::v1::DocumentEntry entry = (*ReadDocument(editor.now(), previous))->entry;
    entry.set_entry_uuid("urn:uuid:0f1a2b3c-1111-4222-8333-444455556666");
    entry.set_version(2);
    EXPECT_TRUE(editor.SupersedeDocument(previous).ok());
    EXPECT_TRUE(editor.AddDocument(entry, kari_, storage::v1::CHANGE_KIND_UPDATED).ok());
  }

  void AddFolderVersion(ObjectEditor& editor, const EntryUuid& previous) {
    metadata::v1::Folder folder = (*ReadFolder(editor.now(), previous))->folder;
    folder.set_entry_uuid("urn:uuid:0f1a2b3c-2222-4222-8333-444455556666");
    folder.set_version(2);
    EXPECT_TRUE(editor.SupersedeFolder(previous).ok());
    EXPECT_TRUE(editor.AddFolder(folder, kari_, storage::v1::CHANGE_KIND_UPDATED).ok());
  }

  RebuiltRows Rebuild(bool compare_only = false, uint32_t max_rows = 3) {
    RebuiltRows all;
    for (RebuildStep step : kRebuildSteps) {
      storage::v1::RebuildIndexesCommand command;
      command.set_step(static_cast<uint32_t>(step));
      command.set_max_rows(max_rows);
      command.set_compare_only(compare_only);
      do {
        platform::KvBatch batch;
        auto piece = ApplyRebuildIndexes(command, edited_.reader(), batch);
        EXPECT_TRUE(piece.ok()) << ToString(step) << ": " << piece.status();
        if (!piece.ok()) return all;
        EXPECT_LE(piece->rows, max_rows);
        EXPECT_TRUE(!compare_only || batch.empty());
        edited_.Commit(batch);
        all.rows += piece->rows;
        all.changed += piece->changed;
        all.unreadable.insert(all.unreadable.end(), piece->unreadable.begin(),
                              piece->unreadable.end());
        command.set_from_key(piece->next_key);
      } while (!command.from_key().empty());
    }
    return all;
  }

  std::vector<std::string> KeysOf(KeySpace space) const {
    std::vector<std::string> keys;
    for (const auto& [key, value] : original_) {
      if (key[0] == static_cast<char>(space)) keys.push_back(key);
    }
    return keys;
  }

  // Rows that differ from the original ones, for people.
  std::vector<std::string> Differences() const {
    std::vector<std::string> differences;
    const auto now = edited_.Rows();
    for (const auto& [key, value] : original_) {
      auto it = now.find(key);
      if (it == now.end()) differences.push_back(absl::StrCat("missing ", PrintKey(key)));
      if (it != now.end() && it->second != value) {
        differences.push_back(absl::StrCat("wrong ", PrintKey(key)));
      }
    }
    for (const auto& [key, value] : now) {
      if (original_.count(key) == 0) differences.push_back(absl::StrCat("stray ", PrintKey(key)));
    }
    return differences;
  }

  EditedStore edited_;
  const uint64_t kari_;
  const uint64_t ola_;
  std::string first_;
  std::map<std::string, std::string> original_;
};

TEST_F(RebuildIndexesTest, EveryIndexHasRowsToLose) {
  for (KeySpace space : kIndexes) EXPECT_THAT(KeysOf(space), Not(IsEmpty()));
}

TEST_F(RebuildIndexesTest, ChangesNothingInASoundStore) {
  const RebuiltRows rebuilt = Rebuild();
  EXPECT_EQ(rebuilt.changed, 0u);
  EXPECT_THAT(rebuilt.unreadable, IsEmpty());
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(RebuildIndexesTest, RestoresEachIndexThatIsGoneByteForByte) {
  for (KeySpace space : kIndexes) {
    const std::vector<std::string> keys = KeysOf(space);
    platform::KvBatch batch;
    for (const std::string& key : keys) batch.Delete(key);
    edited_.Commit(batch);
    EXPECT_EQ(Rebuild().changed, keys.size()) << KeySpaceName(static_cast<uint8_t>(space));
    EXPECT_THAT(Differences(), IsEmpty());
  }
}

TEST_F(RebuildIndexesTest, RestoresAllIndexesAtOnceByteForByte) {
  platform::KvBatch batch;
  for (KeySpace space : kIndexes) {
    for (const std::string& key : KeysOf(space)) batch.Delete(key);
  }
  edited_.Commit(batch);
  Rebuild();
  EXPECT_THAT(Differences(), IsEmpty());
  EXPECT_EQ(Rebuild().changed, 0u);
}

TEST_F(RebuildIndexesTest, RestoresDamagedValuesByteForByte) {
  platform::KvBatch batch;
  for (KeySpace space : kIndexes) {
    for (const std::string& key : KeysOf(space)) batch.Put(key, "\xff damaged");
  }
  edited_.Commit(batch);
  Rebuild();
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(RebuildIndexesTest, ErasesRowsThatNoObjectAsksFor) {
  platform::KvBatch batch;
  for (KeySpace space : kIndexes) {
    const std::vector<std::string> keys = KeysOf(space);
    // The row of something that is not there: another UUID, identifier or end. A malformed key.
    std::string other = keys.front();
    other[other.size() - 3] = static_cast<char>(other[other.size() - 3] ^ 0x55);
    batch.Put(other, original_.at(keys.front()));
    batch.Put(std::string(1, static_cast<char>(space)) + "malformed", "");
  }
  // The row an object would ask for if it were another one: another unique id, a later version.
  std::string key = KeysOf(KeySpace::kObjectByUniqueId).front();
  key[1] = '9';
  batch.Put(key, "");
  key = KeysOf(KeySpace::kObjectByLogicalId).front();
  key[20] = 9;
  batch.Put(key, original_.at(KeysOf(KeySpace::kObjectByLogicalId).front()));
  edited_.Commit(batch);
  EXPECT_FALSE(Differences().empty());
  Rebuild();
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(RebuildIndexesTest, ComparingAloneCountsAndWritesNothing) {
  platform::KvBatch batch;
  const std::vector<std::string> keys = KeysOf(KeySpace::kObjectByUniqueId);
  for (const std::string& key : keys) batch.Delete(key);
  edited_.Commit(batch);
  const auto before = edited_.Rows();
  EXPECT_EQ(Rebuild(/*compare_only=*/true).changed, keys.size());
  EXPECT_EQ(edited_.Rows(), before);
}

TEST_F(RebuildIndexesTest, ObjectThatCannotBeReadIsNamedAndKeepsItsRows) {
  const std::string key = KeysOf(KeySpace::kDocumentEntry).front();
  platform::KvBatch batch;
  batch.Put(key, "\xff");
  edited_.Commit(batch);
  const RebuiltRows rebuilt = Rebuild();
  EXPECT_EQ(rebuilt.changed, 0u);
  EXPECT_THAT(rebuilt.unreadable, ElementsAre(PrintKey(key)));
  EXPECT_THAT(Differences(), ElementsAre(StartsWith("wrong document-entry")));
}

TEST_F(RebuildIndexesTest, TermThatIsGoneGetsANewNumber) {
  const std::string key = KeysOf(KeySpace::kTermByText).front();
  platform::KvBatch batch;
  batch.Delete(key);
  edited_.Commit(batch);
  EXPECT_GT(Rebuild().changed, 0u);
  EXPECT_EQ(edited_.Rows().count(key), 1u);
  EXPECT_EQ(Rebuild().changed, 0u);
}

TEST_F(RebuildIndexesTest, PiecesOfAnySizeCoverTheSameRows) {
  EXPECT_EQ(Rebuild(true, 1).rows, Rebuild(true, kMaxRebuildRows).rows);
}

TEST_F(RebuildIndexesTest, WrongCommandsAreRefused) {
  storage::v1::RebuildIndexesCommand good;
  good.set_step(2);
  good.set_max_rows(1);
  platform::KvBatch batch;
  ASSERT_TRUE(ApplyRebuildIndexes(good, edited_.reader(), batch).ok());
  for (auto [step, from_key, max_rows] : {std::tuple{0u, "", 1u},
                                          {13u, "", 1u},
                                          {2u, "", 0u},
                                          {2u, "", kMaxRebuildRows + 1},
                                          {2u, "\x08", 1u},
                                          {2u, "\x06", 1u}}) {
    storage::v1::RebuildIndexesCommand command;
    command.set_step(step);
    command.set_from_key(from_key);
    command.set_max_rows(max_rows);
    EXPECT_TRUE(
        absl::IsInvalidArgument(ApplyRebuildIndexes(command, edited_.reader(), batch).status()))
        << step;
  }
}

TEST(RebuildStepTest, EveryStepHasANumberANameAndASpace) {
  for (RebuildStep step : kRebuildSteps) {
    EXPECT_EQ(ToRebuildStep(static_cast<uint32_t>(step)), step);
    EXPECT_FALSE(ToString(step).empty());
    EXPECT_NE(KeySpaceName(static_cast<uint8_t>(SpaceOf(step))), "unknown");
  }
  EXPECT_FALSE(ToRebuildStep(0).has_value());
}

}  // namespace
}  // namespace docshare::registry
