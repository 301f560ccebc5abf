// A RocksDbKvStore on a disk that really runs full.

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/kv/small_disk.h"

namespace docshare::platform {
namespace {

constexpr uint64_t kDiskBytes = 64 << 20;

class RocksDbFullDiskTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!disk_.obstacle().empty()) GTEST_SKIP() << disk_.obstacle();
  }

  absl::Status TryToOpen(uint64_t write_buffer_bytes, uint64_t reserved_free_bytes,
                         uint64_t ballast_bytes) {
    auto store = RocksDbKvStore::Open({.path = disk_.path() + "/store",
                                       .block_cache_bytes = 1 << 20,
                                       .write_buffer_bytes = write_buffer_bytes,
                                       .reserved_free_bytes = reserved_free_bytes,
                                       .ballast_bytes = ballast_bytes});
    if (!store.ok()) return store.status();
    store_ = *std::move(store);
    return absl::OkStatus();
  }

  void Open(uint64_t write_buffer_bytes, uint64_t reserved_free_bytes, uint64_t ballast_bytes = 0) {
    const absl::Status opened = TryToOpen(write_buffer_bytes, reserved_free_bytes, ballast_bytes);
    ASSERT_TRUE(opened.ok()) << opened;
  }

  std::string ballast() const { return disk_.path() + "/ballast"; }

  // Takes so much of the disk away.
  void PutBallast(uint64_t size_bytes) {
    std::ofstream file(ballast(), std::ios::binary);
    file << std::string(size_bytes, 'b');
    ASSERT_TRUE(file.good());
  }

  // Somebody else takes what is left of the disk.
  void FillToTheLastByte() {
    std::ofstream file(ballast(), std::ios::binary);
    const std::string piece(4096, 'b');
    while (file.write(piece.data(), 4096).flush()) {
    }
    ASSERT_EQ(std::filesystem::space(disk_.path()).available, 0u);
  }

  absl::Status PutRow(int row, size_t size_bytes) {
    std::string content(size_bytes, '\0');
    for (char& byte : content) byte = static_cast<char>(random_() >> 8);
    KvBatch batch;
    batch.Put(absl::StrCat("row", row), content);
    return store_->Write(batch, Durability::kSynced);
  }

  // Writes rows from `row` on until one is refused with this message, and tries again what is
  // refused with another. Returns the number of the row that was refused.
  int FillUp(int row, size_t size_bytes, const std::string& expected_message) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (absl::Now() < deadline) {
      const absl::Status status = PutRow(row, size_bytes);
      if (status.ok()) {
        ++row;
        continue;
      }
      EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
      if (absl::StrContains(status.message(), expected_message)) return row;
    }
    ADD_FAILURE() << "no write was refused with: " << expected_message;
    return row;
  }

  int CountRows(int begin, int end) {
    int found = 0;
    for (int row = begin; row < end; ++row) {
      const auto content = store_->Get(absl::StrCat("row", row));
      EXPECT_TRUE(content.ok()) << content.status();
      if (content.ok() && content->has_value()) ++found;
    }
    return found;
  }

  bool WritesResume(int row) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (absl::Now() < deadline) {
      const absl::Status status = PutRow(row, 1000);
      if (status.ok()) return true;
      EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return false;
  }

  std::minstd_rand random_;
  SmallDisk disk_{kDiskBytes};
  std::unique_ptr<RocksDbKvStore> store_;
};

TEST_F(RocksDbFullDiskTest, RefusesWritesButReadsAndResumesWhenThereIsRoom) {
  Open(/*write_buffer_bytes=*/1 << 20, /*reserved_free_bytes=*/16 << 20);
  PutBallast(20 << 20);
  const int rows = FillUp(0, 10000, "kept in reserve");
  EXPECT_GT(rows, 100);
  EXPECT_EQ(CountRows(0, rows + 1), rows);
  unlink(ballast().c_str());
  EXPECT_TRUE(WritesResume(rows));
  EXPECT_EQ(CountRows(0, rows + 2), rows + 1);
}

