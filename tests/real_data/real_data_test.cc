#include "tests/real_data/real_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace docshare::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

void Write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

TEST(RealDataTest, FindsItsOwnWorkspace) {
  const absl::StatusOr<std::string> header = ReadFile(WorkspaceFile("tests/real_data/real_data.h"));
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_THAT(*header, StartsWith("#pragma once"));
}

TEST(RealDataTest, EnvironmentComesFirst) {
  const std::string dir = ::testing::TempDir();
  setenv("DOCSHARE_REAL_DATA", dir.c_str(), 1);
  EXPECT_EQ(RealDataDir(), dir);
  setenv("DOCSHARE_REAL_DATA", "/no/such/folder", 1);
  EXPECT_EQ(RealDataDir(), absl::nullopt);
  unsetenv("DOCSHARE_REAL_DATA");
}

TEST(RealDataTest, HoldsTheKindsOfInputTestsAskFor) {
  const absl::optional<std::string> real_data = RealDataDir();
  if (!real_data) GTEST_SKIP() << kNoRealData;
  EXPECT_GE(FilesBelow(absl::StrCat(*real_data, "/cda")).size(), 30u);
  EXPECT_GE(FilesBelow(absl::StrCat(*real_data, "/pdf"), ".pdf").size(), 5u);
  EXPECT_GE(FilesBelow(*real_data, ".dcm").size(), 10u);
}

TEST(RealDataTest, ListsFilesBySuffixInOrder) {
  const std::string dir = absl::StrCat(::testing::TempDir(), "listed");
  std::filesystem::create_directory(dir);
  Write(absl::StrCat(dir, "/b.XML"), "b");
  Write(absl::StrCat(dir, "/a.xml"), "a");
  Write(absl::StrCat(dir, "/c.pdf"), "c");
  EXPECT_THAT(FilesBelow(dir, ".xml"),
              ElementsAre(absl::StrCat(dir, "/a.xml"), absl::StrCat(dir, "/b.XML")));
  EXPECT_THAT(FilesBelow("/no/such/folder"), IsEmpty());
}

TEST(RealDataTest, ReadsBytesAsTheyAre) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/bytes");
  const std::string bytes("\0\r\n\xff", 4);
  Write(path, bytes);
  EXPECT_EQ(*ReadFile(path), bytes);
  Write(path, "");
  EXPECT_EQ(*ReadFile(path), "");
  EXPECT_EQ(ReadFile("/no/such/file").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace docshare::tests
