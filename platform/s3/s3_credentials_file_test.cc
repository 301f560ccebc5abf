#include "platform/s3/s3_credentials_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "platform/kv/temporary_folder.h"

namespace docshare::platform {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class S3CredentialsFileTest : public ::testing::Test {
 protected:
  absl::StatusOr<S3Credentials> Read(const std::string& text, mode_t mode = 0600) {
    std::ofstream(path_) << text;
    EXPECT_EQ(chmod(path_.c_str(), mode), 0);
    return ReadS3Credentials(path_);
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/credentials";
};

TEST_F(S3CredentialsFileTest, ReadsBothValues) {
  const auto credentials = Read("access_key_id: \"AK\" secret_access_key: \"hidden\"");
  ASSERT_TRUE(credentials.ok()) << credentials.status();
  EXPECT_EQ(credentials->access_key_id, "AK");
  EXPECT_EQ(credentials->secret_access_key, "hidden");
}

TEST_F(S3CredentialsFileTest, FaultsNameTheFileAndNoSecret) {
  EXPECT_TRUE(absl::IsInvalidArgument(ReadS3Credentials(path_).status()));
  const absl::Status open =
      Read("access_key_id: \"AK\" secret_access_key: \"hidden\"", 0640).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(open)) << open;
  EXPECT_THAT(std::string(open.message()), HasSubstr("chmod 600"));
  const absl::Status unquoted = Read("access_key_id: \"AK\" secret_access_key: hidden").status();
  EXPECT_TRUE(absl::IsInvalidArgument(unquoted)) << unquoted;
  EXPECT_THAT(std::string(unquoted.message()), Not(HasSubstr("hidden")));
  const absl::Status half = Read("secret_access_key: \"hidden\"").status();
  EXPECT_TRUE(absl::IsInvalidArgument(half)) << half;
  EXPECT_THAT(std::string(half.message()), Not(HasSubstr("hidden")));
}

}  // namespace
}  // namespace docshare::platform
