#include "platform/kv/rocksdb_encryption.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/crypto/key_ring.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/kv/temporary_folder.h"

namespace docshare::platform {
namespace {

constexpr char kSecret[] = "Epikrise for Kari Nordmann 12838520020";

std::shared_ptr<KeyRing> Ring(const std::string& active, const std::vector<std::string>& ids) {
  config::v1::KeyRing ring;
  ring.set_active_key_id(active);
  for (const std::string& id : ids) {
    ring.add_keys()->set_id(id);
    ring.mutable_keys(ring.keys_size() - 1)->set_aes256_hex(std::string(64, id[0]));
  }
  return *KeyRing::Create("ring", ring);
}

class RocksDbEncryptionTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<RocksDbKvStore>> Open(std::shared_ptr<KeyEncryption> keys,
                                                       const std::string& folder = "/db",
                                                       uint64_t ballast_bytes = 0) {
    RocksDbOptions options;
    options.path = folder_.path() + folder;
    options.write_buffer_bytes = 1 << 20;
    options.min_blob_bytes = 4096;
    options.reserved_free_bytes = 0;
    options.ballast_bytes = ballast_bytes;
    options.encryption = std::move(keys);
    return RocksDbKvStore::Open(options);
  }

  // Rows that stay in the log, and enough of them for files.
  void Fill(RocksDbKvStore& store, int from, int to) {
    for (int i = from; i < to; ++i) {
      KvBatch batch;
      batch.Put(absl::StrCat(kSecret, i), absl::StrCat(kSecret, " ", i));
      batch.Put(absl::StrCat("large", i), std::string(8192, 'x') + kSecret);
      ASSERT_TRUE(store.Write(batch, Durability::kBuffered).ok());
    }
    ASSERT_TRUE(store.Sync().ok());
  }

  void ExpectAll(const RocksDbKvStore& store, int count) {
    for (int i = 0; i < count; ++i) {
      const auto value = store.Get(absl::StrCat(kSecret, i));
      ASSERT_TRUE(value.ok()) << value.status();
      ASSERT_TRUE(value->has_value()) << i;
      EXPECT_EQ(**value, absl::StrCat(kSecret, " ", i));
    }
  }

  // Files of the database in which the text is readable.
  std::vector<std::string> FilesWith(absl::string_view text) {
    std::vector<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(folder_.path() + "/db")) {
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), {});
      if (absl::StrContains(bytes, text)) found.push_back(file.path().filename());
    }
    return found;
  }

  std::string Bytes(const std::string& name) {
    std::ifstream in(folder_.path() + "/db/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  static std::string Hmac(const SecretKey& key, const std::string& message) {
    std::string mac(32, '\0');
    HMAC(EVP_sha256(), key.data(), SecretKey::kBytes,
         reinterpret_cast<const unsigned char*>(message.data()), message.size(),
         reinterpret_cast<unsigned char*>(mac.data()), nullptr);
    return mac;
  }

  TemporaryFolder folder_;
};

TEST_F(RocksDbEncryptionTest, NothingStoredIsReadableInTheFiles) {
  const auto ring = Ring("a", {"a"});
  auto store = Open(ring);
  ASSERT_TRUE(store.ok()) << store.status();
  Fill(**store, 0, 500);
  EXPECT_THAT(FilesWith("Nordmann"), ::testing::IsEmpty());
  store->reset();
  EXPECT_THAT(FilesWith("Nordmann"), ::testing::IsEmpty());
  store = Open(ring);
  ASSERT_TRUE(store.ok()) << store.status();
  ExpectAll(**store, 500);
}

// The test above would pass, too, if it looked in the wrong place.
TEST_F(RocksDbEncryptionTest, WithoutEncryptionItIsReadable) {
  auto store = Open(nullptr);
  ASSERT_TRUE(store.ok()) << store.status();
  Fill(**store, 0, 500);
  EXPECT_THAT(FilesWith("Nordmann"), Not(::testing::IsEmpty()));
}

// The bytes are on disk: a change here needs a migration.
TEST_F(RocksDbEncryptionTest, FilesDecryptAsTheFormatSays) {
  const auto ring = Ring("a", {"a"});
  { ASSERT_TRUE(Open(ring).ok()); }
  const std::string key_file = Bytes("KEY");
  ASSERT_EQ(key_file.substr(0, 8), "DSDBKEY1");
  const auto key = ring->Unwrap(key_file.substr(8), "database");
  ASSERT_TRUE(key.ok()) << key.status();

  const std::string current = Bytes("CURRENT");
  ASSERT_GT(current.size(), kRocksDbPrefixBytes);
  EXPECT_EQ(current.substr(0, 8), "DSROCKS1");
  const std::string salt = current.substr(8, 32);
  EXPECT_EQ(current.substr(40, 32), Hmac(*key, "docshare rocksdb salt" + salt));
  const std::string file_key = Hmac(*key, "docshare rocksdb file" + salt);
  std::string counter(16, '\0');
  counter[14] = 1;  // 4096 / 16.
  std::string plain = current.substr(kRocksDbPrefixBytes);
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int size = 0;
  EVP_DecryptInit_ex(context.get(), EVP_aes_256_ctr(), nullptr,
                     reinterpret_cast<const unsigned char*>(file_key.data()),
                     reinterpret_cast<const unsigned char*>(counter.data()));
  EVP_DecryptUpdate(context.get(), reinterpret_cast<unsigned char*>(plain.data()), &size,
                    reinterpret_cast<const unsigned char*>(plain.data()),
                    static_cast<int>(plain.size()));
  EXPECT_THAT(plain, ::testing::MatchesRegex("MANIFEST-[0-9]+\n"));
}

