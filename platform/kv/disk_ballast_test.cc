#include "platform/kv/disk_ballast.h"

#include <filesystem>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "platform/kv/small_disk.h"

namespace docshare::platform {
namespace {

constexpr uint64_t kDiskBytes = 8 << 20;
constexpr uint64_t kBallastBytes = 2 << 20;

class DiskBallastTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!disk_.obstacle().empty()) GTEST_SKIP() << disk_.obstacle();
  }

  uint64_t FreeBytes() const { return std::filesystem::space(disk_.path()).available; }

  SmallDisk disk_{kDiskBytes};
  const std::string path_ = disk_.path() + "/BALLAST";
  const DiskBallast ballast_{path_, kBallastBytes};
};

TEST_F(DiskBallastTest, HoldsRoomUntilItIsNeeded) {
  const uint64_t free_bytes = FreeBytes();
  ASSERT_TRUE(ballast_.TakeOn(0).ok());
  EXPECT_LE(FreeBytes(), free_bytes - kBallastBytes);
  ASSERT_TRUE(ballast_.TakeOn(0).ok());
  EXPECT_TRUE(ballast_.MakeRoom(free_bytes - kBallastBytes).ok());
  EXPECT_TRUE(std::filesystem::exists(path_)) << "there was room without";

  EXPECT_TRUE(ballast_.MakeRoom(free_bytes - 4096).ok());
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(DiskBallastTest, SaysWhatIsMissing) {
  ASSERT_TRUE(ballast_.TakeOn(0).ok());
  for (int time = 0; time < 2; ++time) {
    const absl::Status roomy = ballast_.MakeRoom(2 * kDiskBytes);
    EXPECT_EQ(roomy.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_TRUE(absl::StrContains(roomy.message(), "opening takes 16777216: make room")) << roomy;
  }
}

TEST_F(DiskBallastTest, IsNotTakenOnWhereItWouldCrowdOut) {
  ASSERT_TRUE(ballast_.TakeOn(FreeBytes() - kBallastBytes + 4096).ok());
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(DiskBallastTest, GetsTheSizeItShouldHave) {
  ASSERT_TRUE(DiskBallast(path_, 4096).TakeOn(0).ok());
  ASSERT_TRUE(ballast_.TakeOn(0).ok());
  EXPECT_EQ(std::filesystem::file_size(path_), kBallastBytes);
  EXPECT_TRUE(DiskBallast(disk_.path() + "/none", 0).TakeOn(0).ok());
  EXPECT_FALSE(std::filesystem::exists(disk_.path() + "/none"));
}

}  // namespace
}  // namespace docshare::platform
