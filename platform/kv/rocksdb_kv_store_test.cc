#include "platform/kv/rocksdb_kv_store.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store_contract.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "rocksdb/db.h"

namespace docshare::platform {
namespace {

using testing::ElementsAreArray;

// Small in memory, and a few hundred rows make it write files.
RocksDbOptions SmallOptions(const std::string& path) {
  return {.path = path,
          .block_cache_bytes = 1 << 20,
          .write_buffer_bytes = 64 << 10,
          .reserved_free_bytes = 0};
}

std::unique_ptr<RocksDbKvStore> MustOpen(const RocksDbOptions& options) {
  auto store = RocksDbKvStore::Open(options);
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

INSTANTIATE_TEST_SUITE_P(
    RocksDb, KvStoreContractTest,
    testing::Values(
        KvStoreContractSubject{"Default",
                               [](const std::string& folder) -> std::unique_ptr<KvStore> {
                                 RocksDbOptions options = {.path = folder + "/store"};
                                 return MustOpen(options);
                               }},
        KvStoreContractSubject{"PrefixesAndBlobs",
                               [](const std::string& folder) -> std::unique_ptr<KvStore> {
                                 RocksDbOptions options = SmallOptions(folder + "/store");
                                 options.scan_prefix_bytes = 1;
                                 options.min_blob_bytes = 100;
                                 return MustOpen(options);
                               }}),
    [](const auto& subject) { return subject.param.name; });

std::string NameOf(int row) { return absl::StrCat("row", 100000 + row); }

// About 200 bytes that do not compress.
std::string ContentOf(int row) {
  std::minstd_rand random(row + 1);
  std::string content(200, '\0');
  for (char& byte : content) byte = static_cast<char>(random() >> 8);
  return content;
}

void PutRows(KvStore& store, int begin, int end, Durability durability) {
  for (int row = begin; row < end; ++row) {
    KvBatch batch;
    batch.Put(NameOf(row), ContentOf(row));
    const absl::Status status = store.Write(batch, durability);
    ASSERT_TRUE(status.ok()) << status;
  }
}

// How many of the first `count` rows are there; a row with other bytes fails the test.
int CountRows(const KvReader& reader, int count) {
  int found = 0;
  for (int row = 0; row < count; ++row) {
    const auto content = reader.Get(NameOf(row));
    EXPECT_TRUE(content.ok()) << content.status();
    if (!content.ok() || !content->has_value()) continue;
    EXPECT_TRUE(**content == ContentOf(row)) << row;
    ++found;
  }
  return found;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  ASSERT_TRUE(file.good());
}

// The newest file of that kind in a store's folder.
std::filesystem::path FindFile(const std::string& folder, const std::string& extension) {
  std::filesystem::path found;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == extension && file.path() > found) found = file.path();
  }
  EXPECT_FALSE(found.empty()) << "no " << extension << " in " << folder;
  return found;
}

class RocksDbKvStoreTest : public testing::Test {
 protected:
  const std::string& folder() const { return folder_.path(); }
  std::string path() const { return folder_.path() + "/store"; }

 private:
  TemporaryFolder folder_;
};

TEST_F(RocksDbKvStoreTest, HasEverythingAfterReopening) {
  PutRows(*MustOpen(SmallOptions(path())), 0, 2000, Durability::kBuffered);
  EXPECT_EQ(CountRows(*MustOpen(SmallOptions(path())), 2000), 2000);
}

TEST_F(RocksDbKvStoreTest, ReopensWithOtherPrefixesAndBlobs) {
  PutRows(*MustOpen(SmallOptions(path())), 0, 1000, Durability::kBuffered);
  RocksDbOptions options = SmallOptions(path());
  options.scan_prefix_bytes = 8;
  options.min_blob_bytes = 100;
  PutRows(*MustOpen(options), 1000, 2000, Durability::kBuffered);
  options.scan_prefix_bytes = 4;
  options.min_blob_bytes = 0;
  const auto store = MustOpen(options);
  EXPECT_EQ(CountRows(*store, 2000), 2000);
  int scanned = 0;
  for (auto it = store->Scan("row1", "row2"); it->Valid(); it->Next()) ++scanned;
  EXPECT_EQ(scanned, 2000);
}

// The statement runs in a child that starts anew, so that no thread of this process is missing
// in it.
TEST(RocksDbKvStoreDeathTest, KeepsSyncedWritesOfAKilledProcess) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  // Child and parent must agree on the name.
  const std::string path = testing::TempDir() + "/killed_store";
  EXPECT_EXIT(
      {
        const auto store = MustOpen(SmallOptions(path));
        PutRows(*store, 0, 50, Durability::kSynced);
        raise(SIGKILL);
      },
      testing::KilledBySignal(SIGKILL), "");
  EXPECT_EQ(CountRows(*MustOpen(SmallOptions(path)), 51), 50);
  std::filesystem::remove_all(path);
}

