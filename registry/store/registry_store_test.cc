#include "registry/store/registry_store.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/key_space.h"
#include "registry/index/meta.h"

namespace docshare::registry {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string kCommunity = "urn:oid:2.999.1";
const std::string kKey(32, 'k');
const std::string kVersion = absl::StrCat(kSchemaVersion);

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
  auto kv = StoreWith({{MetaKey(kMetaSchemaVersion), kVersion},
                       {MetaKey(kMetaCommunity), kCommunity},
                       {MetaKey(kMetaCursorKey), std::string(32, 'o')},
                       {MetaKey(kMetaCommitPosition), "17"}});
  auto store = RegistryStore::Open(std::move(kv), kCommunity, kKey);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->commit_position(), 17u);
  EXPECT_EQ((*store)->durable_position(), 17u);
  EXPECT_EQ((*store)->cursor_key(), std::string(32, 'o'));
}

TEST(RegistryStoreTest, RefusesAnOlderAndANewerSchemaVersion) {
  for (uint32_t version : {kSchemaVersion - 1, kSchemaVersion + 1}) {
    auto store = RegistryStore::Open(
        StoreWith({{MetaKey(kMetaSchemaVersion), absl::StrCat(version)}}), kCommunity, kKey);
    EXPECT_TRUE(absl::IsFailedPrecondition(store.status()));
    EXPECT_THAT(std::string(store.status().message()),
                AllOf(HasSubstr(absl::StrCat("schema version ", version)),
                      HasSubstr("no migration"), HasSubstr("the release that wrote it")));
  }
}

TEST(RegistryStoreTest, RefusesAnotherCommunity) {
  auto store = RegistryStore::Open(StoreWith({{MetaKey(kMetaSchemaVersion), kVersion},
                                              {MetaKey(kMetaCommunity), "urn:oid:2.999.2"}}),
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
  auto key = RegistryStore::Open(StoreWith({{MetaKey(kMetaSchemaVersion), kVersion},
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
  EXPECT_EQ((*store)->durable_position(), 5u);
  EXPECT_EQ(*ReadCounter((*store)->reader(), kMetaCommitPosition, 0), 5u);
}

TEST(RegistryStoreTest, PositionsOfRefusalsAloneAreNotDurable) {
  auto store = RegistryStore::Open(StoreWith({}), kCommunity, kKey);
  ASSERT_TRUE(store.ok());
  ASSERT_TRUE((*store)->Commit({}, 3, false).ok());
  EXPECT_EQ((*store)->commit_position(), 3u);
  EXPECT_EQ((*store)->durable_position(), 0u);
}

}  // namespace
}  // namespace docshare::registry
