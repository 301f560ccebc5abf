#include "repository/catalogue/pending_row.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace docshare::repository {
namespace {

PendingSubmission APending() {
  PendingSubmission pending;
  pending.registration.mutable_submission_set()->set_unique_id("2.999.20.1");
  pending.registration.add_document_entries()->set_unique_id("2.999.10.1");
  StoredDocument document{
      .unique_id = *UniqueId::Parse("2.999.10.1"),
      .content = {.id = *ContentId::FromHex("00112233445566778899aabbccddeeff"), .size_bytes = 1},
      .mime_type = "a/b"};
  document.content.sha1.fill(0xa1);
  document.content.sha256.fill(0xb2);
  pending.documents.push_back(document);
  pending.stored = absl::FromUnixSeconds(1'700'000'000);
  return pending;
}

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST(PendingRowTest, LayoutIsFrozen) {
  EXPECT_EQ(absl::BytesToHexString(EncodePendingRow(APending())),
            "0a1c"
            "0a0c120a322e3939392e32302e31"
            "120c120a322e3939392e31302e31"
            "125d"
            "0a0a322e3939392e31302e31"
            "121000112233445566778899aabbccddeeff"
            "1801"
            "2214a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
            "2a20b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2"
            "3203612f62"
            "1880e2cfaa06");
}

TEST(PendingRowTest, DecodesWhatItEncodes) {
  absl::StatusOr<PendingSubmission> decoded = DecodePendingRow(EncodePendingRow(APending()));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->registration.SerializeAsString(), APending().registration.SerializeAsString());
  EXPECT_EQ(decoded->documents, APending().documents);
  EXPECT_EQ(decoded->stored, APending().stored);
}

TEST(PendingRowTest, RefusesDamagedRows) {
  std::string bytes = EncodePendingRow(APending());
  EXPECT_EQ(DecodePendingRow(bytes.substr(0, bytes.size() - 1)).status().code(),
            absl::StatusCode::kDataLoss);

  PendingSubmission without_entry = APending();
  without_entry.registration.clear_document_entries();
  EXPECT_EQ(DecodePendingRow(EncodePendingRow(without_entry)).status().code(),
            absl::StatusCode::kDataLoss);

  PendingSubmission other_entry = APending();
  other_entry.registration.mutable_document_entries(0)->set_unique_id("2.999.10.2");
  EXPECT_EQ(DecodePendingRow(EncodePendingRow(other_entry)).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace docshare::repository
