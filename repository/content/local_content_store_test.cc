#include "repository/content/local_content_store.h"

#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "platform/random/sequence_uuid_source.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_id.h"
#include "repository/content/content_keys.h"
#include "repository/content/content_store_contract.h"
#include "repository/content/remove_orphans.h"

namespace docshare::repository {
namespace {

namespace fs = std::filesystem;
using platform::Durability;
using platform::KvBatch;
using testing::ElementsAre;
using testing::IsEmpty;

std::unique_ptr<LocalContentStore> MustOpen(const std::string& folder, platform::KvStore* kv,
                                            platform::UuidSource* uuids,
                                            uint64_t reserved_free_bytes = 0) {
  auto store = LocalContentStore::Open({.path = folder + "/documents",
                                        .reserved_free_bytes = reserved_free_bytes,
                                        .key_encryption = platform::TestKeyRing()},
                                       kv, uuids);
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

INSTANTIATE_TEST_SUITE_P(Local, ContentStoreContractTest,
                         testing::Values(ContentStoreContractSubject{
                             "Local", [](const std::string& folder, platform::KvStore* kv,
                                         platform::UuidSource* uuids) {
                               return MustOpen(folder, kv, uuids);
                             }}));

std::string BytesOf(size_t size) {
  std::minstd_rand random(static_cast<uint32_t>(size) + 1);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 8);
  return bytes;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  ASSERT_TRUE(file.good());
}

class LocalContentStoreTest : public testing::Test {
 protected:
  LocalContentStoreTest() { store_ = MustOpen(folder_.path(), &kv_, &uuids_); }

  std::string path() const { return folder_.path() + "/documents"; }
  std::string IncomingPath(const ContentId& id) const {
    return absl::StrCat(path(), "/incoming/", id.ToHex());
  }
  std::string ContentPath(const ContentId& id) const {
    return absl::StrCat(path(), "/content/", id.ToHex().substr(0, 2), "/", id.ToHex());
  }

  // All files of the store.
  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(path())) {
      if (entry.is_regular_file()) files.push_back(entry.path().string());
    }
    return files;
  }

  ContentId Store(const std::string& bytes) {
    auto writer = store_->NewDocument(bytes.size());
    EXPECT_TRUE(writer.ok()) << writer.status();
    EXPECT_TRUE((*writer)->Append(bytes).ok());
    const auto content = (*writer)->Finish();
    EXPECT_TRUE(content.ok()) << content.status();
    // Where files of documents are.
    store_->Keep(*content);
    return content->id;
  }

  // The bytes, or the error that reading meets first.
  absl::StatusOr<std::string> Fetch(const ContentId& id) {
    const auto reader = store_->Open(id);
    if (!reader.ok()) return reader.status();
    std::string bytes;
    while (true) {
      const absl::StatusOr<absl::string_view> piece = (*reader)->Read();
      if (!piece.ok()) return piece.status();
      if (piece->empty()) return bytes;
      absl::StrAppend(&bytes, *piece);
    }
  }

  void ExpectDamaged(const ContentId& id) {
    const absl::StatusOr<std::string> bytes = Fetch(id);
    EXPECT_EQ(bytes.status().code(), absl::StatusCode::kDataLoss) << bytes.status();
    EXPECT_TRUE(absl::StrContains(bytes.status().message(), id.ToHex())) << bytes.status();
  }

  platform::TemporaryFolder folder_;
  platform::MemoryKvStore kv_;
  platform::SequenceUuidSource uuids_;
  std::unique_ptr<LocalContentStore> store_;
};

TEST_F(LocalContentStoreTest, KeepsSmallDocumentsInRowsAndLargeOnesInFiles) {
  Store(BytesOf(LocalContentStore::kInlineLimitBytes));
  EXPECT_THAT(Files(), IsEmpty());
  const ContentId large = Store(BytesOf(LocalContentStore::kInlineLimitBytes + 1));
  EXPECT_THAT(Files(), ElementsAre(ContentPath(large)));
}

TEST_F(LocalContentStoreTest, NeedsAParentFolder) {
  const auto store = LocalContentStore::Open(
      {.path = folder_.path() + "/absent/documents", .key_encryption = platform::TestKeyRing()},
      &kv_, &uuids_);
  EXPECT_EQ(store.status().code(), absl::StatusCode::kNotFound) << store.status();
}

