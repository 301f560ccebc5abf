#include "platform/random/sequence_uuid_source.h"

#include <array>
#include <cstdint>
#include <set>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

TEST(SequenceUuidSourceTest, CountsUpFromOne) {
  SequenceUuidSource source;
  const std::array<uint8_t, 16> first = {0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1};
  EXPECT_EQ(source.Next(), first);
  std::array<uint8_t, 16> second = first;
  second[15] = 2;
  EXPECT_EQ(source.Next(), second);
}

TEST(SequenceUuidSourceTest, StartsWhereItIsTold) {
  SequenceUuidSource source(0x0102030405060708);
  const std::array<uint8_t, 16> expected = {0, 0, 0, 0, 0, 0, 0x40, 0, 0x81, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_EQ(source.Next(), expected);
}

TEST(SequenceUuidSourceTest, GivesEachThreadItsOwn) {
  SequenceUuidSource source;
  std::vector<std::vector<std::array<uint8_t, 16>>> taken(4);
  std::vector<std::thread> threads;
  for (auto& mine : taken) {
    threads.emplace_back([&source, &mine] {
      for (int i = 0; i < 1000; ++i) mine.push_back(source.Next());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::array<uint8_t, 16>> all;
  for (const auto& mine : taken) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 4000u);
}

}  // namespace
}  // namespace docshare::platform
