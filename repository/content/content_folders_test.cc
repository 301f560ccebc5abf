#include "repository/content/content_folders.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/temporary_folder.h"
#include "repository/content/posix_file.h"

namespace docshare::repository {
namespace {

using testing::IsEmpty;

ContentId AnId() { return *ContentId::FromHex("00112233445566778899aabbccddeeff"); }

class ContentFoldersTest : public testing::Test {
 protected:
  platform::TemporaryFolder folder_;
  std::string path_ = folder_.path() + "/documents";
  ContentFolders folders_{path_};
};

// The names are on disk: a change here needs a migration, not a new golden.
TEST_F(ContentFoldersTest, NamesAreFrozen) {
  EXPECT_EQ(folders_.IncomingFile(AnId()), path_ + "/incoming/00112233445566778899aabbccddeeff");
  EXPECT_EQ(folders_.ContentFile(AnId()), path_ + "/content/00/00112233445566778899aabbccddeeff");
}

TEST_F(ContentFoldersTest, MakesItsFoldersOnce) {
  EXPECT_TRUE(folders_.MakeRoot().ok());
  EXPECT_TRUE(folders_.MakeRoot().ok());
}

TEST_F(ContentFoldersTest, MovesAFileFromIncomingToContent) {
  ASSERT_TRUE(folders_.MakeRoot().ok());
  ASSERT_TRUE(PosixFile::Create(folders_.IncomingFile(AnId())).ok());
  EXPECT_EQ(folders_.ListIncoming()->size(), 1u);
  EXPECT_TRUE(folders_.MoveToContent(AnId()).ok());
  EXPECT_THAT(*folders_.ListIncoming(), IsEmpty());
  EXPECT_TRUE(PosixFile::OpenToRead(folders_.ContentFile(AnId())).ok());
  EXPECT_EQ(folders_.MoveToContent(AnId()).code(), absl::StatusCode::kNotFound);
}

TEST_F(ContentFoldersTest, RemovesWhatIsThere) {
  ASSERT_TRUE(folders_.MakeRoot().ok());
  EXPECT_TRUE(folders_.RemoveIncoming(AnId()).ok());
  EXPECT_TRUE(folders_.RemoveContent(AnId()).ok());
  ASSERT_TRUE(PosixFile::Create(folders_.IncomingFile(AnId())).ok());
  ASSERT_TRUE(folders_.MoveToContent(AnId()).ok());
  EXPECT_TRUE(folders_.RemoveContent(AnId()).ok());
  EXPECT_EQ(PosixFile::OpenToRead(folders_.ContentFile(AnId())).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(ContentFoldersTest, CannotListWhatIsNotThere) {
  EXPECT_EQ(folders_.ListIncoming().status().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace docshare::repository
