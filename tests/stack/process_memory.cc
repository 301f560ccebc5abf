#include "tests/stack/process_memory.h"

#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace docshare::tests {

absl::StatusOr<int64_t> PeakRssBytes(pid_t pid) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  for (std::string line; std::getline(status, line);) {
    if (!absl::StartsWith(line, "VmHWM:")) continue;
    // "VmHWM:     12345 kB"
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    int64_t kib = 0;
    if (words.size() == 3 && absl::SimpleAtoi(words[1], &kib)) return kib * 1024;
  }
  return absl::NotFoundError(absl::StrCat("no peak memory of process ", pid));
}

absl::Status ResetPeakRss(pid_t pid) {
  std::ofstream file(absl::StrCat("/proc/", pid, "/clear_refs"));
  file << "5" << std::flush;
  if (!file) return absl::NotFoundError(absl::StrCat("cannot reset the peak of process ", pid));
  return absl::OkStatus();
}

}  // namespace docshare::tests
