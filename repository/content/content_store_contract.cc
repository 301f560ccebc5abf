#include "repository/content/content_store_contract.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "platform/kv/kv_batch.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_id.h"
#include "repository/content/remove_orphans.h"
#include "repository/content/stored_content.h"

namespace docshare::repository {
namespace {

using platform::Durability;
using platform::KvBatch;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::string BytesOf(size_t size, uint32_t seed = 1) {
  std::minstd_rand random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 8);
  return bytes;
}

// Stores the document in pieces of that size.
StoredContent Store(ContentStore& store, const std::string& bytes, size_t piece_bytes = 100000) {
  auto writer = store.NewDocument(bytes.size());
  EXPECT_TRUE(writer.ok()) << writer.status();
  for (size_t begin = 0; begin < bytes.size(); begin += piece_bytes) {
    const size_t size = std::min(piece_bytes, bytes.size() - begin);
    const absl::Status status = (*writer)->Append(absl::string_view(bytes).substr(begin, size));
    EXPECT_TRUE(status.ok()) << status;
  }
  const absl::StatusOr<StoredContent> content = (*writer)->Finish();
  EXPECT_TRUE(content.ok()) << content.status();
  return content.value();
}

// All bytes from where the reader stands. Fails the test on an error and on a large piece.
std::string ReadRest(ContentReader* reader) {
  std::string bytes;
  while (true) {
    const absl::StatusOr<absl::string_view> piece = reader->Read();
    EXPECT_TRUE(piece.ok()) << piece.status();
    if (!piece.ok() || piece->empty()) return bytes;
    EXPECT_LE(piece->size(), kChunkBytes);
    absl::StrAppend(&bytes, *piece);
  }
}

std::string Fetch(const ContentStore& store, const ContentId& id) {
  const auto reader = store.Open(id);
  EXPECT_TRUE(reader.ok()) << reader.status();
  return reader.ok() ? ReadRest(reader->get()) : "";
}

std::vector<std::pair<ContentId, OrphanState>> OrphansOf(const ContentStore& store) {
  std::vector<std::pair<ContentId, OrphanState>> orphans;
  const absl::Status status =
      store.ForEachOrphan([&orphans](const ContentId& id, OrphanState state) {
        orphans.emplace_back(id, state);
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return orphans;
}

void CommitClaim(const ContentStore& store, platform::KvStore& kv, const ContentId& id) {
  KvBatch batch;
  batch.Put("row that refers to the content", id.bytes());
  store.Claim(id, &batch);
  ASSERT_TRUE(kv.Write(batch, Durability::kSynced).ok());
}

TEST_P(ContentStoreContractTest, GivesBackDocumentsOfAnySize) {
  for (const size_t size :
       {size_t{0}, size_t{1}, size_t{100}, kChunkBytes - 1, kChunkBytes, kChunkBytes + 1,
        2 * kChunkBytes - 1, 2 * kChunkBytes, 2 * kChunkBytes + 1, 5 * kChunkBytes + 12345}) {
    SCOPED_TRACE(size);
    const std::string bytes = BytesOf(size);
    const StoredContent content = Store(store(), bytes);
    EXPECT_EQ(content.size_bytes, size);
    EXPECT_TRUE(Fetch(store(), content.id) == bytes);
  }
}

TEST_P(ContentStoreContractTest, TakesPiecesOfAnySize) {
  const std::string bytes = BytesOf(3 * kChunkBytes + 777);
  for (const size_t piece : {size_t{1000}, kChunkBytes - 1, kChunkBytes, kChunkBytes + 1,
                             2 * kChunkBytes, bytes.size()}) {
    SCOPED_TRACE(piece);
    EXPECT_TRUE(Fetch(store(), Store(store(), bytes, piece).id) == bytes);
  }
}

TEST_P(ContentStoreContractTest, HashesWhatItStores) {
  for (const size_t size : {size_t{0}, size_t{3}, 2 * kChunkBytes + 5}) {
    const std::string bytes = BytesOf(size);
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::array<uint8_t, 20> sha1;
    std::array<uint8_t, 32> sha256;
    SHA1(data, bytes.size(), sha1.data());
    SHA256(data, bytes.size(), sha256.data());
    const StoredContent content = Store(store(), bytes);
    EXPECT_EQ(content.sha1, sha1);
    EXPECT_EQ(content.sha256, sha256);
    const auto reader = store().Open(content.id);
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ((*reader)->content(), content);
  }
}

TEST_P(ContentStoreContractTest, GivesEveryDocumentItsOwnId) {
  const StoredContent first = Store(store(), "same");
  const StoredContent second = Store(store(), "same");
  EXPECT_FALSE(first.id == second.id);
}

TEST_P(ContentStoreContractTest, IgnoresAWrongSizeHint) {
  for (const uint64_t hint : {uint64_t{0}, uint64_t{1} << 20}) {
    auto writer = store().NewDocument(hint);
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE((*writer)->Append("").ok());
    ASSERT_TRUE((*writer)->Append("short").ok());
    const auto content = (*writer)->Finish();
    ASSERT_TRUE(content.ok());
    EXPECT_EQ(Fetch(store(), content->id), "short");
  }
}

TEST_P(ContentStoreContractTest, KeepsReturningTheEnd) {
  const auto reader = store().Open(Store(store(), "x").id);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(*(*reader)->Read(), "x");
  EXPECT_EQ(*(*reader)->Read(), "");
  EXPECT_EQ(*(*reader)->Read(), "");
}

TEST_P(ContentStoreContractTest, SeeksToAnyByte) {
  for (const size_t size : {size_t{1000}, 3 * kChunkBytes + 100}) {
    const std::string bytes = BytesOf(size);
    const auto reader = store().Open(Store(store(), bytes).id);
    ASSERT_TRUE(reader.ok());
    for (const size_t offset : {size / 2, size_t{0}, size_t{1}, size - 1, size, size / 3}) {
      SCOPED_TRACE(offset);
      ASSERT_TRUE((*reader)->Seek(offset).ok());
      EXPECT_TRUE(ReadRest(reader->get()) == bytes.substr(offset));
    }
    EXPECT_EQ((*reader)->Seek(size + 1).code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST_P(ContentStoreContractTest, KnowsNothingOfAnUnknownId) {
  EXPECT_EQ(store().Open(ContentId({})).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(store().Remove(ContentId({})).ok());
}

TEST_P(ContentStoreContractTest, AbandonedWriterLeavesNothing) {
  for (const size_t size : {size_t{0}, size_t{10}, 2 * kChunkBytes}) {
    auto writer = store().NewDocument(size);
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE((*writer)->Append(BytesOf(size)).ok());
  }
  EXPECT_THAT(OrphansOf(store()), IsEmpty());
  EXPECT_FALSE(kv().Scan("", "")->Valid());
}

TEST_P(ContentStoreContractTest, FinishedContentIsAnOrphanUntilItIsClaimed) {
  for (const size_t size : {size_t{10}, 2 * kChunkBytes}) {
    SCOPED_TRACE(size);
    const ContentId id = Store(store(), BytesOf(size)).id;
    EXPECT_THAT(OrphansOf(store()), ElementsAre(Pair(id, OrphanState::kUnclaimed)));
    CommitClaim(store(), kv(), id);
    EXPECT_THAT(OrphansOf(store()), IsEmpty());
    EXPECT_TRUE(Fetch(store(), id) == BytesOf(size));
  }
}

TEST_P(ContentStoreContractTest, ClaimedContentSurvivesAPowerLoss) {
  for (const size_t size : {size_t{0}, size_t{10}, kChunkBytes, 2 * kChunkBytes}) {
    SCOPED_TRACE(size);
    const ContentId id = Store(store(), BytesOf(size)).id;
    CommitClaim(store(), kv(), id);
    kv().DropUnsynced();
    Restart();
    EXPECT_THAT(OrphansOf(store()), IsEmpty());
    EXPECT_TRUE(Fetch(store(), id) == BytesOf(size));
  }
}

TEST_P(ContentStoreContractTest, UnclaimedContentIsSweptAfterAPowerLoss) {
  const ContentId claimed = Store(store(), BytesOf(2 * kChunkBytes)).id;
  CommitClaim(store(), kv(), claimed);
  const ContentId small = Store(store(), BytesOf(10)).id;
  const ContentId large = Store(store(), BytesOf(2 * kChunkBytes)).id;
  kv().DropUnsynced();
  Restart();
  EXPECT_TRUE(RemoveOrphans(&store()).ok());
  EXPECT_THAT(OrphansOf(store()), IsEmpty());
  EXPECT_EQ(store().Open(small).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store().Open(large).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(Fetch(store(), claimed) == BytesOf(2 * kChunkBytes));
}

TEST_P(ContentStoreContractTest, CountsTheOrphansItRemoves) {
  Store(store(), BytesOf(10));
  Store(store(), BytesOf(2 * kChunkBytes));
  EXPECT_EQ(*RemoveOrphans(&store()), 2);
  EXPECT_EQ(*RemoveOrphans(&store()), 0);
  EXPECT_FALSE(kv().Scan("", "")->Valid());
}

TEST_P(ContentStoreContractTest, RefusesToRemoveClaimedContent) {
  for (const size_t size : {size_t{10}, 2 * kChunkBytes}) {
    const ContentId id = Store(store(), BytesOf(size)).id;
    CommitClaim(store(), kv(), id);
    EXPECT_EQ(store().Remove(id).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_TRUE(Fetch(store(), id) == BytesOf(size));
  }
}

TEST_P(ContentStoreContractTest, KeepingChangesNothingThatIsSeen) {
  for (const size_t size : {size_t{10}, 2 * kChunkBytes}) {
    SCOPED_TRACE(size);
    const StoredContent content = Store(store(), BytesOf(size));
    CommitClaim(store(), kv(), content.id);
    store().Keep(content);
    EXPECT_THAT(OrphansOf(store()), IsEmpty());
    EXPECT_TRUE(Fetch(store(), content.id) == BytesOf(size));
    kv().DropUnsynced();
    Restart();
    EXPECT_THAT(OrphansOf(store()), IsEmpty());
    EXPECT_TRUE(Fetch(store(), content.id) == BytesOf(size));
    KvBatch batch;
    store().Release(content.id, &batch);
    ASSERT_TRUE(kv().Write(batch, Durability::kSynced).ok());
    EXPECT_TRUE(store().Remove(content.id).ok());
    EXPECT_EQ(store().Open(content.id).status().code(), absl::StatusCode::kNotFound);
  }
}

TEST_P(ContentStoreContractTest, RemovesReleasedContent) {
  for (const size_t size : {size_t{10}, 2 * kChunkBytes}) {
    const ContentId id = Store(store(), BytesOf(size)).id;
    CommitClaim(store(), kv(), id);
    KvBatch batch;
    store().Release(id, &batch);
    ASSERT_TRUE(kv().Write(batch, Durability::kSynced).ok());
    EXPECT_THAT(OrphansOf(store()), ElementsAre(Pair(id, OrphanState::kUnclaimed)));
    EXPECT_TRUE(store().Remove(id).ok());
    EXPECT_TRUE(store().Remove(id).ok());
    EXPECT_EQ(store().Open(id).status().code(), absl::StatusCode::kNotFound);
    EXPECT_THAT(OrphansOf(store()), IsEmpty());
  }
}

TEST_P(ContentStoreContractTest, AnOpenReaderOutlivesTheRemoval) {
  for (const size_t size : {size_t{10}, 3 * kChunkBytes}) {
    const std::string bytes = BytesOf(size);
    const ContentId id = Store(store(), bytes).id;
    const auto reader = store().Open(id);
    ASSERT_TRUE(reader.ok());
    ASSERT_TRUE(store().Remove(id).ok());
    EXPECT_TRUE(ReadRest(reader->get()) == bytes);
  }
}

TEST_P(ContentStoreContractTest, NothingThatItKnowsIsAStray) {
  const ContentId claimed = Store(store(), BytesOf(2 * kChunkBytes)).id;
  CommitClaim(store(), kv(), claimed);
  const ContentId unclaimed = Store(store(), BytesOf(2 * kChunkBytes)).id;
  auto writing = store().NewDocument(0);
  ASSERT_TRUE((*writing)->Append(BytesOf(3 * kChunkBytes)).ok());
  const absl::Status looked =
      store().ForEachStray([](uint64_t, const std::vector<StrayContent>& strays) {
        EXPECT_THAT(strays, IsEmpty());
        return absl::OkStatus();
      });
  EXPECT_TRUE(looked.ok()) << looked;
  for (const ContentId& id : {claimed, unclaimed}) {
    EXPECT_EQ(store().RemoveStray(id).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_TRUE(Fetch(store(), id) == BytesOf(2 * kChunkBytes));
  }
  EXPECT_TRUE((*writing)->Finish().ok());
}

TEST_P(ContentStoreContractTest, StopsAtTheErrorOfAVisitor) {
  Store(store(), "one");
  Store(store(), "two");
  int visits = 0;
  const absl::Status status = store().ForEachOrphan([&visits](const ContentId&, OrphanState) {
    ++visits;
    return absl::AbortedError("enough");
  });
  EXPECT_EQ(status, absl::AbortedError("enough"));
  EXPECT_EQ(visits, 1);
}

TEST_P(ContentStoreContractTest, ServesManyThreads) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (uint32_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this, thread, &wrong] {
      for (uint32_t i = 0; i < 10; ++i) {
        const size_t size = i % 3 == 0 ? 2 * kChunkBytes + i : 1000 + i;
        const std::string bytes = BytesOf(size, 100 * thread + i + 1);
        const ContentId id = Store(store(), bytes).id;
        if (Fetch(store(), id) != bytes) ++wrong;
        if (i % 2 == 0) CommitClaim(store(), kv(), id);
        if (i % 2 == 1 && !store().Remove(id).ok()) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_THAT(OrphansOf(store()), IsEmpty());
}

}  // namespace
}  // namespace docshare::repository
