#include "platform/crypto/key_ring_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <string>

#include "platform/crypto/key_ring.h"
#include "platform/crypto/secret_key.h"
#include "platform/kv/temporary_folder.h"

namespace docshare::platform {
namespace {

class KeyRingFileTest : public ::testing::Test {
 protected:
  std::string Text() {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/key-ring";
};

TEST_F(KeyRingFileTest, ANewRingIsItsOwnersAloneAndOpens) {
  ASSERT_TRUE(MakeKeyRingFile(path_, "2026-11").ok());
  struct stat info = {};
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  const auto ring = KeyRing::Read(path_);
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_EQ((*ring)->active_key_id(), "2026-11");
}

TEST_F(KeyRingFileTest, ARingThatIsThereIsNotReplaced) {
  ASSERT_TRUE(MakeKeyRingFile(path_, "a").ok());
  const std::string before = Text();
  EXPECT_TRUE(absl::IsAlreadyExists(MakeKeyRingFile(path_, "b")));
  EXPECT_EQ(Text(), before);
}

TEST_F(KeyRingFileTest, KeysComeAndGoAndOldOnesOpen) {
  ASSERT_TRUE(MakeKeyRingFile(path_, "a").ok());
  const SecretKey key = SecretKey::Random();
  const std::string wrapped = *(*KeyRing::Read(path_))->Wrap(key, "c");
  ASSERT_TRUE(AddActiveKey(path_, "b").ok());
  EXPECT_TRUE(absl::IsAlreadyExists(AddActiveKey(path_, "a")));
  const auto ring = KeyRing::Read(path_);
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_EQ((*ring)->active_key_id(), "b");
  const auto opened = (*ring)->Unwrap(wrapped, "c");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_TRUE(*opened == key);

  EXPECT_TRUE(absl::IsFailedPrecondition(RemoveKey(path_, "b")));
  EXPECT_TRUE(absl::IsNotFound(RemoveKey(path_, "c")));
  ASSERT_TRUE(RemoveKey(path_, "a").ok());
  EXPECT_TRUE(absl::IsFailedPrecondition((*KeyRing::Read(path_))->Unwrap(wrapped, "c").status()));
}

TEST_F(KeyRingFileTest, BadIdsAndPathsAreRefused) {
  EXPECT_TRUE(absl::IsInvalidArgument(MakeKeyRingFile(path_, "two words")));
  EXPECT_TRUE(absl::IsInvalidArgument(MakeKeyRingFile(path_, "")));
  EXPECT_EQ(Text(), "");
  EXPECT_TRUE(absl::IsFailedPrecondition(MakeKeyRingFile(folder_.path() + "/none/ring", "a")));
  EXPECT_TRUE(absl::IsInvalidArgument(AddActiveKey(path_, "a")));
}

}  // namespace
}  // namespace docshare::platform