TEST_F(RocksDbKvStoreTest, IsOpenOnlyOnce) {
  const auto store = MustOpen(SmallOptions(path()));
  EXPECT_EQ(RocksDbKvStore::Open(SmallOptions(path())).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(RocksDbKvStoreTest, NeedsAParentFolder) {
  EXPECT_EQ(RocksDbKvStore::Open(SmallOptions(path() + "/deeper")).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(RocksDbKvStoreTest, NeedsAFolderNotAFile) {
  WriteFile(path(), "not a folder");
  EXPECT_FALSE(RocksDbKvStore::Open(SmallOptions(path())).ok());
}

// Else RocksDB would begin an empty store and delete what is there.
TEST_F(RocksDbKvStoreTest, RefusesAFolderWithoutItsCurrentFile) {
  PutRows(*MustOpen(SmallOptions(path())), 0, 10, Durability::kSynced);
  const std::string current = ReadFile(path() + "/CURRENT");
  std::filesystem::remove(path() + "/CURRENT");
  EXPECT_EQ(RocksDbKvStore::Open(SmallOptions(path())).status().code(),
            absl::StatusCode::kDataLoss);
  WriteFile(path() + "/CURRENT", current);
  EXPECT_EQ(CountRows(*MustOpen(SmallOptions(path())), 10), 10);
}

// A folder with rows in the log only, as a killed process leaves it. Closing a store does not
// write its rows to a file either.
class RocksDbLogTest : public RocksDbKvStoreTest {
 protected:
  static constexpr int kRows = 100;

  RocksDbLogTest() {
    PutRows(*MustOpen(SmallOptions(path())), 0, kRows, Durability::kBuffered);
    log_ = FindFile(path(), ".log");
    bytes_ = ReadFile(log_);
  }

  // Opens a copy of the store whose log has other bytes.
  absl::StatusOr<std::unique_ptr<RocksDbKvStore>> OpenWithLog(const std::string& bytes) {
    const std::string copy = folder() + "/copy";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(path(), copy);
    WriteFile(std::filesystem::path(copy) / log_.filename(), bytes);
    return RocksDbKvStore::Open(SmallOptions(copy));
  }

  std::filesystem::path log_;
  std::string bytes_;
};

TEST_F(RocksDbLogTest, DropsOnlyTheTornRecordAtTheEnd) {
  const auto store = OpenWithLog(bytes_.substr(0, bytes_.size() - 5));
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(CountRows(**store, kRows), kRows - 1);
  EXPECT_FALSE((*store)->Get(NameOf(kRows - 1))->has_value());
}

TEST_F(RocksDbLogTest, IgnoresWhatWasPreallocatedBehindTheEnd) {
  const auto store = OpenWithLog(bytes_ + std::string(4096, '\0'));
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(CountRows(**store, kRows), kRows);
}

// Rows in the middle must not vanish in silence.
TEST_F(RocksDbLogTest, RefusesAFlippedBitInsideTheLog) {
  for (size_t position = 0; position < bytes_.size() * 3 / 4; position += 211) {
    std::string damaged = bytes_;
    damaged[position] = static_cast<char>(damaged[position] ^ 0x10);
    const auto store = OpenWithLog(damaged);
    if (!store.ok()) {
      EXPECT_EQ(store.status().code(), absl::StatusCode::kDataLoss) << position;
      continue;
    }
    // The gap that rocksdb_options.cc names: the length of a record in the last 32 KiB.
    EXPECT_LT(bytes_.size(), 32u << 10);
    EXPECT_LT(CountRows(**store, kRows), kRows) << position;
  }
}

// Moves all files of a store out of level 0, where RocksDB reads them by other code.
void LeaveLevel0(const std::string& path) {
  rocksdb::Options options;
  options.disable_auto_compactions = true;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, path, &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  rocksdb::CompactRangeOptions move;
  move.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kSkip;
  ASSERT_TRUE(db->CompactRange(move, nullptr, nullptr).ok());
  std::string files_at_level_0;
  ASSERT_TRUE(db->GetProperty("rocksdb.num-files-at-level0", &files_at_level_0));
  ASSERT_EQ(files_at_level_0, "0");
}

class RocksDbDamageTest : public RocksDbKvStoreTest, public testing::WithParamInterface<bool> {
 protected:
  static constexpr int kRows = 1000;

  void SetUp() override {
    PutRows(*MustOpen(SmallOptions(path())), 0, kRows, Durability::kBuffered);
    // Opening replays what the log still held and writes it to a file.
    MustOpen(SmallOptions(path()));
    if (GetParam()) LeaveLevel0(path());
  }

  // Flips a bit of a file in a copy of the store and reads everything. True if any of it was
  // refused; a row that is missing or wrong without an error fails the test.
  bool NoticesFlippedBit(const std::filesystem::path& file, uint64_t position) {
    SCOPED_TRACE(absl::StrCat(file.filename().string(), " at ", position));
    const std::string copy = folder() + "/copy";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(path(), copy);
    std::string bytes = ReadFile(file);
    bytes[position] = static_cast<char>(bytes[position] ^ 0x01);
    WriteFile(std::filesystem::path(copy) / file.filename(), bytes);

    const auto store = RocksDbKvStore::Open(SmallOptions(copy));
    if (!store.ok()) {
      EXPECT_EQ(store.status().code(), absl::StatusCode::kDataLoss) << store.status();
      return true;
    }
    const bool by_point_reads = PointReadsNotice(**store);
    const bool by_scan = ScanNotices(**store);
    return by_point_reads || by_scan;
  }

 private:
  bool PointReadsNotice(const KvStore& store) {
    bool noticed = false;
    for (int row = 0; row < kRows; ++row) {
      const auto content = store.Get(NameOf(row));
      if (content.ok()) {
        EXPECT_TRUE(content->has_value() && **content == ContentOf(row)) << row;
      } else {
        EXPECT_EQ(content.status().code(), absl::StatusCode::kDataLoss) << content.status();
        noticed = true;
      }
    }
    return noticed;
  }

  bool ScanNotices(const KvStore& store) {
    const auto iterator = store.Scan("", "");
    int row = 0;
    for (; iterator->Valid(); iterator->Next(), ++row) {
      EXPECT_EQ(iterator->key(), NameOf(row));
      EXPECT_TRUE(iterator->value() == ContentOf(row)) << row;
    }
    if (iterator->status().ok()) {
      EXPECT_EQ(row, kRows) << "lost in silence";
      return false;
    }
    EXPECT_EQ(iterator->status().code(), absl::StatusCode::kDataLoss) << iterator->status();
    return true;
  }
};

TEST_P(RocksDbDamageTest, NoticesAFlippedBitAnywhereInAFile) {
  const std::filesystem::path file = FindFile(path(), ".sst");
  const uint64_t size_bytes = std::filesystem::file_size(file);
  int noticed = 0;
  for (uint64_t i = 0; i < 20; ++i) {
    if (NoticesFlippedBit(file, i * size_bytes / 20)) ++noticed;
  }
  // Flips in statistics go unnoticed, and harm nobody.
  EXPECT_GE(noticed, 18);
}

TEST_P(RocksDbDamageTest, NoticesAFlippedBitAtTheBeginningOfEachFile) {
  for (const auto& file : std::filesystem::directory_iterator(path())) {
    if (file.path().extension() != ".sst") continue;
    EXPECT_TRUE(NoticesFlippedBit(file.path(), 50)) << file.path();
  }
}

INSTANTIATE_TEST_SUITE_P(InAndBelowLevel0, RocksDbDamageTest, testing::Bool());

TEST_F(RocksDbKvStoreTest, RefusesToOpenWithoutOneOfItsFiles) {
  PutRows(*MustOpen(SmallOptions(path())), 0, 2000, Durability::kBuffered);
  MustOpen(SmallOptions(path()));
  std::filesystem::remove(FindFile(path(), ".sst"));
  EXPECT_EQ(RocksDbKvStore::Open(SmallOptions(path())).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(RocksDbKvStoreTest, DetectsADamagedBlob) {
  RocksDbOptions options = SmallOptions(path());
  options.min_blob_bytes = 100;
  PutRows(*MustOpen(options), 0, 1000, Durability::kBuffered);
  MustOpen(options);
  const std::filesystem::path file = FindFile(path(), ".blob");
  std::string bytes = ReadFile(file);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x01);
  WriteFile(file, bytes);
  const auto store = MustOpen(options);
  int refused = 0;
  for (int row = 0; row < 1000; ++row) {
    const auto content = store->Get(NameOf(row));
    if (content.ok()) {
      ASSERT_TRUE(content->has_value() && **content == ContentOf(row));
    } else {
      EXPECT_EQ(content.status().code(), absl::StatusCode::kDataLoss);
      ++refused;
    }
  }
  EXPECT_EQ(refused, 1);
}

TEST_F(RocksDbKvStoreTest, RefusesWritesWhenTheReserveIsReached) {
  PutRows(*MustOpen(SmallOptions(path())), 0, 10, Durability::kSynced);
  RocksDbOptions options = SmallOptions(path());
  options.reserved_free_bytes = uint64_t{1} << 62;
  const auto store = MustOpen(options);
  KvBatch batch;
  batch.Put("key", "value");
  EXPECT_EQ(store->Write(batch, Durability::kSynced).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(CountRows(*store, 10), 10);
  EXPECT_FALSE(store->Get("key")->has_value());
  batch.UseReserve();
  EXPECT_TRUE(store->Write(batch, Durability::kSynced).ok());
  batch.DeleteRange("key", "key1");
  batch.Put("key2", "value");
  EXPECT_TRUE(store->Write(batch, Durability::kSynced).ok());
  EXPECT_FALSE(store->Get("key")->has_value());
  EXPECT_TRUE(store->Get("key2")->has_value());
}

// Rows of few prefixes in many small files; every scan must be what the memory store shows,
// whether RocksDB may use its prefix filters for it or not.
TEST_F(RocksDbKvStoreTest, ScansLikeTheMemoryStoreWithPrefixes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  // Bytes that carry over when a prefix is counted up, and keys shorter than a prefix.
  const std::string alphabet = {'\x00', '\x01', 'a', '\xfe', '\xff'};
  const auto key = [&] {
    std::string bytes(random() % 5, '\0');
    for (char& byte : bytes) byte = alphabet[random() % alphabet.size()];
    return bytes;
  };
  RocksDbOptions options = SmallOptions(path());
  options.scan_prefix_bytes = 2;
  const auto store = MustOpen(options);
  MemoryKvStore expected;
  for (int round = 0; round < 400; ++round) {
    KvBatch batch;
    // Large enough for several files.
    batch.Put(key(), ContentOf(round) + ContentOf(round + 1) + ContentOf(round + 2));
    if (round % 7 == 0) batch.Delete(key());
    if (round % 100 == 0) batch.DeleteRange(key(), key());
    ASSERT_TRUE(store->Write(batch, Durability::kBuffered).ok());
    ASSERT_TRUE(expected.Write(batch, Durability::kBuffered).ok());
    const std::string lower = key();
    const std::string upper = key();
    const std::string target = key();
    const auto rows = [&](const KvReader& reader, bool seek) {
      std::vector<std::pair<std::string, std::string>> result;
      const auto iterator = reader.Scan(lower, upper);
      if (seek) iterator->Seek(target);
      for (; iterator->Valid(); iterator->Next()) {
        result.emplace_back(std::string(iterator->key()), std::string(iterator->value()));
      }
      EXPECT_TRUE(iterator->status().ok()) << iterator->status();
      return result;
    };
    for (const bool seek : {false, true}) {
      ASSERT_THAT(rows(*store, seek), ElementsAreArray(rows(expected, seek)));
    }
  }
}

}  // namespace
}  // namespace docshare::platform
