// S3ContentStore while its S3 server, or its own process, is killed: what it acknowledged is there,
// the rest is found and swept.

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/clock/system_clock.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "platform/random/random_uuid_source.h"
#include "platform/s3/testing/ceph_s3_environment.h"
#include "repository/content/content_id.h"
#include "repository/content/remove_orphans.h"
#include "repository/content/s3_content_store.h"

namespace docshare::repository {
namespace {

using platform::CephS3Environment;
using platform::CephS3Server;
using platform::Durability;
using platform::KvBatch;
using platform::S3Client;
using testing::IsEmpty;
using testing::SizeIs;

constexpr size_t kMiB = 1 << 20;
constexpr size_t kPieces = 12;
constexpr absl::string_view kReferringRow = "row that refers to the content";

const auto* const kEnvironment = testing::AddGlobalTestEnvironment(new CephS3Environment);

std::string BytesOf(size_t size) {
  std::minstd_rand random(static_cast<uint32_t>(size) + 1);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 8);
  return bytes;
}

std::unique_ptr<S3Client> ClientWith(absl::Duration total_timeout) {
  static platform::SystemClock clock;
  platform::S3Options options = CephS3Environment::server().Options();
  options.total_timeout = total_timeout;
  return S3Client::Create(options, &clock).value();
}

std::unique_ptr<S3ContentStore> StoreOver(S3Client* client, const std::string& prefix,
                                          platform::KvStore* kv, platform::UuidSource* uuids) {
  return S3ContentStore::Open({.prefix = prefix,
                               .part_bytes = S3Client::kMinPartBytes,
                               .key_encryption = platform::TestKeyRing()},
                              client, kv, uuids)
      .value();
}

absl::Status Claim(const ContentStore& store, platform::KvStore& kv, const ContentId& id) {
  KvBatch batch;
  batch.Put(kReferringRow, id.bytes());
  store.Claim(id, &batch);
  return kv.Write(batch, Durability::kSynced);
}

absl::StatusOr<std::string> Fetch(const ContentStore& store, const ContentId& id) {
  const auto reader = store.Open(id);
  if (!reader.ok()) return reader.status();
  std::string bytes;
  while (true) {
    const auto piece = (*reader)->Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return bytes;
    absl::StrAppend(&bytes, *piece);
  }
}

// The tests' thread kills and starts the server, another one stores or reads. `progress` counts the
// MiB that it has begun with, so that the server dies in the midst of each kind of request.
class S3ContentCrashTest : public testing::TestWithParam<size_t> {
 protected:
  S3ContentCrashTest() { Restart(); }

  ~S3ContentCrashTest() override { EXPECT_TRUE(MustServe()); }

  static CephS3Server& server() { return CephS3Environment::server(); }

  bool MustServe() { return !killed_ || StartServer(); }
  bool StartServer() {
    killed_ = false;
    const absl::Status started = server().StartGateway();
    EXPECT_TRUE(started.ok()) << started;
    return started.ok();
  }
  void KillServerAt(size_t progress) {
    while (progress_ < progress) std::this_thread::yield();
    server().KillGateway();
    killed_ = true;
  }

  // The store of a process that starts after a power loss.
  void Restart() {
    kv_.DropUnsynced();
    store_ = StoreOver(patient_.get(), prefix_, &kv_, &uuids_);
  }

  absl::StatusOr<StoredContent> Store(ContentStore& store) {
    auto writer = store.NewDocument(0).value();
    absl::Status appended;
    for (size_t i = 0; i < kPieces && appended.ok(); ++i) {
      progress_ = i + 1;
      appended = writer->Append(absl::string_view(bytes_).substr(i * kMiB, kMiB));
    }
    progress_ = kPieces + 1;
    return writer->Finish();
  }

