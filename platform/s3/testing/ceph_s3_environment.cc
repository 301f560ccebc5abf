#include "platform/s3/testing/ceph_s3_environment.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace docshare::platform {
namespace {

CephS3Server* the_server = nullptr;

}  // namespace

void CephS3Environment::SetUp() {
  folder_ = std::make_unique<TemporaryFolder>();
  absl::StatusOr<std::unique_ptr<CephS3Server>> server = CephS3Server::Start(folder_->path());
  if (absl::IsUnimplemented(server.status())) GTEST_SKIP() << server.status().message();
  ASSERT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  the_server = server_.get();
}

void CephS3Environment::TearDown() {
  the_server = nullptr;
  server_.reset();
  folder_.reset();
}

CephS3Server& CephS3Environment::server() { return *the_server; }

}  // namespace docshare::platform
