#include "repository/catalogue/stored_document.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace docshare::repository {
namespace {

StoredDocument ADocument() {
  StoredDocument document{
      .unique_id = *UniqueId::Parse("2.999.10.1"),
      .content = {.id = *ContentId::FromHex("00112233445566778899aabbccddeeff"), .size_bytes = 300},
      .mime_type = "text/xml"};
  document.content.sha1.fill(0xa1);
  document.content.sha256.fill(0xb2);
  return document;
}

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST(StoredDocumentTest, LayoutIsFrozen) {
  EXPECT_EQ(absl::BytesToHexString(EncodeDocumentRow(ADocument())),
            "0a0a322e3939392e31302e31"
            "121000112233445566778899aabbccddeeff"
            "18ac02"
            "2214a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
            "2a20b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2"
            "3208746578742f786d6c");
}

TEST(StoredDocumentTest, DecodesWhatItEncodes) {
  absl::StatusOr<StoredDocument> decoded = DecodeDocumentRow(EncodeDocumentRow(ADocument()));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, ADocument());
}

TEST(StoredDocumentTest, RefusesDamagedRows) {
  struct Case {
    const char* name;
    void (*damage)(storage::v1::DocumentRow&);
  };
  for (const Case& c : {Case{"unique id", [](auto& row) { row.clear_unique_id(); }},
                        Case{"content id", [](auto& row) { row.set_content_id("short"); }},
                        Case{"sha1", [](auto& row) { row.mutable_sha1()->push_back('x'); }},
                        Case{"sha256", [](auto& row) { row.mutable_sha256()->pop_back(); }}}) {
    storage::v1::DocumentRow row = ToRow(ADocument());
    c.damage(row);
    EXPECT_EQ(FromRow(row).status().code(), absl::StatusCode::kDataLoss) << c.name;
  }
  std::string bytes = EncodeDocumentRow(ADocument());
  EXPECT_EQ(DecodeDocumentRow(bytes.substr(0, bytes.size() - 1)).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeDocumentRow("").status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace docshare::repository
