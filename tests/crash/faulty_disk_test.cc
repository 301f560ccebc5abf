#include "tests/crash/faulty_disk.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/real_data/real_data.h"
#include "tests/stack/process.h"

namespace docshare::tests {
namespace {

class FaultyDiskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const std::string& folder : {faulty_, sound_}) std::filesystem::create_directories(folder);
    auto disk = FaultyDisk::Create(::testing::TempDir());
    ASSERT_TRUE(disk.ok()) << disk.status();
    disk_ = *std::move(disk);
  }

  // Runs it on the faulty disk, and returns what it had to say of errors.
  std::string Errors(const std::string& script) {
    const std::string errors = ::testing::TempDir() + "/stderr";
    std::filesystem::remove(errors);
    auto process = Process::Start({.program = "/bin/sh",
                                   .arguments = {"-c", script},
                                   .environment = disk_->environment(),
                                   .stdout_path = ::testing::TempDir() + "/stdout",
                                   .stderr_path = errors});
    if (!process.ok()) return process.status().ToString();
    if (auto exit = (*process)->Wait(absl::Seconds(20)); !exit.ok())
      return exit.status().ToString();
    return ReadFile(errors).value_or("no errors were kept");
  }

  const std::string faulty_ = ::testing::TempDir() + "/faulty";
  const std::string sound_ = ::testing::TempDir() + "/sound";
  std::unique_ptr<FaultyDisk> disk_;
};

TEST_F(FaultyDiskTest, IsAnOrdinaryDiskUntilItIsArmed) {
  EXPECT_EQ(Errors(absl::StrCat("echo 12345678 >", faulty_, "/a && cat ", faulty_, "/a")), "");
  disk_->Arm(faulty_, {.kinds = kReadFaults | kWriteFaults | kSyncFaults});
  EXPECT_EQ(disk_->Disarm(), 0u);
  EXPECT_EQ(Errors(absl::StrCat("cat ", faulty_, "/a")), "");
}

TEST_F(FaultyDiskTest, WritesFailAfterHalfOfTheirBytes) {
  disk_->Arm(faulty_, {.kinds = kWriteFaults});
  EXPECT_TRUE(absl::StrContains(Errors(absl::StrCat("printf 12345678 | cat >", faulty_, "/w")),
                                "Input/output error"));
  EXPECT_EQ(disk_->Disarm(), 1u);
  EXPECT_EQ(ReadFile(faulty_ + "/w").value_or(""), "1234");
}

TEST_F(FaultyDiskTest, ReadsAndSyncsFail) {
  std::ofstream(faulty_ + "/r") << "bytes";
  disk_->Arm(faulty_, {.kinds = kReadFaults});
  EXPECT_TRUE(absl::StrContains(Errors(absl::StrCat("cat ", faulty_, "/r")), "Input/output error"));
  EXPECT_EQ(disk_->Disarm(), 1u);
  disk_->Arm(faulty_, {.kinds = kSyncFaults});
  EXPECT_TRUE(
      absl::StrContains(Errors(absl::StrCat("sync ", faulty_, "/r")), "Input/output error"));
  EXPECT_EQ(disk_->Disarm(), 1u);
}

TEST_F(FaultyDiskTest, SparesTheCallsBeforeAndAfter) {
  disk_->Arm(faulty_, {.kinds = kWriteFaults, .calls_before = 2, .count = 1});
  Errors(absl::StrCat("for i in 1 2 3 4; do printf $i$i >>", faulty_, "/s; done"));
  EXPECT_EQ(disk_->Disarm(), 1u);
  EXPECT_EQ(ReadFile(faulty_ + "/s").value_or(""), "1122344");
}

TEST_F(FaultyDiskTest, SparesOtherFolders) {
  disk_->Arm(faulty_, {.kinds = kReadFaults | kWriteFaults | kSyncFaults,
                       .count = std::numeric_limits<int64_t>::max()});
  EXPECT_EQ(
      Errors(absl::StrCat("echo x >", sound_, "/a && cat ", sound_, "/a && sync ", sound_, "/a")),
      "");
  EXPECT_EQ(disk_->Disarm(), 0u);
}

TEST_F(FaultyDiskTest, TellsWhenAFaultStruck) {
  disk_->Arm(faulty_, {.kinds = kWriteFaults});
  EXPECT_FALSE(disk_->AwaitFault(absl::Milliseconds(10)));
  Errors(absl::StrCat("printf x >", faulty_, "/w"));
  EXPECT_TRUE(disk_->AwaitFault(absl::Seconds(10)));
}

}  // namespace
}  // namespace docshare::tests
