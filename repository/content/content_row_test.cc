#include "repository/content/content_row.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "platform/crypto/secret_key.h"

namespace docshare::repository {
namespace {

ContentId AnId() { return *ContentId::FromHex("00112233445566778899aabbccddeeff"); }

StoredContent AContent(uint64_t size_bytes) {
  StoredContent content = {.id = AnId(), .size_bytes = size_bytes};
  std::fill(content.sha1.begin(), content.sha1.end(), 0x11);
  std::fill(content.sha256.begin(), content.sha256.end(), 0x22);
  return content;
}

ContentCipher ACipher(const ContentId& id = AnId()) {
  std::array<uint8_t, platform::SecretKey::kBytes> key;
  key.fill(0x42);
  return {platform::SecretKey(key), id};
}

std::string Seal(const ContentRow& row) {
  ContentCipher cipher = ACipher();
  return SealContentRow(row, cipher);
}

std::string ARow() {
  return Seal({.content = AContent(3), .place = ContentPlace::kRow, .bytes = "abc"});
}

absl::Status Open(std::string value, const ContentId& id = AnId()) {
  ContentCipher cipher = ACipher(id);
  return OpenContentRow(value, cipher).status();
}

// The bytes are on disk: a change here needs a migration, not a new golden. An independent program
// computed the sealed parts.
TEST(ContentRowTest, LayoutIsFrozen) {
  EXPECT_EQ(absl::BytesToHexString(ARow()),
            "0201"
            "0300000000000000"
            "1111111111111111111111111111111111111111"
            "2222222222222222222222222222222222222222222222222222222222222222"
            "411d9d8e1bf85dbcaebde3304f899686f3e12c");
  EXPECT_EQ(absl::BytesToHexString(Seal(
                {.content = AContent(0x0102030405), .place = ContentPlace::kFile, .bytes = ""})),
            "0202"
            "0504030201000000"
            "1111111111111111111111111111111111111111"
            "2222222222222222222222222222222222222222222222222222222222222222"
            "cac054545ffee71802a7eafc87298446");
  EXPECT_EQ(absl::BytesToHexString(Seal(
                {.content = AContent(0x0102030405), .place = ContentPlace::kObject, .bytes = ""})),
            "0203"
            "0504030201000000"
            "1111111111111111111111111111111111111111"
            "2222222222222222222222222222222222222222222222222222222222222222"
            "dc4326dfb1f2aa71fefebc0482e006d7");
}

TEST(ContentRowTest, GivesBackWhatWasEncoded) {
  std::string value = ARow();
  ContentCipher cipher = ACipher();
  const absl::StatusOr<ContentRow> row = OpenContentRow(value, cipher);
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->content, AContent(3));
  EXPECT_EQ(row->place, ContentPlace::kRow);
  EXPECT_EQ(row->bytes, "abc");
}

TEST(ContentRowTest, RefusesARowCutAnywhere) {
  const std::string value = ARow();
  for (size_t size = 0; size < value.size(); ++size) {
    const absl::Status cut = Open(value.substr(0, size));
    EXPECT_EQ(cut.code(), absl::StatusCode::kDataLoss) << size;
    EXPECT_TRUE(absl::StrContains(cut.message(), AnId().ToHex())) << cut;
  }
}

TEST(ContentRowTest, RefusesTheRowOfAnotherContent) {
  EXPECT_EQ(Open(ARow(), ContentId({})).code(), absl::StatusCode::kDataLoss);
}

TEST(ContentRowDeathTest, RefusesToEncodeAWrongSize) {
  EXPECT_DEATH(Seal({.content = AContent(4), .place = ContentPlace::kRow, .bytes = "abc"}),
               "size_bytes");
}

}  // namespace
}  // namespace docshare::repository
