#include "tests/real_data/real_data.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace docshare::tests {
namespace {

constexpr char kAnchor[] = "tests/real_data/real_data.h";
constexpr char kBesideWorkspace[] = "shared/data/real";

// An environment variable of the test runner, or empty.
std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

const char kNoRealData[] =
    "SKIPPED: THE REAL TEST INPUTS ARE NOT HERE. Name their folder in DOCSHARE_REAL_DATA "
    "(bazel test --test_env=DOCSHARE_REAL_DATA=...) to run this test.";

absl::optional<std::string> RealDataDir() {
  std::error_code error;
  std::filesystem::path dir = Environment("DOCSHARE_REAL_DATA");
  if (dir.empty()) {
    // Runfiles are links, also in a sandbox: the real path leads to the workspace itself.
    const std::filesystem::path anchor = std::filesystem::canonical(WorkspaceFile(kAnchor), error);
    if (error) return absl::nullopt;
    const std::filesystem::path workspace = anchor.parent_path().parent_path().parent_path();
    dir = workspace.parent_path() / kBesideWorkspace;
  }
  if (!std::filesystem::is_directory(dir, error)) return absl::nullopt;
  return dir.string();
}

std::vector<std::string> FilesBelow(const std::string& dir, absl::string_view suffix) {
  std::vector<std::string> files;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator entry(dir, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string path = entry->path().string();
    if (entry->is_regular_file() && absl::EndsWithIgnoreCase(path, suffix)) files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(path, error);
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!is_file || !file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::string bytes(static_cast<size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return bytes;
}

std::string WorkspaceFile(absl::string_view path) {
  const std::string runfiles = Environment("TEST_SRCDIR");
  if (runfiles.empty()) return std::string(path);
  return absl::StrCat(runfiles, "/", Environment("TEST_WORKSPACE"), "/", path);
}

}  // namespace docshare::tests
