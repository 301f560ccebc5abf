// A document of 1 GiB moves through every process in constant memory.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/stack/docshare_cli.h"
#include "tests/stack/process_memory.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

constexpr int64_t kMib = 1 << 20;
constexpr int64_t kWarmUpBytes = 8 * kMib;
constexpr int64_t kLargeBytes = 1024 * kMib;
constexpr int64_t kMostGrowthBytes = 64 * kMib;
constexpr absl::Duration kTransferLimit = absl::Minutes(5);
// How long a client may run between two looks at its peak. A peak only grows, so a look misses
// nothing but what is after the last one.
constexpr absl::Duration kLook = absl::Milliseconds(10);

void WriteRandomFile(const std::string& path, int64_t size_bytes) {
  std::ofstream file(path, std::ios::binary);
  std::mt19937_64 random(static_cast<uint64_t>(size_bytes));
  std::vector<uint64_t> block(kMib / sizeof(uint64_t));
  for (int64_t written = 0; written < size_bytes; written += kMib) {
    std::generate(block.begin(), block.end(), [&] { return random(); });
    file.write(reinterpret_cast<const char*>(block.data()), kMib);
  }
  ASSERT_TRUE(file.flush());
}

// Compares in constant memory.
bool SameBytes(const std::string& left_path, const std::string& right_path) {
  std::ifstream left(left_path, std::ios::binary);
  std::ifstream right(right_path, std::ios::binary);
  std::vector<char> left_block(kMib);
  std::vector<char> right_block(kMib);
  while (left && right) {
    left.read(left_block.data(), kMib);
    right.read(right_block.data(), kMib);
    if (left.gcount() != right.gcount() ||
        !std::equal(left_block.begin(), left_block.begin() + left.gcount(), right_block.begin())) {
      return false;
    }
  }
  return left.eof() && right.eof();
}

class MemoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto stack = Stack::Start();
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    ASSERT_TRUE(stack_->FeedPatient(kPatient).ok());
  }

  // Runs the program and returns its peak.
  int64_t PeakOf(const char* system, const std::vector<std::string>& arguments) {
    const DocshareCli cli(stack_.get(), system, 0);
    const std::string output = stack_->folder() + "/output";
    auto process = cli.Start(arguments, output);
    EXPECT_TRUE(process.ok()) << process.status();
    int64_t peak = 0;
    const absl::Time until = absl::Now() + kTransferLimit;
    absl::StatusOr<ProcessExit> exit = (*process)->Wait(absl::ZeroDuration());
    while (!exit.ok() && absl::Now() < until) {
      peak = std::max(peak, PeakRssBytes((*process)->pid()).value_or(0));
      exit = (*process)->Wait(kLook);
    }
    EXPECT_TRUE(exit.ok()) << exit.status();
    EXPECT_EQ(exit.ok() ? exit->code : -1, 0) << std::ifstream(output).rdbuf();
    return peak;
  }

  // Publishes and fetches a file of so many bytes; returns the peaks of all processes meanwhile.
  std::map<std::string, int64_t> Transfer(int64_t size_bytes) {
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(ResetPeakRss(Server(i).pid()).ok());
    const std::string path = absl::StrCat(stack_->folder(), "/", size_bytes);
    const std::string fetched = path + ".fetched";
    const std::string unique_id = absl::StrCat("2.999.10.", size_bytes);
    WriteRandomFile(path, size_bytes);
    std::map<std::string, int64_t> peaks;
    absl::Time begin = absl::Now();
    peaks["docshare publish"] =
        PeakOf(kHospital, {"publish", path, "--patient", kPatient, "--unique-id", unique_id});
    const absl::Time published = absl::Now();
    peaks["docshare get"] = PeakOf(kMunicipality, {"get", unique_id, "-o", fetched});
    std::printf("%lld MiB: published in %.1f s, fetched in %.1f s\n",
                static_cast<long long>(size_bytes / kMib), absl::ToDoubleSeconds(published - begin),
                absl::ToDoubleSeconds(absl::Now() - published));
    EXPECT_TRUE(SameBytes(path, fetched));
    std::filesystem::remove(path);
    std::filesystem::remove(fetched);
    peaks["registry"] = PeakRssBytes(Server(0).pid()).value_or(0);
    peaks["repository"] = PeakRssBytes(Server(1).pid()).value_or(0);
    return peaks;
  }

  ServerProcess& Server(int i) { return *stack_->servers()[static_cast<size_t>(i)]; }

  std::unique_ptr<Stack> stack_;
};

TEST_F(MemoryTest, OneGibibyteInConstantMemory) {
  std::map<std::string, int64_t> before = Transfer(kWarmUpBytes);
  std::map<std::string, int64_t> after = Transfer(kLargeBytes);
  for (const auto& [process, peak] : after) {
    std::printf("%-16s peak %4lld MiB after %lld MiB, %4lld MiB after %lld MiB\n", process.c_str(),
                static_cast<long long>(before[process] / kMib),
                static_cast<long long>(kWarmUpBytes / kMib), static_cast<long long>(peak / kMib),
                static_cast<long long>(kLargeBytes / kMib));
    EXPECT_GT(before[process], kMib) << process;
    EXPECT_LT(peak - before[process], kMostGrowthBytes) << process;
  }
}

}  // namespace
}  // namespace docshare::tests
