#include <array>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "platform/crypto/secret_key.h"
#include "platform/kv/temporary_folder.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/chunk_file_reader.h"
#include "repository/content/chunk_file_writer.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_id.h"
#include "repository/content/posix_file.h"

namespace docshare::repository {
namespace {

ContentId AnId() { return *ContentId::FromHex("00112233445566778899aabbccddeeff"); }

std::unique_ptr<ContentCipher> ACipher(const ContentId& id) {
  std::array<uint8_t, platform::SecretKey::kBytes> key;
  key.fill(0x42);
  return std::make_unique<ContentCipher>(platform::SecretKey(key), id);
}

class ChunkFileTest : public testing::Test {
 protected:
  // Writes `size` bytes 'x'.
  void Write(size_t size) {
    auto file = PosixFile::Create(path_);
    ASSERT_TRUE(file.ok()) << file.status();
    ChunkFileWriter writer(*std::move(file), ACipher(AnId()));
    const std::string chunk(kChunkBytes, 'x');
    for (size_t begin = 0; begin < size; begin += kChunkBytes) {
      const absl::Status status =
          writer.AppendChunk(absl::string_view(chunk).substr(0, size - begin));
      ASSERT_TRUE(status.ok()) << status;
    }
    ASSERT_TRUE(writer.Finish().ok());
  }

  absl::StatusOr<std::unique_ptr<ChunkFileReader>> Open(const ContentId& id, uint64_t size_bytes) {
    return ChunkFileReader::Open(*PosixFile::OpenToRead(path_), ACipher(id), size_bytes);
  }

  std::string ReadFile() {
    const auto file = PosixFile::OpenToRead(path_);
    std::string bytes(*file->SizeBytes(), '\0');
    EXPECT_TRUE(file->ReadAt(0, bytes.size(), bytes.data()).ok());
    return bytes;
  }

  platform::TemporaryFolder folder_;
  std::string path_ = folder_.path() + "/file";
};

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST_F(ChunkFileTest, LayoutIsFrozen) {
  Write(3);
  EXPECT_EQ(absl::BytesToHexString(ReadFile()),
            // "DSCONTNT", version, chunk size, id; chunk 0 and its tag; trailer and its tag. An
            // independent program computed the sealed parts.
            "4453434f4e544e54"
            "02000000"
            "00000400"
            "00112233445566778899aabbccddeeff"
            "8cca87df2552a0204b5b17911ff8ffa3e4f287"
            "05b7e9a0b4492ada27a108a3737f280fac2ae37b8619c42a");
}

TEST_F(ChunkFileTest, HasTheSizeThatTheFormatSays) {
  EXPECT_EQ(ChunkFileBytes(0), 56u);
  EXPECT_EQ(ChunkFileBytes(1), 73u);
  EXPECT_EQ(ChunkFileBytes(kChunkBytes), 56 + kChunkBytes + 16);
  EXPECT_EQ(ChunkFileBytes(kChunkBytes + 1), 56 + kChunkBytes + 1 + 32);
  Write(kChunkBytes + 1);
  EXPECT_EQ(ReadFile().size(), ChunkFileBytes(kChunkBytes + 1));
}

TEST_F(ChunkFileTest, GivesChunkAfterChunk) {
  Write(kChunkBytes + 5);
  const auto reader = Open(AnId(), kChunkBytes + 5);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ((*reader)->Read()->size(), kChunkBytes);
  EXPECT_EQ(*(*reader)->Read(), "xxxxx");
  EXPECT_EQ(*(*reader)->Read(), "");
}

TEST_F(ChunkFileTest, MayBeEmpty) {
  Write(0);
  const auto reader = Open(AnId(), 0);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(*(*reader)->Read(), "");
}

TEST_F(ChunkFileTest, RefusesAnotherSize) {
  Write(100);
  for (const uint64_t size : {uint64_t{0}, uint64_t{99}, uint64_t{101}, ~uint64_t{0}}) {
    EXPECT_EQ(Open(AnId(), size).status().code(), absl::StatusCode::kDataLoss) << size;
  }
}

TEST_F(ChunkFileTest, RefusesAnotherId) {
  Write(100);
  EXPECT_EQ(Open(ContentId({}), 100).status().code(), absl::StatusCode::kDataLoss);
}

// Far more than is let lie in memory; write-back begins on the way.
TEST_F(ChunkFileTest, KeepsAFileOfManyWindows) {
  constexpr size_t kSize = 40 << 20;
  Write(kSize);
  const auto reader = Open(AnId(), kSize);
  ASSERT_TRUE(reader.ok()) << reader.status();
  size_t size = 0;
  for (auto chunk = (*reader)->Read(); chunk.ok() && !chunk->empty(); chunk = (*reader)->Read()) {
    size += chunk->size();
  }
  EXPECT_EQ(size, kSize);
}

}  // namespace
}  // namespace docshare::repository
