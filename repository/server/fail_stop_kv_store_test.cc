#include "repository/server/fail_stop_kv_store.h"

#include <gtest/gtest.h>

#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/memory_kv_store.h"

namespace docshare::repository {
namespace {

using platform::Durability;

class FailStopKvStoreTest : public ::testing::Test {
 protected:
  absl::Status Put() {
    platform::KvBatch batch;
    batch.Put("key", "value");
    return store_.Write(batch, Durability::kSynced);
  }

  platform::MemoryKvStore memory_;
  platform::FaultyKvStore faulty_{&memory_};
  int failures_ = 0;
  FailStopKvStore store_{&faulty_, [this](const absl::Status&) { ++failures_; }};
};

TEST_F(FailStopKvStoreTest, PassesReadsAndWritesOn) {
  ASSERT_TRUE(Put().ok());
  EXPECT_TRUE(store_.Sync().ok());
  EXPECT_EQ(**store_.Get("key"), "value");
  EXPECT_EQ(**store_.MultiGet({"key"})[0], "value");
  EXPECT_EQ(store_.Scan("", "")->value(), "value");
  EXPECT_EQ(**store_.Snapshot()->Get("key"), "value");
  EXPECT_EQ(failures_, 0);
}

TEST_F(FailStopKvStoreTest, ReportsWritesAfterWhichNothingIsSure) {
  faulty_.FailAtWrite(1, absl::InternalError("I/O error"));
  EXPECT_EQ(Put().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(failures_, 1);
  faulty_.Crash();
  EXPECT_EQ(Put().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(failures_, 2);
}

TEST_F(FailStopKvStoreTest, AFullDiskIsNoReasonToStop) {
  faulty_.FailAtWrite(1, absl::ResourceExhaustedError("disk full"));
  EXPECT_EQ(Put().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(failures_, 0);
}

}  // namespace
}  // namespace docshare::repository
