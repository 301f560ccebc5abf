#include "domain/ids/uuid_oid.h"

#include <gtest/gtest.h>

#include "domain/ids/oid.h"

namespace docshare {
namespace {

TEST(UuidOidTest, IsTheExampleOfTheStandard) {
  // f81d4fae-7dec-11d0-a765-00a0c91e6bf6
  EXPECT_EQ(OidOfUuid({0xf8, 0x1d, 0x4f, 0xae, 0x7d, 0xec, 0x11, 0xd0, 0xa7, 0x65, 0x00, 0xa0, 0xc9,
                       0x1e, 0x6b, 0xf6}),
            "2.25.329800735698586629295641978511506172918");
}

TEST(UuidOidTest, IsAnOidForTheExtremes) {
  std::array<uint8_t, 16> all_ones;
  all_ones.fill(0xff);
  EXPECT_EQ(OidOfUuid({}), "2.25.0");
  EXPECT_TRUE(Oid::Parse(OidOfUuid({})).ok());
  EXPECT_TRUE(Oid::Parse(OidOfUuid(all_ones)).ok());
}

}  // namespace
}  // namespace docshare
