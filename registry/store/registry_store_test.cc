#include "registry/store/registry_store.h"

#include <memory>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/key_space.h"
#include "registry/index/meta.h"

namespace docshare::registry {
namespace {

using ::testing::HasSubstr;

const std::string kCommunity = "urn:oid:2.999.1";
const std::string kKey(32, 'k');

// A store with these rows.
std::unique_ptr<platform::KvStore> StoreWith(
    std::initializer_list<std::pair<std::string, std::string>> rows) {
  auto kv = std::make_unique<platform::MemoryKvStore>();
  platform::KvBatch batch;
  for (const auto& [key, value] : rows) batch.Put(key, value);
  EXPECT_TRUE(kv->Write(batch, platform::Durability::kSynced).ok());
  return kv;
}

TEST(RegistryStoreTest, MakesADatabaseOfAnEmptyStore) {
  auto store = RegistryStore::Open(StoreWith({}), kCommunity, kKey);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->commit_position(), 0u);
  EXPECT_EQ((*store)->community(), kCommunity);
  EXPECT_EQ((*store)->cursor_key(), kKey);
}

TEST(RegistryStoreTest, KeepsItsSettingsAndPosition) {
  auto kv = StoreWith({{MetaKey(kMetaSchemaVersion), "1"},
                       {MetaKey(kMetaCommunity), kCommunity},
                       {MetaKey(kMetaCursorKey), std::string(32, 'o')},
                       {MetaKey(kMetaCommitPosition), "17"}});
  auto store = RegistryStore::Open(std::move(kv), kCommunity, kKey);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->commit_position(), 17u);
  EXPECT_EQ((*store)->cursor_key(), std::string(32, 'o'));
}

TEST(RegistryStoreTest, RefusesAnUnknownSchemaVersion) {
  auto store =
      RegistryStore::Open(StoreWith({{MetaKey(kMetaSchemaVersion), "2"}}), kCommunity, kKey);
  EXPECT_TRUE(absl::IsFailedPrecondition(store.status()));
  EXPECT_THAT(std::string(store.status().message()), HasSubstr("schema version 2"));
}

TEST(RegistryStoreTest, RefusesAnotherCommunity) {
  auto store = RegistryStore::Open(
      StoreWith({{MetaKey(kMetaSchemaVersion), "1"}, {MetaKey(kMetaCommunity), "urn:oid:2.999.2"}}),
      kCommunity, kKey);
  EXPECT_TRUE(absl::IsFailedPrecondition(store.status()));
  EXPECT_THAT(std::string(store.status().message()), HasSubstr("urn:oid:2.999.2"));
}

TEST(RegistryStoreTest, RefusesRowsWithoutASchemaVersion) {
  auto store = RegistryStore::Open(StoreWith({{"\x06row", "x"}}), kCommunity, kKey);
  EXPECT_TRUE(absl::IsDataLoss(store.status()));
}

TEST(RegistryStoreTest, RefusesDamagedSettings) {
  auto version =
      RegistryStore::Open(StoreWith({{MetaKey(kMetaSchemaVersion), "one"}}), kCommunity, kKey);
  EXPECT_TRUE(absl::IsDataLoss(version.status()));
  auto key = RegistryStore::Open(StoreWith({{MetaKey(kMetaSchemaVersion), "1"},
                                            {MetaKey(kMetaCommunity), kCommunity},
                                            {MetaKey(kMetaCursorKey), "short"}}),
                                 kCommunity, kKey);
  EXPECT_TRUE(absl::IsDataLoss(key.status()));
}

TEST(RegistryStoreTest, CommitMovesThePosition) {
  auto store = RegistryStore::Open(StoreWith({}), kCommunity, kKey);
  ASSERT_TRUE(store.ok());
  platform::KvBatch batch;
  batch.Put("\x06row", "x");
  ASSERT_TRUE((*store)->Commit(batch, 5, true).ok());
  EXPECT_EQ((*store)->commit_position(), 5u);
  EXPECT_EQ(*ReadCounter((*store)->reader(), kMetaCommitPosition, 0), 5u);
}

}  // namespace
}  // namespace docshare::registry
