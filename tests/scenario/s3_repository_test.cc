// The main job with documents in a bucket of a real S3 server, which dies in the middle of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/s3/testing/ceph_s3_server.h"
#include "tests/stack/docshare_cli.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

using ::testing::HasSubstr;

constexpr int kOk = 0;
constexpr char kPatient[] = "12838520020";
constexpr size_t kLarge = 12'000'000;

std::string BytesOf(size_t size) {
  std::string bytes(size, '\0');
  uint32_t state = 1;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

class S3RepositoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto s3 = platform::CephS3Server::Start(std::getenv("TEST_TMPDIR"));
    if (absl::IsUnimplemented(s3.status())) GTEST_SKIP() << "SKIPPED: " << s3.status().message();
    ASSERT_TRUE(s3.ok()) << s3.status();
    s3_ = *std::move(s3);
    const platform::S3Options bucket = s3_->Options();
    const std::string credentials = std::string(std::getenv("TEST_TMPDIR")) + "/s3-credentials";
    std::ofstream(credentials) << "access_key_id: \"" << bucket.credentials.access_key_id
                               << "\" secret_access_key: \"" << bucket.credentials.secret_access_key
                               << "\"";
    ASSERT_EQ(chmod(credentials.c_str(), 0600), 0);
    StackOptions options;
    options.change_repository = [&](int i, config::v1::RepositoryConfig& config) {
      config::v1::S3Bucket& s3_bucket = *config.mutable_s3();
      s3_bucket.set_endpoint(bucket.endpoint);
      s3_bucket.set_bucket(bucket.bucket);
      s3_bucket.set_prefix(absl::StrCat("repository-", i, "/"));
      s3_bucket.set_credentials_file(credentials);
      config::v1::Peer& peer = *config.add_peers();
      peer.set_name(kAdmin);
      peer.add_roles(config::v1::ROLE_ADMINISTER);
      peer.add_roles(config::v1::ROLE_REMOVE);
    };
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    Run(kAdmin, {"patient", "feed", "--patient", kPatient}, kOk);
  }

  CommandResult Run(const std::string& system, const std::vector<std::string>& arguments,
                    int exit_code, const char* program = kDocshare) {
    auto result = DocshareCli(stack_.get(), system, 0, program).Run(arguments, absl::Minutes(3));
    if (!result.ok()) {
      ADD_FAILURE() << result.status();
      return {};
    }
    EXPECT_EQ(result->exit.code, exit_code)
        << result->stdout_text.substr(0, 1000) << result->stderr_text;
    return *result;
  }

  void Publish(const std::string& unique_id, const std::string& bytes, int exit_code = kOk) {
    const std::string path = absl::StrCat(stack_->folder(), "/", unique_id, ".bin");
    std::ofstream(path, std::ios::binary) << bytes;
    Run(kHospital,
        {"publish", path, "--patient", kPatient, "--unique-id", unique_id, "--title", "A scan"},
        exit_code);
  }

  std::unique_ptr<platform::CephS3Server> s3_;
  std::unique_ptr<Stack> stack_;
};

TEST_F(S3RepositoryTest, DocumentsGoToTheBucketAndSurviveEveryDeath) {
  const std::string large = BytesOf(kLarge);
  Publish("2.999.13.1.1", "small");
  Publish("2.999.13.1.2", large);
  EXPECT_TRUE(Run(kMunicipality, {"get", "2.999.13.1.2"}, kOk).stdout_text == large);

  // Without the bucket small documents are there all the same.
  s3_->KillGateway();
  EXPECT_EQ(Run(kMunicipality, {"get", "2.999.13.1.1"}, kOk).stdout_text, "small");
  Publish("2.999.13.1.3", "small too");

  ASSERT_TRUE(s3_->StartGateway().ok());
  for (ServerProcess* server : stack_->servers()) {
    server->Kill();
    ASSERT_TRUE(server->Start().ok());
  }
  EXPECT_TRUE(Run(kMunicipality, {"get", "2.999.13.1.2"}, kOk).stdout_text == large);
  EXPECT_THAT(
      Run(kAdmin, {"scrub", "--repository", kRepositoryOids[0]}, kOk, kDocshareAdmin).stdout_text,
      HasSubstr("verified 3 documents"));
  Run(kAdmin, {"withdraw", "2.999.13.1.2", "--bytes", "--yes"}, kOk, kDocshareAdmin);
  EXPECT_NE(Run(kMunicipality, {"get", "2.999.13.1.2"}, 3).exit.code, kOk);
}

}  // namespace
}  // namespace docshare::tests
