// S3ContentStore over a real S3 server.

#include "repository/content/s3_content_store.h"

#include <sys/resource.h>

#include <filesystem>
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
#include "platform/clock/system_clock.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/random/sequence_uuid_source.h"
#include "platform/s3/testing/ceph_s3_environment.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_id.h"
#include "repository/content/content_keys.h"
#include "repository/content/content_row.h"
#include "repository/content/content_store_contract.h"
#include "repository/content/remove_orphans.h"

namespace docshare::repository {
namespace {

using platform::CephS3Environment;
using platform::Durability;
using platform::KvBatch;
using platform::S3Client;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr size_t kPartBytes = S3Client::kMinPartBytes;

const auto* const kEnvironment = testing::AddGlobalTestEnvironment(new CephS3Environment);

S3Client* Client() {
  static platform::SystemClock clock;
  static const std::unique_ptr<S3Client> client =
      S3Client::Create(CephS3Environment::server().Options(), &clock).value();
  return client.get();
}

std::unique_ptr<S3ContentStore> MustOpen(const std::string& prefix, platform::KvStore* kv,
                                         platform::UuidSource* uuids) {
  auto store = S3ContentStore::Open(
      {.prefix = prefix, .part_bytes = kPartBytes, .key_encryption = platform::TestKeyRing()},
      Client(), kv, uuids);
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

INSTANTIATE_TEST_SUITE_P(
    S3, ContentStoreContractTest,
    testing::Values(ContentStoreContractSubject{
        "S3", [](const std::string& folder, platform::KvStore* kv, platform::UuidSource* uuids) {
          // The folder's name is as random as the test needs.
          return MustOpen(std::filesystem::path(folder).filename().string() + "/", kv, uuids);
        }}));

std::string BytesOf(size_t size) {
  std::minstd_rand random(static_cast<uint32_t>(size) + 1);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 8);
  return bytes;
}

class S3ContentStoreTest : public testing::Test {
 protected:
  S3ContentStoreTest() : store_(MustOpen(prefix_, &kv_, &uuids_)) {}

  std::string KeyOf(const ContentId& id) const { return absl::StrCat(prefix_, id.ToHex()); }

  // All objects of the store.
  std::vector<std::string> Objects() const {
    const auto page = Client()->ListObjects(prefix_, "");
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> keys;
    for (const auto& object : page->objects) keys.push_back(object.key);
    return keys;
  }

  size_t UploadCount() const {
    const auto uploads = Client()->ListMultipartUploads(prefix_);
    EXPECT_TRUE(uploads.ok()) << uploads.status();
    return uploads->size();
  }

  void ExpectNothingLeft() {
    EXPECT_THAT(Objects(), IsEmpty());
    EXPECT_EQ(UploadCount(), 0u);
    EXPECT_FALSE(kv_.Scan("", "")->Valid());
  }

  std::string ReadObject(const ContentId& id) const {
    std::string bytes(*Client()->HeadObject(KeyOf(id)), '\0');
    EXPECT_TRUE(Client()->GetRange(KeyOf(id), 0, absl::MakeSpan(bytes)).ok());
    return bytes;
  }

  void WriteObject(const ContentId& id, const std::string& bytes) const {
    ASSERT_TRUE(Client()->PutObject(KeyOf(id), bytes).ok());
  }

  ContentId Store(const std::string& bytes) { return StoreIn(*store_, bytes).value(); }