// Without a reserve the file into which RocksDB moves rows from memory hits the end of the disk,
// and RocksDB stops taking writes. The log must not hit it, that would end the process: one row
// fills the memory, and the few after it fit into what RocksDB has set aside for the log.
TEST_F(RocksDbFullDiskTest, RecoversFromAFailedFlush) {
  Open(/*write_buffer_bytes=*/4 << 20, /*reserved_free_bytes=*/0);
  PutBallast(kDiskBytes - (17 << 20));
  ASSERT_TRUE(PutRow(0, 10 << 20).ok());
  const int rows = FillUp(1, 100, "No space left on device");
  EXPECT_EQ(CountRows(0, rows + 1), rows);
  unlink(ballast().c_str());
  EXPECT_TRUE(WritesResume(rows));
  EXPECT_EQ(CountRows(0, rows + 2), rows + 1);
  store_.reset();
  Open(/*write_buffer_bytes=*/4 << 20, /*reserved_free_bytes=*/0);
  EXPECT_EQ(CountRows(0, rows + 2), rows + 1);
}

TEST_F(RocksDbFullDiskTest, RecoversWhileOthersPurge) {
  Open(/*write_buffer_bytes=*/4 << 20, /*reserved_free_bytes=*/0);
  PutBallast(kDiskBytes - (17 << 20));
  ASSERT_TRUE(PutRow(0, 10 << 20).ok());
  const int rows = FillUp(1, 100, "No space left on device");
  std::atomic<bool> stop = false;
  std::vector<std::thread> others;
  for (int i = 0; i < 3; ++i) {
    others.emplace_back([this, &stop] {
      while (!stop) {
        const absl::Status purged = store_->Purge("row0", "row1");
        EXPECT_TRUE(purged.ok() || absl::IsResourceExhausted(purged)) << purged;
      }
    });
  }
  unlink(ballast().c_str());
  EXPECT_TRUE(WritesResume(rows));
  stop = true;
  for (std::thread& other : others) other.join();
  EXPECT_EQ(CountRows(0, rows + 2), rows + 1);
}

TEST_F(RocksDbFullDiskTest, OpensOnADiskThatIsFullToTheLastByte) {
  constexpr uint64_t kReserve = 8 << 20;
  constexpr uint64_t kBallast = 12 << 20;
  Open(4 << 20, kReserve, kBallast);
  for (int row = 0; row < 500; ++row) ASSERT_TRUE(PutRow(row, 10000).ok());
  store_.reset();
  FillToTheLastByte();
  Open(4 << 20, kReserve, kBallast);
  EXPECT_EQ(CountRows(0, 600), 500);
  EXPECT_EQ(PutRow(500, 10).code(), absl::StatusCode::kResourceExhausted);
  KvBatch deletion;
  deletion.Delete("row499");
  EXPECT_TRUE(store_->Write(deletion, Durability::kSynced).ok());
  EXPECT_EQ(CountRows(0, 600), 499);
  unlink(ballast().c_str());
  EXPECT_TRUE(WritesResume(499));
  // The next start on a disk with room sets it aside again.
  store_.reset();
  Open(4 << 20, kReserve, kBallast);
  EXPECT_EQ(std::filesystem::file_size(disk_.path() + "/store/BALLAST"), kBallast);
}

TEST_F(RocksDbFullDiskTest, SaysThatThereIsNoRoomToOpen) {
  Open(4 << 20, 0);
  ASSERT_TRUE(PutRow(0, 1000).ok());
  store_.reset();
  FillToTheLastByte();
  const absl::Status opened = TryToOpen(4 << 20, 0, 0);
  EXPECT_EQ(opened.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(absl::StrContains(opened.message(), "make room")) << opened;
  unlink(ballast().c_str());
  Open(4 << 20, 0);
  EXPECT_EQ(CountRows(0, 1), 1);
}

}  // namespace
}  // namespace docshare::platform