TEST_F(RocksDbEncryptionTest, ANewWrappingKeyChangesTheKeyFileAlone) {
  const auto old_ring = Ring("a", {"a"});
  auto store = Open(old_ring);
  ASSERT_TRUE(store.ok());
  Fill(**store, 0, 300);
  const absl::StatusOr<bool> nothing_to_do = (*store)->RewrapKey();
  ASSERT_TRUE(nothing_to_do.ok());
  EXPECT_FALSE(*nothing_to_do);
  store->reset();

  const auto ring = Ring("b", {"a", "b"});
  store = Open(ring);
  ASSERT_TRUE(store.ok()) << store.status();
  const absl::StatusOr<bool> rewrapped = (*store)->RewrapKey();
  ASSERT_TRUE(rewrapped.ok()) << rewrapped.status();
  EXPECT_TRUE(*rewrapped);
  Fill(**store, 300, 400);
  store->reset();

  const absl::Status old = Open(old_ring).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(old)) << old;
  EXPECT_TRUE(absl::StrContains(old.message(), "wrapping key b ")) << old;
  store = Open(Ring("b", {"b"}));
  ASSERT_TRUE(store.ok()) << store.status();
  ExpectAll(**store, 400);
}

TEST_F(RocksDbEncryptionTest, AnotherKeyOfTheSameIdIsDataLoss) {
  const auto ring = Ring("a", {"a"});
  {
    auto store = Open(ring);
    ASSERT_TRUE(store.ok());
    Fill(**store, 0, 10);
  }
  config::v1::KeyRing other;
  other.set_active_key_id("a");
  other.add_keys()->set_id("a");
  other.mutable_keys(0)->set_aes256_hex(std::string(64, '7'));
  const std::shared_ptr<KeyRing> wrong = *KeyRing::Create("ring", other);
  const absl::Status status = Open(wrong).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_FALSE(absl::StrContains(status.message(), "7777"));
  // Nothing was harmed by trying.
  auto store = Open(ring);
  ASSERT_TRUE(store.ok()) << store.status();
  ExpectAll(**store, 10);
}

TEST_F(RocksDbEncryptionTest, PlainAndEncryptedAreNotTakenForEachOther) {
  {
    auto store = Open(nullptr);
    ASSERT_TRUE(store.ok());
    Fill(**store, 0, 10);
  }
  const auto ring = Ring("a", {"a"});
  EXPECT_TRUE(absl::IsFailedPrecondition(Open(ring).status())) << Open(ring).status();
  {
    auto store = Open(nullptr);
    ASSERT_TRUE(store.ok()) << store.status();
    ExpectAll(**store, 10);
  }
  std::filesystem::remove_all(folder_.path() + "/db");
  { ASSERT_TRUE(Open(ring).ok()); }
  EXPECT_TRUE(absl::IsFailedPrecondition(Open(nullptr).status())) << Open(nullptr).status();
  std::filesystem::remove(folder_.path() + "/db/KEY");
  EXPECT_TRUE(absl::IsFailedPrecondition(Open(ring).status())) << Open(ring).status();
}

// What the disk says of a folder that is read as a file stands for any error of reading.
TEST_F(RocksDbEncryptionTest, AKeyFileThatCannotBeReadIsDataLoss) {
  const auto ring = Ring("a", {"a", "b"});
  const auto store = Open(ring);
  ASSERT_TRUE(store.ok()) << store.status();
  std::filesystem::remove(folder_.path() + "/db/KEY");
  std::filesystem::create_directory(folder_.path() + "/db/KEY");
  EXPECT_EQ((*store)->RewrapKey().status().code(), absl::StatusCode::kDataLoss);
}

