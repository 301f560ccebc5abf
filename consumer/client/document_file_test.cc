#include "consumer/client/document_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace docshare::consumer {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class DocumentFileTest : public ::testing::Test {
 protected:
  DocumentFileTest() : folder_(fs::path(::testing::TempDir()) / "document_file_test") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  static std::string Content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  size_t FilesInFolder() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

  const fs::path folder_;
};

TEST_F(DocumentFileTest, AppearsOnlyWhenCommitted) {
  absl::StatusOr<DocumentFile> file = DocumentFile::Create(Path("a.pdf"));
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE(file->Write("one").ok());
  ASSERT_TRUE(file->Write("two").ok());
  EXPECT_FALSE(fs::exists(Path("a.pdf")));
  ASSERT_TRUE(file->Commit().ok());
  EXPECT_EQ(Content(Path("a.pdf")), "onetwo");
  EXPECT_EQ(FilesInFolder(), 1u);
}

TEST_F(DocumentFileTest, LeavesNothingWhenAbandoned) {
  {
    absl::StatusOr<DocumentFile> file = DocumentFile::Create(Path("a.pdf"));
    ASSERT_TRUE(file.ok()) << file.status();
    ASSERT_TRUE(file->Write("half").ok());
  }
  EXPECT_EQ(FilesInFolder(), 0u);
}

TEST_F(DocumentFileTest, AbandonedFileLeavesTheOldOneAlone) {
  std::ofstream(Path("a.pdf")) << "old";
  {
    absl::StatusOr<DocumentFile> file = DocumentFile::Create(Path("a.pdf"));
    ASSERT_TRUE(file.ok()) << file.status();
    ASSERT_TRUE(file->Write("half").ok());
  }
  EXPECT_EQ(Content(Path("a.pdf")), "old");
}

TEST_F(DocumentFileTest, ReplacesAnExistingFile) {
  std::ofstream(Path("a.pdf")) << "a longer old content";
  absl::StatusOr<DocumentFile> file = DocumentFile::Create(Path("a.pdf"));
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE(file->Write("new").ok());
  ASSERT_TRUE(file->Commit().ok());
  EXPECT_EQ(Content(Path("a.pdf")), "new");
}

TEST_F(DocumentFileTest, IsReadableByItsOwnerOnly) {
  absl::StatusOr<DocumentFile> file = DocumentFile::Create(Path("a.pdf"));
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE(file->Commit().ok());
  struct stat status;
  ASSERT_EQ(::stat(Path("a.pdf").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(DocumentFileTest, MovedFileStillCommits) {
  absl::StatusOr<DocumentFile> file = DocumentFile::Create(Path("a.pdf"));
  ASSERT_TRUE(file.ok()) << file.status();
  DocumentFile moved = *std::move(file);
  ASSERT_TRUE(moved.Write("x").ok());
  ASSERT_TRUE(moved.Commit().ok());
  EXPECT_EQ(Content(Path("a.pdf")), "x");
}

TEST_F(DocumentFileTest, RefusesWhatIsNoPlaceForAFile) {
  fs::create_directories(Path("folder"));
  for (const std::string& path : {std::string(), Path("missing/a.pdf"), Path("folder"),
                                  Path("folder/"), std::string("/dev/null")}) {
    absl::StatusOr<DocumentFile> file = DocumentFile::Create(path);
    EXPECT_EQ(file.status().code(), absl::StatusCode::kFailedPrecondition) << path;
    EXPECT_THAT(std::string(file.status().message()), HasSubstr("cannot write")) << path;
  }
}

TEST_F(DocumentFileTest, TellsWhenTheFileSystemIsFull) {
  absl::StatusOr<DocumentFile> file = DocumentFile::Create(Path("a.pdf"));
  ASSERT_TRUE(file.ok()) << file.status();
  // The limit on the size of files refuses writes as a full disk does.
  struct rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  struct rlimit small = before;
  small.rlim_cur = 4;
  auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  absl::Status written = file->Write("more than four bytes");
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, old_handler);
  EXPECT_EQ(written.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(written.message()), HasSubstr("a.pdf"));
}

TEST_F(DocumentFileTest, NameInCurrentFolderNeedsNoSlash) {
  fs::path before = fs::current_path();
  fs::current_path(folder_);
  absl::StatusOr<DocumentFile> file = DocumentFile::Create("plain.pdf");
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_TRUE(file->Commit().ok());
  fs::current_path(before);
  EXPECT_TRUE(fs::exists(Path("plain.pdf")));
}

}  // namespace
}  // namespace docshare::consumer
