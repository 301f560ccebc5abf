#include "registry/index/key_codec.h"

#include <limits>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::registry {
namespace {

using ::testing::ElementsAre;

std::string TextKey(absl::string_view text) {
  return KeyWriter(KeySpace::kMeta).Text(text).U8(7).Take();
}

std::string TimeKey(int64_t seconds) {
  return KeyWriter(KeySpace::kDocumentFilter).NewestFirst(seconds).Take();
}

TEST(KeyCodecTest, ReadsBackWhatItWrote) {
  const std::array<uint8_t, 16> uuid = {1, 2, 3, 0, 255};
  const std::string key = KeyWriter(KeySpace::kMeta)
                              .U8(200)
                              .U32(0xfffffffe)
                              .U64(1)
                              .NewestFirst(-5)
                              .Text(absl::string_view("a\0b", 3))
                              .Uuid(uuid)
                              .Take();
  KeyReader reader(KeySpace::kMeta, key);
  EXPECT_EQ(reader.U8(), 200);
  EXPECT_EQ(reader.U32(), 0xfffffffeu);
  EXPECT_EQ(reader.U64(), 1u);
  EXPECT_EQ(reader.NewestFirst(), -5);
  EXPECT_EQ(reader.Text(), std::string("a\0b", 3));
  EXPECT_EQ(reader.Uuid(), uuid);
  EXPECT_TRUE(reader.Finish().ok());
}

TEST(KeyCodecTest, TextSortsLikeItsBytes) {
  const std::string ordered[] = {"",
                                 std::string("\0", 1),
                                 std::string("\0\0", 2),
                                 "\x01",
                                 "a",
                                 std::string("a\0", 2),
                                 "aa",
                                 "b",
                                 "\xff"};
  for (size_t i = 0; i + 1 < std::size(ordered); ++i) {
    EXPECT_LT(TextKey(ordered[i]), TextKey(ordered[i + 1])) << i;
  }
}

TEST(KeyCodecTest, LaterTimeSortsFirst) {
  const int64_t ordered[] = {std::numeric_limits<int64_t>::max(), 1, 0, -1,
                             std::numeric_limits<int64_t>::min()};
  for (size_t i = 0; i + 1 < std::size(ordered); ++i) {
    EXPECT_LT(TimeKey(ordered[i]), TimeKey(ordered[i + 1])) << i;
  }
}

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST(KeyCodecTest, LayoutIsFrozen) {
  EXPECT_EQ(absl::BytesToHexString(TextKey(absl::string_view("a\0", 2))), "016100ff000107");
  EXPECT_EQ(absl::BytesToHexString(TimeKey(1)), "067ffffffffffffffe");
  EXPECT_EQ(absl::BytesToHexString(KeyWriter(KeySpace::kTerm).U32(258).U64(3).Take()),
            "05000001020000000000000003");
}

TEST(KeyCodecTest, RefusesBytesItCannotHaveWritten) {
  const std::string good = TextKey("abc");
  for (const std::string& bad :
       {std::string(), good.substr(0, good.size() - 1), good + "x", "\x02" + good.substr(1),
        std::string("\x01"
                    "a\0\x02"
                    "b\0\x01\x07",
                    9)}) {
    KeyReader reader(KeySpace::kMeta, bad);
    reader.Text();
    reader.U8();
    EXPECT_EQ(reader.Finish().code(), absl::StatusCode::kDataLoss) << absl::CHexEscape(bad);
  }
}

TEST(KeyCodecTest, PrefixEndIsAboveEveryKeyWithThePrefix) {
  EXPECT_EQ(PrefixEnd("\x05\xff"), "\x06");
  EXPECT_LT(std::string("\x05\xff\xff\xff"), PrefixEnd("\x05\xff"));
}

}  // namespace
}  // namespace docshare::registry
