#include "repository/catalogue/pending_key.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace docshare::repository {
namespace {

constexpr SubmissionKey kSubmission = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                       0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST(PendingKeyTest, LayoutIsFrozen) {
  EXPECT_EQ(absl::BytesToHexString(EncodePendingKey(kSubmission)),
            "0300112233445566778899aabbccddeeff");
}

TEST(PendingKeyTest, DecodesWhatItEncodes) {
  absl::StatusOr<SubmissionKey> decoded = DecodePendingKey(EncodePendingKey(kSubmission));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, kSubmission);
}

TEST(PendingKeyTest, RefusesForeignBytes) {
  std::string key = EncodePendingKey(kSubmission);
  for (const std::string& bytes :
       {std::string(), key.substr(0, 16), key + "x", "\x02" + key.substr(1)}) {
    EXPECT_EQ(DecodePendingKey(bytes).status().code(), absl::StatusCode::kDataLoss)
        << absl::BytesToHexString(bytes);
  }
}

TEST(PendingKeyTest, RangeHoldsEveryKey) {
  SubmissionKey last;
  last.fill(0xff);
  EXPECT_LE(FirstPendingKey(), EncodePendingKey(SubmissionKey{}));
  EXPECT_LT(EncodePendingKey(last), PendingKeysEnd());
}

}  // namespace
}  // namespace docshare::repository
