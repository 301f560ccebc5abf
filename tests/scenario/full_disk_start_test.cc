// Servers that are started on a disk that somebody has filled to the last byte: what is stored is
// found and retrieved, nothing is taken, and all goes on by itself once there is room.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "platform/kv/small_disk.h"
#include "tests/stack/refusal.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::SizeIs;

constexpr uint64_t kDiskBytes = 128 << 20;
// As the servers of a Stack have it.
constexpr uint64_t kReserveBytes = 16 << 20;
// More than a row of the database takes.
constexpr size_t kLarge = 2'000'000;

consumer::CallLimits OneAttempt() {
  consumer::CallLimits limits;
  limits.retry.max_attempts = 1;
  return limits;
}

class FullDiskStartTest : public ::testing::Test {
 protected:
  // The data of the registry, or of the hospital's repository, are on the small disk.
  void StartOnSmallDisk(bool registry) {
    if (!disk_.obstacle().empty()) GTEST_SKIP() << disk_.obstacle();
    StackOptions options;
    const std::string folder = disk_.path() + "/data";
    if (registry) {
      options.change_registry = [folder](config::v1::RegistryConfig& config) {
        config.set_data_dir(folder);
      };
    } else {
      options.change_repository = [folder](int i, config::v1::RepositoryConfig& config) {
        if (i == 0) config.set_data_dir(folder);
      };
    }
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    ASSERT_TRUE(stack_->FeedPatient(kPatient).ok());
    published_ = ASubmissionOf({"small", PseudoRandomBytes(1, kLarge)});
    const absl::Status provided = Provide(published_);
    ASSERT_TRUE(provided.ok()) << provided;
  }

  absl::Status Provide(const TestSubmission& submission) {
    return stack_->Source(0, kHospital, OneAttempt())
        ->Provide(submission.metadata, submission.Documents())
        .status();
  }

  // Somebody else takes what is free, but for so much.
  void Fill(uint64_t kept_bytes) {
    std::ofstream file(Filler(), std::ios::binary | std::ios::app);
    const std::string piece(4096, 'b');
    while (FreeBytes() > kept_bytes) {
      file.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush();
    }
  }

  uint64_t FreeBytes() const { return std::filesystem::space(disk_.path()).available; }

  std::string Filler() const { return disk_.path() + "/of-somebody-else"; }

  void StartOnFullDisk(ServerProcess& server, bool killed) {
    if (killed) {
      server.Kill();
    } else {
      ASSERT_TRUE(server.Terminate(absl::Seconds(40)).ok());
    }
    Fill(0);
    ASSERT_EQ(FreeBytes(), 0u);
    const absl::Status started = server.Start();
    ASSERT_TRUE(started.ok()) << started;
    // A start gives back what the log had set aside; it is not ours to use for long.
    Fill(kReserveBytes / 2);
  }

  // It sets room aside for the next time.
  void MakeRoomAndRestart(ServerProcess& server) {
    unlink(Filler().c_str());
    ASSERT_TRUE(server.Terminate(absl::Seconds(40)).ok());
    const absl::Status started = server.Start();
    ASSERT_TRUE(started.ok()) << started;
  }

  void ExpectPublished() {
    auto consumer = stack_->Consumer(kMunicipality);
    const auto entries = FindAll(*consumer, kPatient);
    ASSERT_TRUE(entries.ok()) << entries.status();
    EXPECT_THAT(*entries, SizeIs(2));
    for (const metadata::v1::DocumentEntry& entry : *entries) {
      const auto bytes = Fetch(*consumer, entry);
      ASSERT_TRUE(bytes.ok()) << bytes.status();
      EXPECT_TRUE(*bytes == published_.contents[0] || *bytes == published_.contents[1]);
    }
  }

  void ExpectThatPublishingResumes() {
    unlink(Filler().c_str());
    const TestSubmission submission = ASubmissionOf({"after"});
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    absl::Status provided = Provide(submission);
    while (!provided.ok() && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(100));
      provided = Provide(submission);
    }
    EXPECT_TRUE(provided.ok()) << provided;
  }

  // Before anything that starts a thread.
  platform::SmallDisk disk_{kDiskBytes};
  std::unique_ptr<Stack> stack_;
  TestSubmission published_;
};

TEST_F(FullDiskStartTest, ARepositoryServesAndRefuses) {
  StartOnSmallDisk(/*registry=*/false);
  if (stack_ == nullptr) return;
  for (const bool killed : {true, false}) {
    StartOnFullDisk(stack_->repository(0), killed);
    ExpectPublished();
    for (const size_t size : {size_t{10}, kLarge}) {
      const absl::Status refused = Provide(ASubmissionOf({PseudoRandomBytes(2, size)}));
      EXPECT_THAT(refused, HasStatusCode(absl::StatusCode::kResourceExhausted));
      EXPECT_THAT(refused, HasRegistryError("XDSRepositoryOutOfResources", ""));
    }
    MakeRoomAndRestart(stack_->repository(0));
  }
  StartOnFullDisk(stack_->repository(0), /*killed=*/true);
  ExpectThatPublishingResumes();
}

TEST_F(FullDiskStartTest, ARegistryAnswersQueriesAndRefuses) {
  StartOnSmallDisk(/*registry=*/true);
  if (stack_ == nullptr) return;
  for (const bool killed : {true, false}) {
    StartOnFullDisk(stack_->registry(), killed);
    ExpectPublished();
    const absl::Status refused = Provide(ASubmissionOf({"full"}));
    EXPECT_THAT(refused, HasStatusCode(absl::StatusCode::kResourceExhausted));
    EXPECT_THAT(refused, HasRegistryError("XDSRegistryOutOfResources", ""));
    MakeRoomAndRestart(stack_->registry());
  }
  StartOnFullDisk(stack_->registry(), /*killed=*/true);
  ExpectThatPublishingResumes();
}

}  // namespace
}  // namespace docshare::tests
