#include "repository/content/posix_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "platform/kv/temporary_folder.h"

namespace docshare::repository {
namespace {

class PosixFileTest : public testing::Test {
 protected:
  std::string path() const { return folder_.path() + "/file"; }

  platform::TemporaryFolder folder_;
};

TEST_F(PosixFileTest, ReadsWhatWasAppended) {
  auto file = PosixFile::Create(path());
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_TRUE(file->Append("hello ").ok());
  EXPECT_TRUE(file->Append("world").ok());
  EXPECT_TRUE(file->Append("!").ok());
  EXPECT_TRUE(file->StartWriteBack(0, 12).ok());
  EXPECT_TRUE(file->FinishWriteBack(0, 12).ok());
  EXPECT_TRUE(file->SyncData().ok());
  EXPECT_TRUE(file->SyncAll().ok());
  EXPECT_TRUE(SyncFolder(folder_.path()).ok());

  const auto reader = PosixFile::OpenToRead(path());
  ASSERT_TRUE(reader.ok()) << reader.status();
  reader->ExpectSequentialReads();
  EXPECT_EQ(*reader->SizeBytes(), 12u);
  std::string bytes(5, '\0');
  EXPECT_TRUE(reader->ReadAt(6, 5, bytes.data()).ok());
  EXPECT_EQ(bytes, "world");
}

TEST_F(PosixFileTest, MovesItsDescriptor) {
  auto file = PosixFile::Create(path());
  ASSERT_TRUE(file.ok());
  PosixFile moved = *std::move(file);
  EXPECT_TRUE(moved.Append("x").ok());
  PosixFile assigned(-1, "nothing");
  assigned = std::move(moved);
  EXPECT_TRUE(assigned.Append("y").ok());
  EXPECT_EQ(assigned.path(), path());
}

TEST_F(PosixFileTest, ReadingBeyondTheEndIsDataLoss) {
  ASSERT_TRUE(PosixFile::Create(path())->Append("abc").ok());
  const auto reader = PosixFile::OpenToRead(path());
  char bytes[4];
  EXPECT_EQ(reader->ReadAt(0, 4, bytes).code(), absl::StatusCode::kDataLoss);
}

TEST_F(PosixFileTest, NamesThePathInErrors) {
  const absl::Status absent = PosixFile::OpenToRead(path()).status();
  EXPECT_EQ(absent.code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(absl::StrContains(absent.message(), path())) << absent;
  ASSERT_TRUE(PosixFile::Create(path()).ok());
  EXPECT_EQ(PosixFile::Create(path()).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(RenameFile(path() + "1", path() + "2").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(SyncFolder(path() + "/absent").code(), absl::StatusCode::kInternal);
}

// /dev/full answers every write as a full disk does.
TEST_F(PosixFileTest, FullDiskIsResourceExhausted) {
  ASSERT_EQ(symlink("/dev/full", path().c_str()), 0);
  const int descriptor = open(path().c_str(), O_WRONLY);
  ASSERT_GE(descriptor, 0);
  PosixFile file(descriptor, path());
  EXPECT_EQ(file.Append("x").code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(PosixFileTest, FoldersAndRemovalsMayBeRepeated) {
  EXPECT_TRUE(MakeFolder(path()).ok());
  EXPECT_TRUE(MakeFolder(path()).ok());
  ASSERT_TRUE(PosixFile::Create(path() + "/a").ok());
  EXPECT_TRUE(RenameFile(path() + "/a", path() + "/b").ok());
  EXPECT_TRUE(RemoveFile(path() + "/b").ok());
  EXPECT_TRUE(RemoveFile(path() + "/b").ok());
}

}  // namespace
}  // namespace docshare::repository
