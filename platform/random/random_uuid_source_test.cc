#include "platform/random/random_uuid_source.h"

#include <array>
#include <cstdint>
#include <set>

#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

TEST(RandomUuidSourceTest, MarksVersionAndVariant) {
  RandomUuidSource source;
  for (int i = 0; i < 1000; ++i) {
    const std::array<uint8_t, 16> uuid = source.Next();
    EXPECT_EQ(uuid[6] >> 4, 4);
    EXPECT_EQ(uuid[8] >> 6, 2);
  }
}

TEST(RandomUuidSourceTest, NeverRepeats) {
  RandomUuidSource source;
  std::set<std::array<uint8_t, 16>> seen;
  for (int i = 0; i < 10000; ++i) EXPECT_TRUE(seen.insert(source.Next()).second);
}

TEST(RandomUuidSourceTest, VariesEveryOtherBit) {
  RandomUuidSource source;
  std::array<uint8_t, 16> ever_set{};
  std::array<uint8_t, 16> always_set;
  always_set.fill(0xff);
  for (int i = 0; i < 1000; ++i) {
    const std::array<uint8_t, 16> uuid = source.Next();
    for (size_t byte = 0; byte < uuid.size(); ++byte) {
      ever_set[byte] |= uuid[byte];
      always_set[byte] &= uuid[byte];
    }
  }
  for (size_t byte = 0; byte < ever_set.size(); ++byte) {
    const uint8_t fixed = byte == 6 ? 0xf0 : byte == 8 ? 0xc0 : 0x00;
    EXPECT_EQ(ever_set[byte] | fixed, 0xff) << byte;
    EXPECT_EQ(always_set[byte] & ~fixed, 0x00) << byte;
  }
}

}  // namespace
}  // namespace docshare::platform