  void ExpectInBucket(size_t objects) {
    const auto page = patient_->ListObjects(prefix_, "");
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_THAT(page->objects, SizeIs(objects));
    const auto uploads = patient_->ListMultipartUploads(prefix_);
    ASSERT_TRUE(uploads.ok()) << uploads.status();
    EXPECT_THAT(*uploads, IsEmpty());
  }

  // No test meets what another one left.
  static inline int test_count_ = 0;
  const std::string prefix_ = absl::StrCat("crash-", ++test_count_, "/");
  // Waits for a server that is being started.
  const std::unique_ptr<S3Client> patient_ = ClientWith(absl::Seconds(60));
  const std::unique_ptr<S3Client> hasty_ = ClientWith(absl::Seconds(1));
  const std::string bytes_ = BytesOf(kPieces * kMiB);
  platform::MemoryKvStore kv_;
  platform::RandomUuidSource uuids_;
  std::unique_ptr<S3ContentStore> store_;
  std::atomic<size_t> progress_{0};
  bool killed_ = false;
};

TEST_P(S3ContentCrashTest, AnUploadGoesOnWhenTheServerComesBack) {
  absl::StatusOr<StoredContent> content;
  std::thread storing([this, &content] { content = Store(*store_); });
  KillServerAt(GetParam());
  EXPECT_TRUE(StartServer());
  storing.join();
  if (!content.ok()) {
    // The one moment after which an upload cannot go on.
    EXPECT_EQ(content.status().code(), absl::StatusCode::kUnavailable) << content.status();
    EXPECT_TRUE(absl::StrContains(content.status().message(), "half completed"))
        << content.status();
    Restart();
    EXPECT_EQ(*RemoveOrphans(store_.get()), 1);
    return ExpectInBucket(0);
  }
  ASSERT_TRUE(Claim(*store_, kv_, content->id).ok());
  Restart();
  EXPECT_EQ(*RemoveOrphans(store_.get()), 0);
  const auto fetched = Fetch(*store_, content->id);
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_TRUE(*fetched == bytes_);
  ExpectInBucket(1);
}

TEST_P(S3ContentCrashTest, AnUploadThatBreaksOffIsSwept) {
  const auto hasty_store = StoreOver(hasty_.get(), prefix_, &kv_, &uuids_);
  absl::StatusOr<StoredContent> content;
  std::thread storing([this, &hasty_store, &content] { content = Store(*hasty_store); });
  KillServerAt(GetParam());
  storing.join();
  // The last request may have been answered before the server died.
  if (!content.ok()) {
    EXPECT_EQ(content.status().code(), absl::StatusCode::kUnavailable) << content.status();
  }

  // Small documents do not need the server.
  auto small = hasty_store->NewDocument(5).value();
  ASSERT_TRUE(small->Append("small").ok());
  const auto small_content = small->Finish();
  ASSERT_TRUE(small_content.ok()) << small_content.status();
  EXPECT_EQ(*Fetch(*hasty_store, small_content->id), "small");
  ASSERT_TRUE(Claim(*hasty_store, kv_, small_content->id).ok());

  EXPECT_TRUE(StartServer());
  Restart();
  EXPECT_EQ(*RemoveOrphans(store_.get()), 1);
  EXPECT_EQ(*RemoveOrphans(store_.get()), 0);
  ExpectInBucket(0);
  EXPECT_EQ(*Fetch(*store_, small_content->id), "small");
}

TEST_P(S3ContentCrashTest, AReadGoesOnWhenTheServerComesBack) {
  const auto content = Store(*store_);
  ASSERT_TRUE(content.ok()) << content.status();
  progress_ = 0;
  absl::Status status;
  std::string bytes;
  std::thread reading([this, &content, &status, &bytes] {
    const auto reader = store_->Open(content->id);
    status = reader.status();
    while (status.ok() && bytes.size() < bytes_.size()) {
      progress_ = bytes.size() / kMiB + 1;
      const auto piece = (*reader)->Read();
      status = piece.status();
      if (status.ok()) absl::StrAppend(&bytes, *piece);
    }
    progress_ = kPieces + 1;
  });
  KillServerAt(GetParam());
  EXPECT_TRUE(StartServer());
  reading.join();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE(bytes == bytes_);
}

// Parts end at 5 and 10 MiB, windows of reading at every second MiB; 13 is completion.
INSTANTIATE_TEST_SUITE_P(AtMiB, S3ContentCrashTest,
                         testing::Values(0, 1, 4, 5, 6, 9, 10, 11, 12, 13));

using S3ContentOutageTest = S3ContentCrashTest;

TEST_F(S3ContentOutageTest, AReaderServesAgainAfterAnOutage) {
  const auto content = Store(*store_);
  ASSERT_TRUE(content.ok()) << content.status();
  const auto hasty_store = StoreOver(hasty_.get(), prefix_, &kv_, &uuids_);
  const auto reader = hasty_store->Open(content->id);
  ASSERT_TRUE(reader.ok()) << reader.status();
  KillServerAt(0);
  ASSERT_TRUE((*reader)->Seek(10 * kMiB).ok());
  EXPECT_EQ((*reader)->Read().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(hasty_store->Open(content->id).status().code(), absl::StatusCode::kUnavailable);
  ASSERT_TRUE(StartServer());
  const auto piece = (*reader)->Read();
  ASSERT_TRUE(piece.ok()) << piece.status();
  EXPECT_TRUE(*piece == absl::string_view(bytes_).substr(10 * kMiB, piece->size()));
}

// A gateway that dies while it completes an upload may take the parts of the object with it when it
// is asked again, see S3Client::CompleteMultipartUpload(). Each round meets another moment of it.
TEST_F(S3ContentOutageTest, AnUploadThatWasCutShortAtItsEndLosesNothing) {
  const std::string document = bytes_.substr(0, 6 * kMiB);
  std::vector<ContentId> acknowledged;
  int64_t refused = 0;
  for (int round = 0; round < 40; ++round) {
    progress_ = 0;
    absl::StatusOr<StoredContent> content;
    std::thread storing([this, &document, &content] {
      auto writer = store_->NewDocument(0).value();
      EXPECT_TRUE(writer->Append(document).ok());
      progress_ = 1;
      content = writer->Finish();
    });
    while (progress_ < 1) std::this_thread::yield();
    // Finish() uploads 1 MiB, then completes.
    absl::SleepFor(absl::Microseconds(8000 + 600 * round));
    KillServerAt(1);
    ASSERT_TRUE(StartServer());
    storing.join();
    if (content.ok()) {
      ASSERT_TRUE(Claim(*store_, kv_, content->id).ok());
      acknowledged.push_back(content->id);
    } else {
      EXPECT_EQ(content.status().code(), absl::StatusCode::kUnavailable) << content.status();
      ++refused;
    }
  }
  Restart();
  EXPECT_EQ(*RemoveOrphans(store_.get()), refused);
  const absl::Status collected = server().CollectGarbage();
  ASSERT_TRUE(collected.ok()) << collected;
  ExpectInBucket(acknowledged.size());
  for (const ContentId& id : acknowledged) {
    const auto fetched = Fetch(*store_, id);
    ASSERT_TRUE(fetched.ok()) << fetched.status();
    EXPECT_TRUE(*fetched == document);
  }
}

TEST_F(S3ContentOutageTest, AnAbsentBucketIsNoLostDocument) {
  const auto content = Store(*store_);
  ASSERT_TRUE(content.ok()) << content.status();
  static platform::SystemClock clock;
  platform::S3Options options = server().Options();
  options.bucket = "absent-bucket";
  const auto client = S3Client::Create(options, &clock).value();
  const auto lost_store = StoreOver(client.get(), prefix_, &kv_, &uuids_);
  for (const absl::Status& status :
       {lost_store->Open(content->id).status(), Store(*lost_store).status(),
        lost_store->Remove(content->id)}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << status;
    EXPECT_TRUE(absl::StrContains(status.message(), "NoSuchBucket")) << status;
  }
}

TEST_F(S3ContentOutageTest, ARemovalThatFailsIsRepeated) {
  const auto content = Store(*store_);
  ASSERT_TRUE(content.ok()) << content.status();
  const auto hasty_store = StoreOver(hasty_.get(), prefix_, &kv_, &uuids_);
  KillServerAt(0);
  EXPECT_EQ(hasty_store->Remove(content->id).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(hasty_store->Open(content->id).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(StartServer());
  Restart();
  EXPECT_EQ(*RemoveOrphans(store_.get()), 1);
  ExpectInBucket(0);
  EXPECT_FALSE(kv_.Scan("", "")->Valid());
}

// What a process was about when it was killed.
enum class Moment { kWriting, kFinished, kClaimed };

// A repository's rows in the folder, its documents in the bucket under the folder's name.
struct Stores {
  explicit Stores(const std::string& folder)
      : kv(platform::RocksDbKvStore::Open({.path = folder, .reserved_free_bytes = 0}).value()),
        prefix(folder.substr(1) + "/"),
        contents(StoreOver(client.get(), prefix, kv.get(), &uuids)) {}

  const std::unique_ptr<S3Client> client = ClientWith(absl::Seconds(60));
  platform::RandomUuidSource uuids;
  const std::unique_ptr<platform::RocksDbKvStore> kv;
  const std::string prefix;
  const std::unique_ptr<S3ContentStore> contents;
};

[[noreturn]] void StoreAndDie(const std::string& folder, Moment moment) {
  Stores stores(folder);
  auto writer = stores.contents->NewDocument(0).value();
  const bool appended = writer->Append(BytesOf(12 * kMiB)).ok();
  if (moment != Moment::kWriting && appended) {
    const auto content = writer->Finish();
    if (moment == Moment::kClaimed && !Claim(*stores.contents, *stores.kv, content->id).ok()) {
      _exit(1);
    }
  }
  if (appended) raise(SIGKILL);
  _exit(1);
}

TEST(S3ContentKilledTest, IsWholeAfterTheNextStart) {
  const platform::TemporaryFolder folder;
  const std::vector<Moment> moments = {Moment::kWriting, Moment::kFinished, Moment::kClaimed};
  const auto folder_of = [&folder](Moment moment) {
    return absl::StrCat(folder.path(), "/killed_", static_cast<int>(moment));
  };
  // All of them before this process opens a store: a fork has none of RocksDB's threads.
  for (const Moment moment : moments) {
    const pid_t pid = fork();
    if (pid == 0) StoreAndDie(folder_of(moment), moment);
    int status = 0;
    ASSERT_EQ(waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  }
  for (const Moment moment : moments) {
    SCOPED_TRACE(static_cast<int>(moment));
    Stores stores(folder_of(moment));
    const bool claimed = moment == Moment::kClaimed;
    EXPECT_THAT(*stores.client->ListMultipartUploads(stores.prefix),
                SizeIs(moment == Moment::kWriting ? 1 : 0));
    EXPECT_EQ(*RemoveOrphans(stores.contents.get()), claimed ? 0 : 1);
    EXPECT_THAT(*stores.client->ListMultipartUploads(stores.prefix), IsEmpty());
    EXPECT_THAT(stores.client->ListObjects(stores.prefix, "")->objects, SizeIs(claimed ? 1 : 0));
    const auto row = stores.kv->Get(kReferringRow);
    ASSERT_EQ(row->has_value(), claimed);
    if (!claimed) continue;
    const auto fetched = Fetch(*stores.contents, *ContentId::FromBytes(**row));
    ASSERT_TRUE(fetched.ok()) << fetched.status();
    EXPECT_TRUE(*fetched == BytesOf(12 * kMiB));
  }
}

}  // namespace
}  // namespace docshare::repository