  static absl::StatusOr<ContentId> StoreIn(ContentStore& store, const std::string& bytes) {
    auto writer = store.NewDocument(bytes.size());
    EXPECT_TRUE(writer.ok()) << writer.status();
    absl::Status appended = (*writer)->Append(bytes);
    if (!appended.ok()) return appended;
    const auto content = (*writer)->Finish();
    if (!content.ok()) return content.status();
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

  static std::vector<std::pair<ContentId, OrphanState>> OrphansOf(const ContentStore& store) {
    std::vector<std::pair<ContentId, OrphanState>> orphans;
    EXPECT_TRUE(store
                    .ForEachOrphan([&orphans](const ContentId& id, OrphanState state) {
                      orphans.emplace_back(id, state);
                      return absl::OkStatus();
                    })
                    .ok());
    return orphans;
  }

  // No test meets what another one left.
  static inline int test_count_ = 0;
  const std::string prefix_ = absl::StrCat("test-", ++test_count_, "/documents/");
  platform::MemoryKvStore kv_;
  platform::SequenceUuidSource uuids_;
  std::unique_ptr<S3ContentStore> store_;
};

TEST_F(S3ContentStoreTest, KeepsSmallDocumentsInRowsAndLargeOnesInObjects) {
  Store(BytesOf(S3ContentStore::kInlineLimitBytes));
  EXPECT_THAT(Objects(), IsEmpty());
  const ContentId large = Store(BytesOf(S3ContentStore::kInlineLimitBytes + 1));
  EXPECT_THAT(Objects(), ElementsAre(KeyOf(large)));
}

TEST_F(S3ContentStoreTest, StoresDocumentsOfManyParts) {
  // Around where a part is exactly full, and some windows long.
  for (const size_t size : {19 * kChunkBytes, 20 * kChunkBytes - 400, 20 * kChunkBytes,
                            40 * kChunkBytes, 60 * kChunkBytes + 12345}) {
    SCOPED_TRACE(size);
    const std::string bytes = BytesOf(size);
    const ContentId id = Store(bytes);
    const auto fetched = Fetch(id);
    ASSERT_TRUE(fetched.ok()) << fetched.status();
    EXPECT_TRUE(*fetched == bytes);
    EXPECT_EQ(*Client()->HeadObject(KeyOf(id)), ChunkFileBytes(size));
  }
  EXPECT_EQ(UploadCount(), 0u);
}

TEST_F(S3ContentStoreTest, SeeksFromWindowToWindow) {
  const std::string bytes = BytesOf(30 * kChunkBytes + 5);
  const auto reader = store_->Open(Store(bytes));
  ASSERT_TRUE(reader.ok()) << reader.status();
  for (const size_t offset : {25 * kChunkBytes + 3, size_t{7}, bytes.size() - 1, 8 * kChunkBytes,
                              8 * kChunkBytes - 1, bytes.size(), size_t{0}}) {
    SCOPED_TRACE(offset);
    ASSERT_TRUE((*reader)->Seek(offset).ok());
    size_t position = offset;
    for (int i = 0; i < 3; ++i) {
      const auto piece = (*reader)->Read();
      ASSERT_TRUE(piece.ok()) << piece.status();
      EXPECT_TRUE(*piece == absl::string_view(bytes).substr(position, piece->size()));
      position += piece->size();
    }
  }
}

TEST_F(S3ContentStoreTest, NoticesAFlippedBitAnywhereInAnObject) {
  // More than one window.
  const ContentId id = Store(BytesOf(10 * kChunkBytes + 100));
  const std::string bytes = ReadObject(id);
  std::vector<size_t> positions = {0, 9, 12, 31, 32};
  for (size_t i = 50; i < bytes.size(); i += 99971) positions.push_back(i);
  for (size_t i = bytes.size() - 40; i < bytes.size(); i += 3) positions.push_back(i);
  for (const size_t position : positions) {
    SCOPED_TRACE(position);
    std::string damaged = bytes;
    damaged[position] = static_cast<char>(damaged[position] ^ (1 << (position % 8)));
    WriteObject(id, damaged);
    ExpectDamaged(id);
  }
  WriteObject(id, bytes);
  EXPECT_TRUE(Fetch(id).ok());
}

TEST_F(S3ContentStoreTest, NoticesAnObjectCutAnywhere) {
  const ContentId id = Store(BytesOf(10 * kChunkBytes + 100));
  const std::string bytes = ReadObject(id);
  for (const size_t size :
       {size_t{0}, size_t{1}, kChunkFileHeaderBytes, kChunkFileHeaderBytes + kSealedChunkBytes,
        kChunkFileHeaderBytes + 9 * kSealedChunkBytes, bytes.size() - 16, bytes.size() - 1}) {
    SCOPED_TRACE(size);
    WriteObject(id, bytes.substr(0, size));
    ExpectDamaged(id);
  }
  WriteObject(id, bytes + "x");
  ExpectDamaged(id);
}

TEST_F(S3ContentStoreTest, NoticesTheObjectOfAnotherDocument) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  const ContentId other = Store(BytesOf(2 * kChunkBytes));
  const std::string bytes = ReadObject(id);
  WriteObject(other, bytes);
  ExpectDamaged(other);
  WriteObject(other, EncodeChunkFileHeader(other) + bytes.substr(kChunkFileHeaderBytes));
  ExpectDamaged(other);
}

TEST_F(S3ContentStoreTest, NoticesAMissingObject) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  ASSERT_TRUE(Client()->DeleteObject(KeyOf(id)).ok());
  ExpectDamaged(id);
}

TEST_F(S3ContentStoreTest, GivesWhatIsWholeBeforeADamagedChunk) {
  const std::string bytes = BytesOf(3 * kChunkBytes);
  const ContentId id = Store(bytes);
  std::string object = ReadObject(id);
  object[ChunkOffset(1) + 5] = static_cast<char>(object[ChunkOffset(1) + 5] ^ 1);
  WriteObject(id, object);
  const auto reader = store_->Open(id);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_TRUE(*(*reader)->Read() == bytes.substr(0, kChunkBytes));
  EXPECT_EQ((*reader)->Read().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ((*reader)->Read().status().code(), absl::StatusCode::kDataLoss);
  ASSERT_TRUE((*reader)->Seek(2 * kChunkBytes).ok());
  EXPECT_TRUE(*(*reader)->Read() == bytes.substr(2 * kChunkBytes));
}

TEST_F(S3ContentStoreTest, NothingIsReadableInTheBucket) {
  const std::string text = "Epikrise for Kari Nordmann";
  std::string bytes(2 * kChunkBytes, 'x');
  bytes.replace(1000, text.size(), text);
  const std::string object = ReadObject(Store(bytes));
  EXPECT_FALSE(absl::StrContains(object, text));
  EXPECT_FALSE(absl::StrContains(object, "xxxxxxxx"));
}

TEST_F(S3ContentStoreTest, RefusesContentOfAnotherStore) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  auto cipher = store_->keys().CipherOf(id);
  std::string value = **kv_.Get(ContentKey(id));
  ContentRow row = *OpenContentRow(value, **cipher);
  row.place = ContentPlace::kFile;
  KvBatch batch;
  batch.Put(ContentKey(id), SealContentRow(row, **cipher));
  ASSERT_TRUE(kv_.Write(batch, Durability::kSynced).ok());
  EXPECT_EQ(Fetch(id).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(S3ContentStoreTest, RefusesPartsThatAreTooSmall) {
  const auto store = S3ContentStore::Open(
      {.part_bytes = kPartBytes - 1, .key_encryption = platform::TestKeyRing()}, Client(), &kv_,
      &uuids_);
  EXPECT_EQ(store.status().code(), absl::StatusCode::kInvalidArgument) << store.status();
}

TEST_F(S3ContentStoreTest, AnAbandonedWriterAbortsItsUpload) {
  auto writer = store_->NewDocument(0);
  ASSERT_TRUE((*writer)->Append(BytesOf(kPartBytes + kChunkBytes)).ok());
  EXPECT_EQ(UploadCount(), 1u);
  writer->reset();
  ExpectNothingLeft();
}

TEST_F(S3ContentStoreTest, AnObjectStaysForItsLastReader) {
  const std::string bytes = BytesOf(20 * kChunkBytes);
  const ContentId id = Store(bytes);
  auto reader = store_->Open(id);
  ASSERT_TRUE(reader.ok()) << reader.status();
  ASSERT_TRUE(store_->Remove(id).ok());
  EXPECT_EQ(store_->Open(id).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(OrphansOf(*store_), ElementsAre(Pair(id, OrphanState::kUnfinished)));
  ASSERT_TRUE((*reader)->Seek(19 * kChunkBytes).ok());
  EXPECT_TRUE(*(*reader)->Read() == bytes.substr(19 * kChunkBytes));
  reader->reset();
  ExpectNothingLeft();
}

TEST_F(S3ContentStoreTest, ADamagedRowDoesNotKeepAnObject) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  KvBatch batch;
  batch.Put(ContentKey(id), "garbage");
  ASSERT_TRUE(kv_.Write(batch, Durability::kSynced).ok());
  EXPECT_EQ(*RemoveOrphans(store_.get()), 1);
  ExpectNothingLeft();
}

TEST_F(S3ContentStoreTest, AnotherPrefixIsLeftAlone) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  platform::MemoryKvStore kv;
  platform::SequenceUuidSource uuids;
  const auto other = MustOpen(prefix_ + "other/", &kv, &uuids);
  ASSERT_EQ(StoreIn(*other, BytesOf(2 * kChunkBytes)).value(), id);
  EXPECT_EQ(*RemoveOrphans(other.get()), 1);
  EXPECT_TRUE(Fetch(id).ok());
}

// Stores and removes a document in a process that dies at its first, second, ... write.
TEST_F(S3ContentStoreTest, ACrashAtAnyWriteLeavesNothingThatIsNotFound) {
  using platform::FaultyKvStore;
  for (const auto outcome :
       {FaultyKvStore::CrashingWrite::kApplied, FaultyKvStore::CrashingWrite::kLost}) {
    for (int64_t write = 1;; ++write) {
      SCOPED_TRACE(write);
      FaultyKvStore faulty(&kv_);
      faulty.CrashAtWrite(write, outcome);
      {
        const auto store = MustOpen(prefix_, &faulty, &uuids_);
        const auto id = StoreIn(*store, BytesOf(2 * kPartBytes));
        if (id.ok()) store->Remove(*id).IgnoreError();
      }
      const bool crashed = faulty.crashed();
      kv_.DropUnsynced();
      ASSERT_TRUE(RemoveOrphans(store_.get()).ok());
      ExpectNothingLeft();
      if (!crashed) {
        EXPECT_GT(write, 4);
        break;
      }
    }
  }
}

uint64_t PeakMemoryBytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<uint64_t>(usage.ru_maxrss) * 1024;
}

TEST_F(S3ContentStoreTest, TakesTheSameMemoryForALargeDocument) {
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
  store_and_fetch(12);
  const uint64_t before = PeakMemoryBytes();
  store_and_fetch(200);
  EXPECT_LT(PeakMemoryBytes() - before, 2u << 20);
}

}  // namespace
}  // namespace docshare::repository
