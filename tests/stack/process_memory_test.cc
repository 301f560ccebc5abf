#include "tests/stack/process_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <memory>

namespace docshare::tests {
namespace {

constexpr int64_t kMib = 1 << 20;

// Uses and gives back so much memory, in one piece that goes back to the system.
void Use(int64_t bytes) {
  auto memory = std::make_unique<char[]>(static_cast<size_t>(bytes));
  std::memset(memory.get(), 1, static_cast<size_t>(bytes));
  ASSERT_EQ(memory[static_cast<size_t>(bytes) - 1], 1);
}

TEST(ProcessMemoryTest, PeakStaysUntilItIsReset) {
  ASSERT_TRUE(ResetPeakRss(getpid()).ok());
  const int64_t before = *PeakRssBytes(getpid());
  Use(64 * kMib);
  const int64_t after = *PeakRssBytes(getpid());
  EXPECT_GE(after, before + 60 * kMib);
  ASSERT_TRUE(ResetPeakRss(getpid()).ok());
  EXPECT_LE(*PeakRssBytes(getpid()), after - 50 * kMib);
}

TEST(ProcessMemoryTest, NoSuchProcess) {
  EXPECT_EQ(PeakRssBytes(-1).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ResetPeakRss(-1).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace docshare::tests
