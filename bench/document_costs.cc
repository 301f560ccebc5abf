#include "bench/document_costs.h"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "bench/server.h"
#include "tests/stack/process_memory.h"

namespace docshare::bench {
namespace {

constexpr size_t kLargeBytes = size_t{100} << 20;
constexpr int kStreams = 16;

struct Written {
  // What the process made dirty of files, in pages: what goes to the disk.
  uint64_t disk_bytes = 0;
  // What it handed to write(): files, the log, and wake-ups of eight bytes. gRPC sends by
  // sendmsg(), which does not count.
  uint64_t call_bytes = 0;
};

Written WrittenBy(pid_t process) {
  std::ifstream io(absl::StrCat("/proc/", process, "/io"));
  Written written;
  std::string name;
  for (uint64_t value = 0; io >> name >> value;) {
    if (name == "write_bytes:") written.disk_bytes = value;
    if (name == "wchar:") written.call_bytes = value;
  }
  if (written.disk_bytes == 0) Die("cannot read what the repository has written");
  return written;
}

// Waits until the process has written next to nothing for five seconds: compaction has ended.
void AwaitQuiet(pid_t process) {
  constexpr uint64_t kNextToNothing = 64 << 10;
  constexpr absl::Duration kQuiet = absl::Seconds(5);
  for (int i = 0; i < 60; ++i) {
    const uint64_t before = WrittenBy(process).disk_bytes;
    absl::SleepFor(kQuiet);
    if (WrittenBy(process).disk_bytes - before < kNextToNothing) return;
  }
  Die("the repository goes on writing after five minutes");
}

// Each caller makes so many calls at the same time as the others.
template <typename Call>
void InParallel(int callers, int calls, const Call& call) {
  std::vector<std::thread> threads;
  for (int caller = 0; caller < callers; ++caller) {
    threads.emplace_back([&, caller] {
      for (int i = 0; i < calls; ++i) {
        if (!call(caller)) Die("a call failed");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void PrintAmplification(Documents& repository, pid_t process, size_t size_bytes, int documents) {
  constexpr int kCallers = 4;
  const std::string bytes = DocumentOf(size_bytes);
  AwaitQuiet(process);
  const Written before = WrittenBy(process);
  InParallel(kCallers, documents / kCallers,
             [&](int caller) { return repository.Publish(caller, bytes); });
  AwaitQuiet(process);
  const Written after = WrittenBy(process);
  const int published = documents / kCallers * kCallers;
  const double content = static_cast<double>(size_bytes) * published;
  std::printf("  %-8s %5d documents   %.2f to the disk   %.2f by write calls\n",
              SizeName(size_bytes).c_str(), published,
              static_cast<double>(after.disk_bytes - before.disk_bytes) / content,
              static_cast<double>(after.call_bytes - before.call_bytes) / content);
  std::fflush(stdout);
  repository.Clear();
}

double PeakMib(pid_t process) {
  const absl::StatusOr<int64_t> peak = tests::PeakRssBytes(process);
  if (!peak.ok()) Die(peak.status().ToString());
  return static_cast<double>(*peak) / (1 << 20);
}

// The most memory resident while `call` runs, MiB.
template <typename Call>
double PeakDuring(pid_t process, const Call& call) {
  if (absl::Status reset = tests::ResetPeakRss(process); !reset.ok()) Die(reset.ToString());
  call();
  return PeakMib(process);
}

template <typename Call>
void PrintMemory(const char* what, pid_t process, const Call& call) {
  const double idle = PeakDuring(process, [] {});
  const double one = PeakDuring(process, [&] { InParallel(1, 1, call); });
  const double many = PeakDuring(process, [&] { InParallel(kStreams, 1, call); });
  std::printf(
      "  %-8s idle %.0f MiB   one stream +%.1f MiB   %d streams +%.1f MiB (%.1f for each)\n", what,
      idle, one - idle, kStreams, many - idle, (many - one) / (kStreams - 1));
  std::fflush(stdout);
}

}  // namespace

void MeasureDocumentCosts(Documents& repository, pid_t process) {
  std::printf("\nmemory of the repository for documents of %s\n", SizeName(kLargeBytes).c_str());
  const std::string large = DocumentOf(kLargeBytes);
  PrintMemory("publish", process, [&](int caller) { return repository.Publish(caller, large); });
  PrintMemory("fetch", process, [&](int caller) { return repository.Fetch(caller, kLargeBytes); });
  repository.Clear();
  std::printf("\nbytes written for each byte of content\n");
  PrintAmplification(repository, process, size_t{64} << 10, 4000);
  PrintAmplification(repository, process, size_t{1} << 20, 256);
  PrintAmplification(repository, process, kLargeBytes, 8);
}

}  // namespace docshare::bench
