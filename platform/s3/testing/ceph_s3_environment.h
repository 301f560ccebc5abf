#pragma once

#include <memory>

#include "gtest/gtest.h"
#include "platform/kv/temporary_folder.h"
#include "platform/s3/testing/ceph_s3_server.h"

namespace docshare::platform {

// One CephS3Server for all tests of a program: starting it is slow. Where Ceph is not installed all
// of them are skipped.
//
//   const auto* const kEnvironment = testing::AddGlobalTestEnvironment(new CephS3Environment);
class CephS3Environment : public testing::Environment {
 public:
  void SetUp() override;
  void TearDown() override;

  // Requires a test that runs.
  static CephS3Server& server();

 private:
  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<CephS3Server> server_;
};

}  // namespace docshare::platform
