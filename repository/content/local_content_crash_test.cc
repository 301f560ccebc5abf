// A LocalContentStore over RocksDB in a process that is killed: what it acknowledged is there,
// the rest is found and swept.

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/random/random_uuid_source.h"
#include "repository/content/content_id.h"
#include "repository/content/content_store.h"
#include "repository/content/local_content_store.h"
#include "repository/content/remove_orphans.h"

namespace docshare::repository {
namespace {

constexpr absl::string_view kReferringRow = "row that refers to the content";

std::string BytesOf(size_t size) {
  std::minstd_rand random(static_cast<uint32_t>(size) + 1);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 8);
  return bytes;
}

// Both stores of a repository in one folder.
struct Stores {
  explicit Stores(const std::string& folder) {
    std::filesystem::create_directories(folder);
    auto opened_kv = platform::RocksDbKvStore::Open(
        {.path = folder + "/rows", .min_blob_bytes = 4096, .reserved_free_bytes = 0});
    EXPECT_TRUE(opened_kv.ok()) << opened_kv.status();
    kv = *std::move(opened_kv);
    auto opened_contents = LocalContentStore::Open({.path = folder + "/documents",
                                                    .reserved_free_bytes = 0,
                                                    .key_encryption = platform::TestKeyRing()},
                                                   kv.get(), &uuids);
    EXPECT_TRUE(opened_contents.ok()) << opened_contents.status();
    contents = *std::move(opened_contents);
  }

  platform::RandomUuidSource uuids;
  std::unique_ptr<platform::RocksDbKvStore> kv;
  std::unique_ptr<LocalContentStore> contents;
};

[[noreturn]] void Die() {
  raise(SIGKILL);
  std::abort();
}

void Claim(Stores& stores, const ContentId& id) {
  platform::KvBatch batch;
  batch.Put(kReferringRow, id.bytes());
  stores.contents->Claim(id, &batch);
  EXPECT_TRUE(stores.kv->Write(batch, platform::Durability::kSynced).ok());
}

// Stores a small and a large document and dies: after the first chunks, after finishing, or
// after claiming the last one.
enum class Moment { kWriting, kFinished, kClaimed };

[[noreturn]] void StoreAndDie(const std::string& folder, Moment moment) {
  Stores stores(folder);
  for (const size_t size : {size_t{1000}, size_t{1} << 20}) {
    auto writer = stores.contents->NewDocument(size);
    EXPECT_TRUE((*writer)->Append(BytesOf(size)).ok());
    if (moment == Moment::kWriting && size > 1000) Die();
    const auto content = (*writer)->Finish();
    if (moment == Moment::kClaimed) Claim(stores, content->id);
  }
  Die();
}

int64_t CountFiles(const std::string& folder) {
  int64_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder + "/documents")) {
    if (entry.is_regular_file()) ++count;
  }
  return count;
}

class LocalContentCrashDeathTest : public testing::TestWithParam<Moment> {};

TEST_P(LocalContentCrashDeathTest, IsWholeAfterTheNextStart) {
  // The child starts anew and must find the same name.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const std::string folder =
      absl::StrCat(testing::TempDir(), "/killed_", static_cast<int>(GetParam()));
  EXPECT_EXIT(StoreAndDie(folder, GetParam()), testing::KilledBySignal(SIGKILL), "");

  Stores stores(folder);
  EXPECT_EQ(CountFiles(folder), 1);
  const auto row = stores.kv->Get(kReferringRow);
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row->has_value(), GetParam() == Moment::kClaimed);
  const auto swept = RemoveOrphans(stores.contents.get());
  ASSERT_TRUE(swept.ok()) << swept.status();
  EXPECT_EQ(*swept, GetParam() == Moment::kClaimed ? 0 : 2);
  EXPECT_EQ(CountFiles(folder), row->has_value() ? 1 : 0);
  if (row->has_value()) {
    const auto reader = stores.contents->Open(*ContentId::FromBytes(**row));
    ASSERT_TRUE(reader.ok()) << reader.status();
    std::string bytes;
    for (auto piece = (*reader)->Read(); piece.ok() && !piece->empty(); piece = (*reader)->Read()) {
      absl::StrAppend(&bytes, *piece);
    }
    EXPECT_TRUE(bytes == BytesOf(1 << 20));
  }
  std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(EveryMoment, LocalContentCrashDeathTest,
                         testing::Values(Moment::kWriting, Moment::kFinished, Moment::kClaimed));

}  // namespace
}  // namespace docshare::repository
