#include "repository/catalogue/document_key.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace docshare::repository {
namespace {

// The bytes are on disk: a change here needs a migration, not a new golden.
TEST(DocumentKeyTest, LayoutIsFrozen) {
  EXPECT_EQ(absl::BytesToHexString(EncodeDocumentKey(*UniqueId::Parse("2.999.10^\u00e6"))),
            "02"
            "322e3939392e31305e"
            "c3a6");
}

TEST(DocumentKeyTest, DecodesWhatItEncodes) {
  for (const char* text :
       {"1", "2.999.1^A", "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1", " x "}) {
    absl::StatusOr<UniqueId> decoded = DecodeDocumentKey(EncodeDocumentKey(*UniqueId::Parse(text)));
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(decoded->ToString(), text);
  }
}

TEST(DocumentKeyTest, RefusesForeignBytes) {
  for (const std::string& bytes : {std::string(), std::string("\x02", 1),
                                   std::string("\x03"
                                               "1",
                                               2),
                                   std::string("\x02"
                                               "a\nb",
                                               4),
                                   std::string("\x02\xff", 2)}) {
    EXPECT_EQ(DecodeDocumentKey(bytes).status().code(), absl::StatusCode::kDataLoss)
        << absl::BytesToHexString(bytes);
  }
}

}  // namespace
}  // namespace docshare::repository
