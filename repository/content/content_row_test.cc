#include "repository/content/content_row.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace docshare::repository {
namespace {

ContentId AnId() { return *ContentId::FromHex("00112233445566778899aabbccddeeff"); }

StoredContent AContent(uint64_t size_bytes) {
  StoredContent content = {.id = AnId(), .size_bytes = size_bytes};
  std::fill(content.sha1.begin(), content.sha1.end(), 0x11);
  std::fill(content.sha256.begin(), content.sha256.end(), 0x22);
  return content;
}

std::string ARow() {
  return EncodeContentRow({.content = AContent(3), .place = ContentPlace::kRow, .bytes = "abc"});
}

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST(ContentRowTest, LayoutIsFrozen) {
  EXPECT_EQ(absl::BytesToHexString(ARow()),
            "0101"
            "0300000000000000"
            "1111111111111111111111111111111111111111"
            "2222222222222222222222222222222222222222222222222222222222222222"
            "616263"
            "a46c5c5465f4ca64");
  EXPECT_EQ(absl::BytesToHexString(EncodeContentRow(
                {.content = AContent(0x0102030405), .place = ContentPlace::kFile, .bytes = ""})),
            "0102"
            "0504030201000000"
            "1111111111111111111111111111111111111111"
            "2222222222222222222222222222222222222222222222222222222222222222"
            "a275043c51104416");
}

TEST(ContentRowTest, GivesBackWhatWasEncoded) {
  const std::string value = ARow();
  const absl::StatusOr<ContentRow> row = DecodeContentRow(AnId(), value);
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->content, AContent(3));
  EXPECT_EQ(row->place, ContentPlace::kRow);
  EXPECT_EQ(row->bytes, "abc");
}

TEST(ContentRowTest, RefusesARowCutAnywhere) {
  const std::string value = ARow();
  for (size_t size = 0; size < value.size(); ++size) {
    const auto row = DecodeContentRow(AnId(), value.substr(0, size));
    EXPECT_EQ(row.status().code(), absl::StatusCode::kDataLoss) << size;
    EXPECT_TRUE(absl::StrContains(row.status().message(), AnId().ToHex())) << row.status();
  }
}

TEST(ContentRowTest, RefusesTheRowOfAnotherContent) {
  EXPECT_EQ(DecodeContentRow(ContentId({}), ARow()).status().code(), absl::StatusCode::kDataLoss);
}

TEST(ContentRowDeathTest, RefusesToEncodeAWrongSize) {
  EXPECT_DEATH(
      EncodeContentRow({.content = AContent(4), .place = ContentPlace::kRow, .bytes = "abc"}),
      "size_bytes");
}

}  // namespace
}  // namespace docshare::repository