TEST_F(LocalContentStoreTest, NoticesAFlippedBitAnywhereInAFile) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes + 100));
  const std::string bytes = ReadFile(ContentPath(id));
  ASSERT_EQ(bytes.size(), ChunkFileBytes(2 * kChunkBytes + 100));
  std::vector<size_t> positions;
  for (size_t i = 0; i < 41; ++i) positions.push_back(i);
  for (size_t i = 41; i < bytes.size(); i += 9973) positions.push_back(i);
  for (size_t i = bytes.size() - 40; i < bytes.size(); ++i) positions.push_back(i);
  for (const size_t position : positions) {
    SCOPED_TRACE(position);
    std::string damaged = bytes;
    damaged[position] = static_cast<char>(damaged[position] ^ (1 << (position % 8)));
    WriteFile(ContentPath(id), damaged);
    ExpectDamaged(id);
  }
  WriteFile(ContentPath(id), bytes);
  EXPECT_TRUE(Fetch(id).ok());
}

TEST_F(LocalContentStoreTest, NoticesAFileCutAnywhere) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes + 100));
  const std::string bytes = ReadFile(ContentPath(id));
  const size_t chunk = kSealedChunkBytes;
  for (const size_t size :
       {size_t{0}, size_t{1}, kChunkFileHeaderBytes, kChunkFileHeaderBytes + chunk,
        kChunkFileHeaderBytes + chunk - 1, kChunkFileHeaderBytes + 2 * chunk, bytes.size() - 16,
        bytes.size() - 1}) {
    SCOPED_TRACE(size);
    WriteFile(ContentPath(id), bytes.substr(0, size));
    ExpectDamaged(id);
  }
  WriteFile(ContentPath(id), bytes + "x");
  ExpectDamaged(id);
}

TEST_F(LocalContentStoreTest, NoticesSwappedChunks) {
  const ContentId id = Store(BytesOf(3 * kChunkBytes));
  const std::string bytes = ReadFile(ContentPath(id));
  const size_t chunk = kSealedChunkBytes;
  const std::string swapped = bytes.substr(0, ChunkOffset(0)) +
                              bytes.substr(ChunkOffset(1), chunk) +
                              bytes.substr(ChunkOffset(0), chunk) + bytes.substr(ChunkOffset(2));
  ASSERT_EQ(swapped.size(), bytes.size());
  WriteFile(ContentPath(id), swapped);
  ExpectDamaged(id);
}

TEST_F(LocalContentStoreTest, NoticesChunksAndFilesOfAnotherDocument) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  const ContentId other = Store(BytesOf(2 * kChunkBytes));
  const std::string bytes = ReadFile(ContentPath(id));
  WriteFile(ContentPath(other), bytes);
  ExpectDamaged(other);
  const std::string other_header = EncodeChunkFileHeader(other);
  WriteFile(ContentPath(other), other_header + bytes.substr(other_header.size()));
  ExpectDamaged(other);
}

TEST_F(LocalContentStoreTest, NoticesAMissingFile) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  fs::remove(ContentPath(id));
  ExpectDamaged(id);
}

