#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace docshare::tests {

// The folder with the real test inputs (messages and documents of public repositories): the value
// of DOCSHARE_REAL_DATA when that is set, else "../shared/data/real" beside the workspace. They are
// not part of the repository; nullopt when they are not there.
//
// A test that needs them starts with:
//
//   const absl::optional<std::string> real_data = tests::RealDataDir();
//   if (!real_data) GTEST_SKIP() << tests::kNoRealData;
absl::optional<std::string> RealDataDir();

// What a skipped test says.
extern const char kNoRealData[];

// Paths of all regular files below `dir`, sorted, whose name ends in `suffix` (any when empty).
// Upper and lower case are the same. Empty when there is no such folder.
std::vector<std::string> FilesBelow(const std::string& dir, absl::string_view suffix = "");

// The bytes of a file. Returns kNotFound when it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// The path of a file of the workspace that the test names in its `data`, "demo/documents/x.pdf".
std::string WorkspaceFile(absl::string_view path);

}  // namespace docshare::tests
