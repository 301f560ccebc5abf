// A LocalContentStore on a disk that really runs full.

#include <filesystem>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/small_disk.h"
#include "platform/random/sequence_uuid_source.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_store.h"
#include "repository/content/local_content_store.h"

namespace docshare::repository {
namespace {

constexpr uint64_t kDiskBytes = 8 << 20;

class LocalContentFullDiskTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!disk_.obstacle().empty()) GTEST_SKIP() << disk_.obstacle();
  }

  void Open(uint64_t reserved_free_bytes) {
    auto store = LocalContentStore::Open({.path = disk_.path() + "/documents",
                                          .reserved_free_bytes = reserved_free_bytes,
                                          .key_encryption = platform::TestKeyRing()},
                                         &kv_, &uuids_);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  // Stores a document of so many bytes, of which nobody knew beforehand.
  absl::Status Store(uint64_t size_bytes) {
    auto writer = store_->NewDocument(0);
    if (!writer.ok()) return writer.status();
    const std::string piece(kChunkBytes, 'x');
    for (uint64_t done = 0; done < size_bytes; done += piece.size()) {
      absl::Status appended = (*writer)->Append(piece);
      if (!appended.ok()) return appended;
    }
    return (*writer)->Finish().status();
  }

  uint64_t FreeBytes() const { return std::filesystem::space(disk_.path()).available; }

  platform::SmallDisk disk_{kDiskBytes};
  platform::MemoryKvStore kv_;
  platform::SequenceUuidSource uuids_;
  std::unique_ptr<LocalContentStore> store_;
};

TEST_F(LocalContentFullDiskTest, GivesTheDiskBackAndGoesOn) {
  Open(0);
  const uint64_t free_bytes = FreeBytes();
  EXPECT_EQ(Store(2 * kDiskBytes).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(FreeBytes(), free_bytes);
  EXPECT_FALSE(kv_.Scan("", "")->Valid());
  const absl::Status status = Store(kDiskBytes / 2);
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(LocalContentFullDiskTest, KeepsTheReserve) {
  Open(kDiskBytes / 2);
  const absl::Status status = Store(kDiskBytes);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(absl::StrContains(status.message(), "kept in reserve")) << status;
  EXPECT_TRUE(Store(kDiskBytes / 4).ok());
}

TEST_F(LocalContentFullDiskTest, RefusesAtOnceWhatIsAnnouncedTooLarge) {
  Open(0);
  EXPECT_EQ(store_->NewDocument(2 * kDiskBytes).status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace docshare::repository
