#include "repository/on_demand/bytes_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace docshare::repository {
namespace {

TEST(BytesReaderTest, TellsWhatTheBytesAre) {
  const BytesReader reader("abc");
  EXPECT_EQ(reader.content().size_bytes, 3u);
  EXPECT_EQ(reader.content().Sha1Hex(), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(reader.content().Sha256Hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(BytesReaderTest, GivesThemPieceByPiece) {
  const std::string bytes(600'000, 'x');
  BytesReader reader(bytes);
  std::string read;
  int pieces = 0;
  for (auto piece = reader.Read(); piece.ok() && !piece->empty(); piece = reader.Read()) {
    EXPECT_LE(piece->size(), size_t{256} << 10);
    read.append(piece->data(), piece->size());
    ++pieces;
  }
  EXPECT_EQ(read, bytes);
  EXPECT_EQ(pieces, 3);
}

TEST(BytesReaderTest, BeginsWhereItIsTold) {
  BytesReader reader("abc");
  ASSERT_TRUE(reader.Seek(1).ok());
  EXPECT_EQ(*reader.Read(), "bc");
  ASSERT_TRUE(reader.Seek(3).ok());
  EXPECT_EQ(*reader.Read(), "");
  EXPECT_EQ(reader.Seek(4).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace docshare::repository
