#include "repository/catalogue/meta_keys.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace docshare::repository {
namespace {

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST(MetaKeysTest, LayoutIsFrozen) {
  EXPECT_EQ(absl::BytesToHexString(EncodeMetaKey(MetaRow::kRepositoryUniqueId)),
            "017265706f7369746f72795f756e697175655f6964");
  EXPECT_EQ(absl::BytesToHexString(EncodeMetaKey(MetaRow::kSchemaVersion)),
            "01736368656d615f76657273696f6e");
  EXPECT_EQ(absl::BytesToHexString(EncodeSchemaVersion(0x01020304)), "01020304");
}

TEST(MetaKeysTest, DecodesWhatItEncodes) {
  for (MetaRow row :
       {MetaRow::kRepositoryUniqueId, MetaRow::kSchemaVersion, MetaRow::kScrubPosition}) {
    EXPECT_EQ(*DecodeMetaKey(EncodeMetaKey(row)), row);
  }
  EXPECT_EQ(*DecodeSchemaVersion(EncodeSchemaVersion(0xfffefdfc)), 0xfffefdfcu);
}

TEST(MetaKeysTest, RefusesForeignBytes) {
  for (const char* bytes :
       {"", "\x01", "\x01schema_versio", "\x01schema_versions", "schema_version"}) {
    EXPECT_EQ(DecodeMetaKey(bytes).status().code(), absl::StatusCode::kDataLoss) << bytes;
  }
  EXPECT_EQ(DecodeSchemaVersion("123").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeSchemaVersion("12345").status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace docshare::repository