// What a power loss leaves of files that were being made.
TEST_F(RocksDbEncryptionTest, UnbegunFilesGo) {
  const auto ring = Ring("a", {"a"});
  {
    auto store = Open(ring);
    ASSERT_TRUE(store.ok());
    Fill(**store, 0, 100);
  }
  const std::vector<std::pair<std::string, size_t>> unbegun = {
      {"000990.log", 0},           {"000991.log", 4095},  {"000992.log", 100'000},
      {"000993.sst", 17},          {"000994.blob", 4096}, {"MANIFEST-000995", 1},
      {"OPTIONS-000996.dbtmp", 5}, {"KEY.new", 3}};
  for (const auto& [name, size] : unbegun) {
    std::ofstream(folder_.path() + "/db/" + name, std::ios::binary) << std::string(size, '\0');
  }
  auto store = Open(ring);
  ASSERT_TRUE(store.ok()) << store.status();
  ExpectAll(**store, 100);
  store->reset();
  std::ofstream(folder_.path() + "/db/CURRENT", std::ios::binary) << "cut";
  EXPECT_TRUE(absl::IsDataLoss(Open(ring).status())) << Open(ring).status();
}

// It is all zeros, and nobody's key stream.
TEST_F(RocksDbEncryptionTest, TheBallastStays) {
  const auto ring = Ring("a", {"a"});
  struct stat first = {}, second = {};
  const std::string path = folder_.path() + "/db/BALLAST";
  { ASSERT_TRUE(Open(ring, "/db", 1 << 20).ok()); }
  ASSERT_EQ(stat(path.c_str(), &first), 0);
  EXPECT_EQ(first.st_size, 1 << 20);
  { ASSERT_TRUE(Open(ring, "/db", 1 << 20).ok()); }
  ASSERT_EQ(stat(path.c_str(), &second), 0);
  EXPECT_EQ(first.st_ino, second.st_ino) << "it was removed and made again";
}

// What ext4 may leave of a log that was being written: its size, and zeros.
TEST_F(RocksDbEncryptionTest, ZerosBehindALogArePassedOver) {
  const auto ring = Ring("a", {"a"});
  auto store = Open(ring);
  ASSERT_TRUE(store.ok());
  Fill(**store, 0, 20);
  // As of a process that was killed: the log is not closed.
  std::filesystem::create_directories(folder_.path() + "/killed");
  for (const size_t zeros : {size_t{1}, size_t{6}, size_t{7}, size_t{5000}, size_t{100'000}}) {
    std::filesystem::remove_all(folder_.path() + "/killed");
    std::filesystem::copy(folder_.path() + "/db", folder_.path() + "/killed");
    int logs = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder_.path() + "/killed")) {
      if (file.path().extension() != ".log") continue;
      std::ofstream(file.path(), std::ios::binary | std::ios::app) << std::string(zeros, '\0');
      ++logs;
    }
    ASSERT_GT(logs, 0);
    auto reopened = Open(ring, "/killed");
    ASSERT_TRUE(reopened.ok()) << zeros << " " << reopened.status();
    ExpectAll(**reopened, 20);
  }
}

// Every byte of what a file begins with, in each kind of file: the database does not open, or has
// every row.
TEST_F(RocksDbEncryptionTest, DamagedBeginningsAreNoticed) {
  const auto ring = Ring("a", {"a"});
  {
    auto store = Open(ring);
    ASSERT_TRUE(store.ok());
    Fill(**store, 0, 400);
  }
  int refused = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder_.path() + "/db")) {
    const std::string name = file.path().filename();
    if (!file.is_regular_file() || name == "LOCK" || name.rfind("LOG", 0) == 0) continue;
    const std::string whole = Bytes(name);
    for (const size_t position : {0, 7, 8, 39, 40, 71, 72, 4095}) {
      if (position >= whole.size()) continue;
      std::string damaged = whole;
      damaged[position] = static_cast<char>(damaged[position] ^ 4);
      std::filesystem::remove_all(folder_.path() + "/copy");
      std::filesystem::copy(folder_.path() + "/db", folder_.path() + "/copy");
      std::ofstream(folder_.path() + "/copy/" + name, std::ios::binary) << damaged;
      auto store = Open(ring, "/copy");
      if (!store.ok()) {
        EXPECT_TRUE(absl::IsDataLoss(store.status()) || absl::IsFailedPrecondition(store.status()))
            << name << " " << position << " " << store.status();
        ++refused;
        continue;
      }
      for (int i = 0; i < 400; ++i) {
        const auto value = (*store)->Get(absl::StrCat(kSecret, i));
        if (!value.ok()) {
          EXPECT_TRUE(absl::IsDataLoss(value.status())) << value.status();
          ++refused;
          break;
        }
        ASSERT_TRUE(value->has_value()) << name << " " << position;
      }
    }
  }
  EXPECT_GT(refused, 20);
}

TEST_F(RocksDbEncryptionTest, PurgedRowsAreGoneFromTheFiles) {
  auto store = Open(nullptr);
  ASSERT_TRUE(store.ok());
  const std::string value = "a key that must go 4711";
  KvBatch put, remove;
  put.Put("k1", "stays");
  put.Put("k2", value);
  remove.Delete("k2");
  ASSERT_TRUE((*store)->Write(put, Durability::kSynced).ok());
  // Once in a file of the last level, once in the log.
  ASSERT_TRUE((*store)->Purge("k1", "k3").ok());
  ASSERT_THAT(FilesWith("must go"), Not(::testing::IsEmpty()));
  ASSERT_TRUE((*store)->Write(put, Durability::kSynced).ok());
  ASSERT_TRUE((*store)->Write(remove, Durability::kSynced).ok());
  ASSERT_TRUE((*store)->Purge("k2", "k2").ok());
  EXPECT_THAT(FilesWith("must go"), ::testing::IsEmpty());
  EXPECT_EQ(**(*store)->Get("k1"), "stays");
}

}  // namespace
}  // namespace docshare::platform
