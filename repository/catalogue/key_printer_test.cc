#include "repository/catalogue/key_printer.h"

#include <gtest/gtest.h>

#include "repository/catalogue/document_key.h"
#include "repository/catalogue/key_space.h"
#include "repository/catalogue/meta_keys.h"
#include "repository/catalogue/pending_key.h"
#include "repository/content/content_keys.h"

namespace docshare::repository {
namespace {

TEST(KeyPrinterTest, PrintsEveryKind) {
  ContentId content = *ContentId::FromHex("00112233445566778899aabbccddeeff");
  EXPECT_EQ(PrintKey(EncodeMetaKey(MetaRow::kSchemaVersion)), "meta/schema_version");
  EXPECT_EQ(PrintKey(EncodeDocumentKey(*UniqueId::Parse("2.999.10.1"))), "document/2.999.10.1");
  EXPECT_EQ(PrintKey(EncodePendingKey({1, 2})), "pending/01020000000000000000000000000000");
  EXPECT_EQ(PrintKey(ContentKey(content)), "content/00112233445566778899aabbccddeeff");
  EXPECT_EQ(PrintKey(UnclaimedContentKey(content)), "unclaimed/00112233445566778899aabbccddeeff");
  EXPECT_EQ(PrintKey(DocumentKeyKey(content)), "document-key/00112233445566778899aabbccddeeff");
  EXPECT_EQ(PrintKey(KeyToDestroyKey(content)), "key-to-destroy/00112233445566778899aabbccddeeff");
}

TEST(KeyPrinterTest, PrintsWhatItDoesNotKnowInHexadecimal) {
  EXPECT_EQ(PrintKey(""), "unknown/");
  EXPECT_EQ(PrintKey("\x7f"
                     "a"),
            "unknown/7f61");
  EXPECT_EQ(PrintKey("\x03"
                     "short"),
            "unknown/0373686f7274");
  EXPECT_EQ(PrintKey("\x01"
                     "other"),
            "unknown/016f74686572");
}

TEST(KeyPrinterTest, KeySpacesAreThoseOfTheContentStore) {
  EXPECT_EQ(static_cast<char>(KeySpace::kContent), kContentSpace);
  EXPECT_EQ(static_cast<char>(KeySpace::kUnclaimedContent), kUnclaimedContentSpace);
  EXPECT_EQ(static_cast<char>(KeySpace::kDocumentKeys), kDocumentKeySpace);
  EXPECT_EQ(static_cast<char>(KeySpace::kKeysToDestroy), kKeyToDestroySpace);
}

}  // namespace
}  // namespace docshare::repository
