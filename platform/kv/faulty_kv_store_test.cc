#include "platform/kv/faulty_kv_store.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "platform/kv/kv_store_contract.h"
#include "platform/kv/memory_kv_store.h"

namespace docshare::platform {
namespace {

// A FaultyKvStore with its base, so that the contract can be asked of it.
class FaultlessStore : public FaultyKvStore {
 public:
  FaultlessStore() : FaultlessStore(std::make_unique<MemoryKvStore>()) {}

 private:
  explicit FaultlessStore(std::unique_ptr<MemoryKvStore> base)
      : FaultyKvStore(base.get()), base_(std::move(base)) {}

  std::unique_ptr<MemoryKvStore> base_;
};

INSTANTIATE_TEST_SUITE_P(WithoutAFault, KvStoreContractTest,
                         testing::Values(KvStoreContractSubject{
                             "WithoutAFault", [](const std::string&) -> std::unique_ptr<KvStore> {
                               return std::make_unique<FaultlessStore>();
                             }}));

class FaultyKvStoreTest : public testing::Test {
 protected:
  absl::Status Put(absl::string_view key, Durability durability = Durability::kSynced) {
    KvBatch batch;
    batch.Put(key, "1");
    return store_.Write(batch, durability);
  }

  bool BaseHas(absl::string_view key) { return base_.Get(key)->has_value(); }

  MemoryKvStore base_;
  FaultyKvStore store_{&base_};
};

TEST_F(FaultyKvStoreTest, FailsTheWriteOfThatNumberOnly) {
  store_.FailAtWrite(2, absl::ResourceExhaustedError("disk full"));
  EXPECT_TRUE(Put("a").ok());
  EXPECT_EQ(Put("b"), absl::ResourceExhaustedError("disk full"));
  EXPECT_TRUE(Put("c").ok());
  EXPECT_TRUE(BaseHas("a"));
  EXPECT_FALSE(BaseHas("b"));
  EXPECT_TRUE(BaseHas("c"));
  EXPECT_EQ(store_.write_count(), 3);
  EXPECT_FALSE(store_.crashed());
}

TEST_F(FaultyKvStoreTest, CrashLosesTheCrashingWriteWhenTold) {
  store_.CrashAtWrite(2, FaultyKvStore::CrashingWrite::kLost);
  EXPECT_TRUE(Put("a").ok());
  EXPECT_EQ(Put("b").code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(store_.crashed());
  EXPECT_TRUE(BaseHas("a"));
  EXPECT_FALSE(BaseHas("b"));
}

TEST_F(FaultyKvStoreTest, CrashKeepsTheCrashingWriteWhenTold) {
  store_.CrashAtWrite(1, FaultyKvStore::CrashingWrite::kApplied);
  EXPECT_EQ(Put("a").code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(BaseHas("a"));
}

TEST_F(FaultyKvStoreTest, FailsEverythingAfterACrash) {
  ASSERT_TRUE(Put("a").ok());
  const auto snapshot = store_.Snapshot();
  const auto iterator = store_.Scan("", "");
  ASSERT_TRUE(iterator->Valid());
  store_.Crash();

  const std::vector<std::string> keys = {"a", "b"};
  EXPECT_EQ(Put("b").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store_.Sync().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store_.Get("a").status().code(), absl::StatusCode::kUnavailable);
  ASSERT_EQ(store_.MultiGet(keys).size(), 2u);
  EXPECT_EQ(store_.MultiGet(keys)[1].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store_.Scan("", "")->status().code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(iterator->Valid());
  EXPECT_EQ(iterator->status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(snapshot->Get("a").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(BaseHas("b"));
}

TEST_F(FaultyKvStoreTest, RestartsOnTheSameBaseAfterAPowerLoss) {
  ASSERT_TRUE(Put("a", Durability::kSynced).ok());
  ASSERT_TRUE(Put("b", Durability::kBuffered).ok());
  store_.Crash();
  base_.DropUnsynced();
  FaultyKvStore restarted(&base_);
  EXPECT_TRUE(restarted.Get("a")->has_value());
  EXPECT_FALSE(restarted.Get("b")->has_value());
}

}  // namespace
}  // namespace docshare::platform
