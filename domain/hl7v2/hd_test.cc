#include "domain/hl7v2/hd.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(HdTest, ReadsAndWritesItsParts) {
  const auto authority = ParseHd("HOSP&1.2.3&ISO");
  ASSERT_TRUE(authority.ok()) << authority.status();
  EXPECT_EQ(authority->namespace_id(), "HOSP");
  EXPECT_EQ(authority->universal_id(), "1.2.3");
  EXPECT_EQ(authority->universal_id_type(), "ISO");
  for (const char* text : {"", "HOSP", "&1.2.3&ISO", "HOSP&1.2.3&ISO", "A\\T\\B"}) {
    EXPECT_EQ(RenderHd(*ParseHd(text)), text);
  }
}

TEST(HdTest, RefusesFourPartsAndWrongEscapes) {
  EXPECT_TRUE(ParseHd("&1.2.3&ISO&").ok());
  for (const char* text : {"&1.2&ISO&x", "a\\H\\", "a~b"}) {
    EXPECT_EQ(ParseHd(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(HdTest, IsoAuthorityHasAnOidAndItsType) {
  for (const char* text : {"&1.2.3&ISO", "HOSP&1.2.3&ISO"}) {
    EXPECT_TRUE(CheckIsoAuthority(*ParseHd(text)).ok()) << text;
  }
  for (const char* text : {"", "HOSP", "&1.2.3", "&1.2.3&iso", "&urn:oid:1.2&ISO", "&&ISO"}) {
    EXPECT_EQ(CheckIsoAuthority(*ParseHd(text)).code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace docshare
