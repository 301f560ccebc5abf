// What a LocalContentStore leaves in its files and rows can be read with the document's key alone.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "platform/random/sequence_uuid_source.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_id.h"
#include "repository/content/content_keys.h"
#include "repository/content/local_content_store.h"

namespace docshare::repository {
namespace {

using platform::Durability;
using platform::KvBatch;

std::string BytesOf(size_t size) { return std::string(size, 'x'); }

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  ASSERT_TRUE(file.good());
}

class LocalContentSecrecyTest : public testing::Test {
 protected:
  std::string ContentPath(const ContentId& id) const {
    return absl::StrCat(folder_.path(), "/documents/content/", id.ToHex().substr(0, 2), "/",
                        id.ToHex());
  }

  ContentId Store(const std::string& bytes) {
    auto writer = store_->NewDocument(bytes.size());
    EXPECT_TRUE((*writer)->Append(bytes).ok());
    const auto content = (*writer)->Finish();
    EXPECT_TRUE(content.ok()) << content.status();
    store_->Keep(*content);
    return content->id;
  }

  // The error that reading meets first.
  absl::Status Read(const ContentId& id) {
    const auto reader = store_->Open(id);
    if (!reader.ok()) return reader.status();
    while (true) {
      const auto piece = (*reader)->Read();
      if (!piece.ok() || piece->empty()) return piece.status();
    }
  }

  platform::TemporaryFolder folder_;
  platform::MemoryKvStore kv_;
  platform::SequenceUuidSource uuids_;
  std::unique_ptr<LocalContentStore> store_ =
      *LocalContentStore::Open({.path = folder_.path() + "/documents",
                                .reserved_free_bytes = 0,
                                .key_encryption = platform::TestKeyRing()},
                               &kv_, &uuids_);
};

TEST_F(LocalContentSecrecyTest, NoticesAFlippedBitAnywhereInAKey) {
  for (const size_t size : {size_t{1000}, 2 * kChunkBytes}) {
    const ContentId id = Store(BytesOf(size));
    const std::string row = **kv_.Get(DocumentKeyKey(id));
    for (size_t position = 0; position < row.size(); ++position) {
      SCOPED_TRACE(position);
      std::string damaged = row;
      damaged[position] = static_cast<char>(damaged[position] ^ (1 << (position % 8)));
      KvBatch batch;
      batch.Put(DocumentKeyKey(id), damaged);
      ASSERT_TRUE(kv_.Write(batch, Durability::kBuffered).ok());
      const absl::Status status = Read(id);
      // A flipped id may be that of another wrapping key.
      EXPECT_TRUE(absl::IsDataLoss(status) || absl::IsFailedPrecondition(status)) << status;
      EXPECT_TRUE(absl::StrContains(status.message(), id.ToHex())) << status;
    }
  }
}

TEST_F(LocalContentSecrecyTest, NothingIsReadableInTheFilesOrRows) {
  const std::string text = "Epikrise for Kari Nordmann";
  std::string large(2 * kChunkBytes, 'x');
  large.replace(kChunkBytes - 5, text.size(), text);
  const ContentId id = Store(large);
  Store(text);
  EXPECT_FALSE(absl::StrContains(ReadFile(ContentPath(id)), "Nordmann"));
  for (auto row = kv_.Scan("", ""); row->Valid(); row->Next()) {
    EXPECT_FALSE(absl::StrContains(row->value(), "Nordmann"));
  }
}

// With the key goes the document, wherever copies of its bytes lie.
TEST_F(LocalContentSecrecyTest, WithoutItsKeyContentIsUnreadable) {
  const ContentId id = Store(BytesOf(2 * kChunkBytes));
  const std::string file = ReadFile(ContentPath(id));
  const std::string row = **kv_.Get(ContentKey(id));
  ASSERT_TRUE(store_->Remove(id).ok());
  WriteFile(ContentPath(id), file);
  KvBatch batch;
  batch.Put(ContentKey(id), row);
  ASSERT_TRUE(kv_.Write(batch, Durability::kBuffered).ok());
  const absl::Status status = Read(id);
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), id.ToHex())) << status;
}

}  // namespace
}  // namespace docshare::repository
