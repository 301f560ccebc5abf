#include "platform/kv/disk_reserve.h"

#include <cstdint>
#include <limits>

#include "gtest/gtest.h"
#include "platform/kv/temporary_folder.h"

namespace docshare::platform {
namespace {

constexpr uint64_t kEverything = std::numeric_limits<uint64_t>::max();

TEST(DiskReserveTest, AdmitsWhatFits) {
  const TemporaryFolder folder;
  EXPECT_TRUE(DiskReserve(folder.path(), 0).Admit(1).ok());
  EXPECT_TRUE(DiskReserve(folder.path(), 4096).Admit(0).ok());
}

TEST(DiskReserveTest, RefusesWhenTheReserveIsReached) {
  const TemporaryFolder folder;
  EXPECT_EQ(DiskReserve(folder.path(), kEverything).Admit(0).code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(DiskReserveTest, TellsWhatIsFree) {
  const TemporaryFolder folder;
  EXPECT_GT(FreeDiskBytes(folder.path()), 0u);
  EXPECT_EQ(FreeDiskBytes(folder.path() + "/missing"), 0u);
}

TEST(DiskReserveTest, RefusesAWriteLargerThanTheDisk) {
  const TemporaryFolder folder;
  EXPECT_EQ(DiskReserve(folder.path(), 1).Admit(kEverything).code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(DiskReserveTest, NamesThePathItCannotRead) {
  const TemporaryFolder folder;
  const absl::Status status = DiskReserve(folder.path() + "/absent", 0).Admit(1);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_NE(status.message().find("/absent"), absl::string_view::npos) << status;
}

}  // namespace
}  // namespace docshare::platform
