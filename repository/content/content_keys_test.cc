#include "repository/content/content_keys.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace docshare::repository {
namespace {

ContentId AnId() { return *ContentId::FromHex("00112233445566778899aabbccddeeff"); }

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST(ContentKeysTest, LayoutIsFrozen) {
  EXPECT_EQ(absl::BytesToHexString(ContentKey(AnId())), "2000112233445566778899aabbccddeeff");
  EXPECT_EQ(absl::BytesToHexString(UnclaimedContentKey(AnId())),
            "2100112233445566778899aabbccddeeff");
  EXPECT_EQ(absl::BytesToHexString(DocumentKeyKey(AnId())), "2200112233445566778899aabbccddeeff");
  EXPECT_EQ(absl::BytesToHexString(KeyToDestroyKey(AnId())), "2300112233445566778899aabbccddeeff");
}

TEST(ContentKeysTest, LiesWithinItsSpace) {
  const ContentId last = *ContentId::FromHex("ffffffffffffffffffffffffffffffff");
  for (const ContentId& id : {AnId(), last}) {
    EXPECT_GE(ContentKey(id), ContentSpaceBegin(kContentSpace));
    EXPECT_LT(ContentKey(id), ContentSpaceEnd(kContentSpace));
    EXPECT_GE(UnclaimedContentKey(id), ContentSpaceBegin(kUnclaimedContentSpace));
    EXPECT_LT(UnclaimedContentKey(id), ContentSpaceEnd(kUnclaimedContentSpace));
    EXPECT_GE(DocumentKeyKey(id), ContentSpaceBegin(kDocumentKeySpace));
    EXPECT_LT(DocumentKeyKey(id), ContentSpaceEnd(kDocumentKeySpace));
    EXPECT_GE(KeyToDestroyKey(id), ContentSpaceBegin(kKeyToDestroySpace));
    EXPECT_LT(KeyToDestroyKey(id), ContentSpaceEnd(kKeyToDestroySpace));
  }
}

TEST(ContentKeysTest, GivesBackTheId) {
  EXPECT_TRUE(*DecodeContentKey(kContentSpace, ContentKey(AnId())) == AnId());
  EXPECT_TRUE(*DecodeContentKey(kUnclaimedContentSpace, UnclaimedContentKey(AnId())) == AnId());
  EXPECT_TRUE(*DecodeContentKey(kKeyToDestroySpace, KeyToDestroyKey(AnId())) == AnId());
}

TEST(ContentKeysTest, RefusesOtherKeys) {
  for (const std::string& key : {std::string(), std::string("\x20"), ContentKey(AnId()) + "x",
                                 UnclaimedContentKey(AnId())}) {
    EXPECT_EQ(DecodeContentKey(kContentSpace, key).status().code(), absl::StatusCode::kDataLoss);
  }
}

}  // namespace
}  // namespace docshare::repository