TEST_F(LocalContentStoreTest, GivesWhatIsWholeBeforeADamagedChunk) {
  const std::string bytes = BytesOf(3 * kChunkBytes);
  const ContentId id = Store(bytes);
  std::string file = ReadFile(ContentPath(id));
  file[ChunkOffset(1) + 5] = static_cast<char>(file[ChunkOffset(1) + 5] ^ 1);
  WriteFile(ContentPath(id), file);
  const auto reader = store_->Open(id);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_TRUE(*(*reader)->Read() == bytes.substr(0, kChunkBytes));
  EXPECT_EQ((*reader)->Read().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ((*reader)->Read().status().code(), absl::StatusCode::kDataLoss);
  ASSERT_TRUE((*reader)->Seek(2 * kChunkBytes).ok());
  EXPECT_TRUE(*(*reader)->Read() == bytes.substr(2 * kChunkBytes));
}

TEST_F(LocalContentStoreTest, NoticesAFlippedBitAnywhereInARow) {
  const ContentId id = Store(BytesOf(1000));
  const std::string row = **kv_.Get(ContentKey(id));
  for (size_t position = 0; position < row.size(); ++position) {
    SCOPED_TRACE(position);
    std::string damaged = row;
    damaged[position] = static_cast<char>(damaged[position] ^ (1 << (position % 8)));
    KvBatch batch;
    batch.Put(ContentKey(id), damaged);
    ASSERT_TRUE(kv_.Write(batch, Durability::kBuffered).ok());
    ExpectDamaged(id);
  }
}

TEST_F(LocalContentStoreTest, NoticesTheRowOfAnotherDocument) {
  const ContentId id = Store(BytesOf(1000));
  const ContentId other = Store(BytesOf(1000));
  KvBatch batch;
  batch.Put(ContentKey(other), **kv_.Get(ContentKey(id)));
  ASSERT_TRUE(kv_.Write(batch, Durability::kBuffered).ok());
  ExpectDamaged(other);
}

TEST_F(LocalContentStoreTest, RemovesDamagedContent) {
  const ContentId small = Store(BytesOf(1000));
  const ContentId large = Store(BytesOf(2 * kChunkBytes));
  WriteFile(ContentPath(large), "rubbish");
  KvBatch batch;
  batch.Put(ContentKey(small), "rubbish");
  ASSERT_TRUE(kv_.Write(batch, Durability::kBuffered).ok());
  EXPECT_EQ(*RemoveOrphans(store_.get()), 2);
  EXPECT_THAT(Files(), IsEmpty());
  EXPECT_FALSE(kv_.Scan("", "")->Valid());
}

TEST_F(LocalContentStoreTest, LeavesForeignFilesAlone) {
  WriteFile(path() + "/incoming/notes.txt", "not ours");
  EXPECT_EQ(*RemoveOrphans(store_.get()), 0);
  EXPECT_EQ(Files().size(), 1u);
}

TEST_F(LocalContentStoreTest, RefusesDocumentsWhenTheReserveIsReached) {
  const auto store = MustOpen(folder_.path(), &kv_, &uuids_, uint64_t{1} << 62);
  EXPECT_EQ(store->NewDocument(0).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(store_->NewDocument(uint64_t{1} << 62).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(LocalContentStoreTest, DoesNotTouchAFileThatHasItsName) {
  platform::SequenceUuidSource same_uuids;
  const ContentId next(same_uuids.Next());
  WriteFile(IncomingPath(next), "in the way");
  auto writer = store_->NewDocument(0);
  ASSERT_TRUE(writer.ok());
  const absl::Status first = (*writer)->Append(BytesOf(2 * kChunkBytes));
  EXPECT_EQ(first.code(), absl::StatusCode::kAlreadyExists) << first;
  EXPECT_EQ((*writer)->Append("more"), first);
  EXPECT_EQ((*writer)->Finish().status(), first);
  EXPECT_EQ(ReadFile(IncomingPath(next)), "in the way");
}

// Every write of the way fails once, by an error or by a crash; what is left must be swept.
TEST_F(LocalContentStoreTest, AFailedRowLeavesNothing) {
  for (const size_t size : {size_t{10}, 2 * kChunkBytes}) {
    SCOPED_TRACE(size);
    platform::FaultyKvStore faulty(&kv_);
    faulty.FailAtWrite(1, absl::ResourceExhaustedError("disk full"));
    const auto store = MustOpen(folder_.path(), &faulty, &uuids_);
    auto writer = store->NewDocument(size);
    ASSERT_TRUE((*writer)->Append(BytesOf(size)).ok());
    EXPECT_EQ((*writer)->Finish().status(), absl::ResourceExhaustedError("disk full"));
    EXPECT_THAT(Files(), IsEmpty());
    EXPECT_FALSE(kv_.Scan("", "")->Valid());
  }
}

TEST_F(LocalContentStoreTest, SweepsAFileThatNobodyClaimedBeforeItMoved) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  fs::rename(ContentPath(id), IncomingPath(id));
  EXPECT_EQ(*RemoveOrphans(store_.get()), 1);
  EXPECT_THAT(Files(), IsEmpty());
  EXPECT_FALSE(kv_.Scan("", "")->Valid());
}

TEST_F(LocalContentStoreTest, AFileMovesWhenItIsKeptAndIsReadBeforeAndAfter) {
  const std::string bytes = BytesOf(2 * kChunkBytes);
  auto writer = store_->NewDocument(0);
  ASSERT_TRUE((*writer)->Append(bytes).ok());
  const StoredContent content = *(*writer)->Finish();
  EXPECT_THAT(Files(), ElementsAre(IncomingPath(content.id)));
  EXPECT_EQ(*Fetch(content.id), bytes);
  store_->Keep(content);
  EXPECT_THAT(Files(), ElementsAre(ContentPath(content.id)));
  EXPECT_EQ(*Fetch(content.id), bytes);
  store_->Keep(content);
  EXPECT_THAT(Files(), ElementsAre(ContentPath(content.id)));
}

TEST_F(LocalContentStoreTest, AClaimedFileThatDidNotMoveMovesAtTheNextStart) {
  const std::string bytes = BytesOf(2 * kChunkBytes);
  const ContentId id = Store(bytes);
  KvBatch batch;
  store_->Claim(id, &batch);
  ASSERT_TRUE(kv_.Write(batch, Durability::kSynced).ok());
  fs::rename(ContentPath(id), IncomingPath(id));
  EXPECT_EQ(*RemoveOrphans(store_.get()), 0);
  EXPECT_EQ(*Fetch(id), bytes);
  store_ = MustOpen(folder_.path(), &kv_, &uuids_);
  EXPECT_THAT(Files(), ElementsAre(ContentPath(id)));
  EXPECT_EQ(*RemoveOrphans(store_.get()), 0);
  EXPECT_EQ(*Fetch(id), bytes);
}

TEST_F(LocalContentStoreTest, SweepsAnUnfinishedFile) {
  auto writer = store_->NewDocument(0);
  ASSERT_TRUE((*writer)->Append(BytesOf(3 * kChunkBytes)).ok());
  const std::vector<std::string> files = Files();
  ASSERT_EQ(files.size(), 1u);
  const std::string bytes = ReadFile(files[0]);
  writer->reset();
  WriteFile(files[0], bytes);
  EXPECT_EQ(*RemoveOrphans(store_.get()), 1);
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(LocalContentStoreTest, ARemovalThatCrashedIsRepeated) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  platform::FaultyKvStore faulty(&kv_);
  faulty.CrashAtWrite(1, platform::FaultyKvStore::CrashingWrite::kLost);
  const auto store = MustOpen(folder_.path(), &faulty, &uuids_);
  EXPECT_EQ(store->Remove(id).code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(Files(), IsEmpty());
  EXPECT_EQ(*RemoveOrphans(store_.get()), 1);
  EXPECT_FALSE(kv_.Scan("", "")->Valid());
}

uint64_t PeakMemoryBytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<uint64_t>(usage.ru_maxrss) * 1024;
}

TEST_F(LocalContentStoreTest, TakesTheSameMemoryForALargeDocument) {
  constexpr int kPieces = 100;
  const std::string piece = BytesOf(1 << 20);
  const auto store_and_fetch = [&](int pieces) {
    auto writer = store_->NewDocument(0);
    for (int i = 0; i < pieces; ++i) ASSERT_TRUE((*writer)->Append(piece).ok());
    const auto content = (*writer)->Finish();
    ASSERT_TRUE(content.ok()) << content.status();
    const auto reader = store_->Open(content->id);
    uint64_t size_bytes = 0;
    while (true) {
      const auto read = (*reader)->Read();
      ASSERT_TRUE(read.ok()) << read.status();
      if (read->empty()) break;
      ASSERT_TRUE(*read ==
                  absl::string_view(piece).substr(size_bytes % piece.size(), read->size()));
      size_bytes += read->size();
    }
    EXPECT_EQ(size_bytes, uint64_t(pieces) << 20);
  };
  store_and_fetch(2);
  const uint64_t before = PeakMemoryBytes();
  store_and_fetch(kPieces);
  EXPECT_LT(PeakMemoryBytes() - before, 2u << 20);
}

}  // namespace
}  // namespace docshare::repository
