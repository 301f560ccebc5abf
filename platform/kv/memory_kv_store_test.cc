#include "platform/kv/memory_kv_store.h"

#include <memory>
#include <string>

#include "absl/types/optional.h"
#include "gtest/gtest.h"
#include "platform/kv/kv_store_contract.h"

namespace docshare::platform {
namespace {

INSTANTIATE_TEST_SUITE_P(Memory, KvStoreContractTest,
                         testing::Values(KvStoreContractSubject{
                             "Memory", [](const std::string&) -> std::unique_ptr<KvStore> {
                               return std::make_unique<MemoryKvStore>();
                             }}));

void Put(MemoryKvStore& store, absl::string_view key, Durability durability) {
  KvBatch batch;
  batch.Put(key, "1");
  ASSERT_TRUE(store.Write(batch, durability).ok());
}

bool Has(const KvReader& reader, absl::string_view key) { return reader.Get(key)->has_value(); }

TEST(MemoryKvStoreTest, PowerLossTakesWhatWasNotSynced) {
  MemoryKvStore store;
  Put(store, "a", Durability::kSynced);
  Put(store, "b", Durability::kBuffered);
  store.DropUnsynced();
  EXPECT_TRUE(Has(store, "a"));
  EXPECT_FALSE(Has(store, "b"));
}

TEST(MemoryKvStoreTest, ASyncedWriteSavesTheBufferedOnesBeforeIt) {
  MemoryKvStore store;
  Put(store, "a", Durability::kBuffered);
  Put(store, "b", Durability::kSynced);
  store.DropUnsynced();
  EXPECT_TRUE(Has(store, "a"));
  EXPECT_TRUE(Has(store, "b"));
}

TEST(MemoryKvStoreTest, SyncSavesAllWritesBeforeIt) {
  MemoryKvStore store;
  Put(store, "a", Durability::kBuffered);
  ASSERT_TRUE(store.Sync().ok());
  Put(store, "b", Durability::kBuffered);
  store.DropUnsynced();
  EXPECT_TRUE(Has(store, "a"));
  EXPECT_FALSE(Has(store, "b"));
}

TEST(MemoryKvStoreTest, TakesWritesAfterAPowerLoss) {
  MemoryKvStore store;
  Put(store, "a", Durability::kBuffered);
  store.DropUnsynced();
  Put(store, "b", Durability::kSynced);
  store.DropUnsynced();
  EXPECT_FALSE(Has(store, "a"));
  EXPECT_TRUE(Has(store, "b"));
}

TEST(MemoryKvStoreTest, PowerLossDoesNotChangeAnOlderSnapshot) {
  MemoryKvStore store;
  Put(store, "a", Durability::kBuffered);
  const auto snapshot = store.Snapshot();
  store.DropUnsynced();
  EXPECT_TRUE(Has(*snapshot, "a"));
}

}  // namespace
}  // namespace docshare::platform
