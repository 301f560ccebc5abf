#include "registry/register/replaced_document.h"

#include <string>

#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/objects/object_editor.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

EntryUuid Object(uint8_t number) { return EntryUuid::FromBytes({number}); }

class ReplacedDocumentTest : public ::testing::Test {
 protected:
  ReplacedDocumentTest() {
    for (uint8_t document = 1; document <= 6; ++document) AddDocument(Object(document));
  }

  void AddDocument(const EntryUuid& uuid) {
    Edit([&](ObjectEditor& editor) {
      return editor.AddDocument(
          AnEntry()
              .WithEntryUuid(uuid.ToString())
              .Also([](metadata::v1::DocumentEntry& entry) {
                entry.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
                entry.set_version(1);
              })
              .Build(),
          1, storage::v1::CHANGE_KIND_REGISTERED);
    });
  }

  void DeprecateDocument(uint8_t document) {
    Edit([&](ObjectEditor& editor) {
      return editor.SetDocumentStatus(Object(document),
                                      metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
    });
  }

  // Associations may lead anywhere: only their ends are looked at.
  EntryUuid Link(const EntryUuid& source, const char* type, const EntryUuid& target) {
    const EntryUuid uuid = EntryUuid::FromBytes({0xff, ++links_});
    metadata::v1::Association association;
    association.set_entry_uuid(uuid.ToString());
    association.set_association_type(type);
    association.set_source_object(source.ToString());
    association.set_target_object(target.ToString());
    Edit([&](ObjectEditor& editor) { return editor.AddAssociation(association); });
    return uuid;
  }

  void AddFolder(const EntryUuid& uuid) {
    Edit([&](ObjectEditor& editor) {
      return editor.AddFolder(
          AFolder()
              .WithEntryUuid(uuid.ToString())
              .Also([](metadata::v1::Folder& folder) {
                folder.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
                folder.set_version(1);
              })
              .Build(),
          1, storage::v1::CHANGE_KIND_REGISTERED);
    });
  }

  void DeprecateLink(const EntryUuid& uuid) {
    Edit([&](ObjectEditor& editor) {
      return editor.SetAssociationStatus(uuid, metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
    });
  }

  void Edit(const std::function<absl::Status(ObjectEditor&)>& change) {
    ObjectEditor editor(&store_, {1, 1});
    ASSERT_TRUE(change(editor).ok());
    ASSERT_TRUE(store_.Write(editor.TakeBatch(), platform::Durability::kSynced).ok());
  }

  std::vector<EntryUuid> Dependents(uint8_t of) {
    absl::flat_hash_set<EntryUuid> visited;
    return *DependentsOf(store_, Object(of), visited);
  }

  std::vector<EntryUuid> Folders(uint8_t of) {
    std::vector<EntryUuid> uuids;
    auto folders = FoldersHolding(store_, Object(of));
    EXPECT_TRUE(folders.ok()) << folders.status();
    for (const StoredFolder& folder : *folders) uuids.push_back(folder.key.uuid);
    return uuids;
  }

  platform::MemoryKvStore store_;
  uint8_t links_ = 0;
};

TEST_F(ReplacedDocumentTest, TransformationsAndAddendaDependAtAnyDepth) {
  Link(Object(2), kTransform, Object(1));
  Link(Object(3), kAppend, Object(2));
  Link(Object(4), kAppend, Object(1));
  Link(Object(5), kTransform, Object(3));
  EXPECT_THAT(Dependents(1), UnorderedElementsAre(Object(2), Object(3), Object(4), Object(5)));
  EXPECT_THAT(Dependents(3), ElementsAre(Object(5)));
  EXPECT_THAT(Dependents(5), IsEmpty());
}

TEST_F(ReplacedDocumentTest, OtherRelationshipsDoNotDepend) {
  Link(Object(2), kReplace, Object(1));
  Link(Object(3), kSigns, Object(1));
  Link(Object(4), kIsSnapshotOf, Object(1));
  Link(Object(5), kTransformAndReplace, Object(1));
  Link(Object(1), kAppend, Object(6));
  EXPECT_THAT(Dependents(1), IsEmpty());
}

TEST_F(ReplacedDocumentTest, CirclesAreWalkedOnce) {
  Link(Object(2), kAppend, Object(1));
  Link(Object(3), kTransform, Object(2));
  Link(Object(1), kAppend, Object(3));
  Link(Object(2), kTransform, Object(2));
  EXPECT_THAT(Dependents(1), ElementsAre(Object(2), Object(3)));
}

TEST_F(ReplacedDocumentTest, TwoWaysToOneDocumentCountOnce) {
  Link(Object(2), kAppend, Object(1));
  Link(Object(2), kTransform, Object(1));
  EXPECT_THAT(Dependents(1), ElementsAre(Object(2)));
}

TEST_F(ReplacedDocumentTest, DeprecatedDocumentsEndAChain) {
  Link(Object(2), kTransform, Object(1));
  Link(Object(3), kAppend, Object(2));
  Link(Object(4), kAppend, Object(1));
  DeprecateDocument(2);
  EXPECT_THAT(Dependents(1), ElementsAre(Object(4)));
  EXPECT_THAT(Dependents(2), ElementsAre(Object(3)));
}

TEST_F(ReplacedDocumentTest, WhatWasVisitedIsNotWalkedAgain) {
  Link(Object(2), kTransform, Object(1));
  Link(Object(3), kAppend, Object(2));
  absl::flat_hash_set<EntryUuid> visited;
  EXPECT_THAT(*DependentsOf(store_, Object(2), visited), ElementsAre(Object(3)));
  EXPECT_THAT(*DependentsOf(store_, Object(1), visited), IsEmpty());
  EXPECT_THAT(visited, UnorderedElementsAre(Object(1), Object(2), Object(3)));
  EXPECT_THAT(*DependentsOf(store_, Object(3), visited), IsEmpty());
}

TEST_F(ReplacedDocumentTest, DeprecatedAssociationsDoNotCount) {
  DeprecateLink(Link(Object(2), kAppend, Object(1)));
  AddFolder(Object(9));
  DeprecateLink(Link(Object(9), kHasMember, Object(1)));
  EXPECT_THAT(Dependents(1), IsEmpty());
  EXPECT_THAT(Folders(1), IsEmpty());
}

TEST_F(ReplacedDocumentTest, FindsTheApprovedFolders) {
  for (uint8_t folder : {7, 8, 9}) {
    AddFolder(Object(folder));
    Link(Object(folder), kHasMember, Object(1));
  }
  Link(Object(7), kHasMember, Object(1));
  // A submission set holds it too.
  Link(Object(20), kHasMember, Object(1));
  Edit([&](ObjectEditor& editor) {
    return editor.SetFolderStatus(Object(8), metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  });
  EXPECT_THAT(Folders(1), UnorderedElementsAre(Object(7), Object(9)));
  EXPECT_THAT(Folders(2), IsEmpty());
}

}  // namespace
}  // namespace docshare::registry
