// The value sets over the wire, to a whole registry in this process.

#include <grpcpp/grpcpp.h>

#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/temporary_folder.h"
#include "registry/server/testing/registry_server.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using ::testing::HasSubstr;

class CodeSetServiceTest : public ::testing::Test {
 protected:
  CodeSetServiceTest() : path_(absl::StrCat(folder_.path(), "/codes.xml")) {
    Write("A00-1");
    config::v1::RegistryConfig settings;
    settings.add_code_files()->set_path(path_);
    server_ = std::make_unique<RegistryServer>(RegistryServer::AllRoles(), settings);
    stub_ = server_->CodeSetStub();
  }

  // The only classCode there is.
  void Write(const std::string& code) const {
    std::ofstream(path_) << R"(<Codes><CodeType name="classCode"><Code code=")" << code
                         << R"(" codingScheme="1.2.3" display="x"/></CodeType></Codes>)";
  }

  std::string CodeInForce() {
    admin::v1::ListCodeSetsRequest request;
    request.set_attribute("classCode");
    grpc::ClientContext context;
    admin::v1::ListCodeSetsResponse response;
    EXPECT_TRUE(stub_->ListCodeSets(&context, request, &response).ok());
    return response.code_sets(0).codes(0).code();
  }

  const platform::TemporaryFolder folder_;
  const std::string path_;
  std::unique_ptr<RegistryServer> server_;
  std::unique_ptr<admin::v1::CodeSetService::Stub> stub_;
};

TEST_F(CodeSetServiceTest, NewFilesComeIntoForceWithoutARestartAndGoBack) {
  EXPECT_EQ(CodeInForce(), "A00-1");
  Write("B00-1");
  grpc::ClientContext load_context;
  admin::v1::LoadCodeSetsResponse loaded;
  ASSERT_TRUE(stub_->LoadCodeSets(&load_context, {}, &loaded).ok());
  EXPECT_EQ(loaded.diff().added_count(), 1u);
  EXPECT_EQ(loaded.diff().removed_count(), 1u);
  EXPECT_EQ(CodeInForce(), "A00-1");

  grpc::ClientContext diff_context;
  admin::v1::DiffCodeSetsResponse diff;
  ASSERT_TRUE(stub_->DiffCodeSets(&diff_context, {}, &diff).ok());
  EXPECT_EQ(diff.other().fingerprint(), loaded.loaded().fingerprint());

  admin::v1::ActivateCodeSetsRequest activate;
  activate.set_version(loaded.loaded().number());
  grpc::ClientContext activate_context;
  admin::v1::ActivateCodeSetsResponse active;
  ASSERT_TRUE(stub_->ActivateCodeSets(&activate_context, activate, &active).ok());
  EXPECT_EQ(CodeInForce(), "B00-1");
  EXPECT_THAT(server_->Log(), HasSubstr(loaded.loaded().fingerprint()));

  admin::v1::RollBackCodeSetsRequest roll_back;
  roll_back.set_active(active.active().number());
  grpc::ClientContext back_context;
  admin::v1::RollBackCodeSetsResponse back;
  ASSERT_TRUE(stub_->RollBackCodeSets(&back_context, roll_back, &back).ok());
  EXPECT_EQ(CodeInForce(), "A00-1");
}

// A repository repeats a submission whose answer was lost. It must not throw away the bytes of
// documents that the registry lists.
TEST_F(CodeSetServiceTest, WhatIsRegisteredIsAnsweredAsTheFirstTimeUnderOtherCodes) {
  server_->FeedPatient("12838520020");
  const auto submission =
      ASubmission().WithUniqueId("2.999.20.1").With(AnEntry().OfClass("A00-1", "1.2.3")).Build();
  const auto first = server_->Register(submission);
  Write("B00-1");
  grpc::ClientContext load_context;
  admin::v1::LoadCodeSetsResponse loaded;
  ASSERT_TRUE(stub_->LoadCodeSets(&load_context, {}, &loaded).ok());
  admin::v1::ActivateCodeSetsRequest activate;
  activate.set_version(loaded.loaded().number());
  grpc::ClientContext activate_context;
  admin::v1::ActivateCodeSetsResponse active;
  ASSERT_TRUE(stub_->ActivateCodeSets(&activate_context, activate, &active).ok());

  const auto again = server_->Register(submission);
  EXPECT_TRUE(again.already_registered());
  EXPECT_EQ(again.commit_position(), first.commit_position());
  auto other = submission;
  other.mutable_submission_set()->set_unique_id("2.999.20.2");
  grpc::ClientContext other_context;
  v1::RegisterDocumentSetResponse refused;
  EXPECT_EQ(server_->Stub()->RegisterDocumentSet(&other_context, other, &refused).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

// Two bytes on the wire, some sixty in memory.
TEST_F(CodeSetServiceTest, MessagesOfVeryManyPartsAreRefusedUnread) {
  v1::RegisterDocumentSetRequest request;
  auto& title = *request.mutable_submission_set()->mutable_title();
  for (int i = 0; i < 1'000'001; ++i) title.add_localized();
  grpc::ClientContext context;
  v1::RegisterDocumentSetResponse response;
  const grpc::Status status = server_->Stub()->RegisterDocumentSet(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "XDSRegistryOutOfResources");
}

TEST_F(CodeSetServiceTest, EveryCallNeedsTheRole) {
  RegistryServer server({config::v1::ROLE_QUERY});
  auto stub = server.CodeSetStub();
  const auto denied = [](const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED) << status.error_message();
  };
  grpc::ClientContext contexts[5];
  admin::v1::ListCodeSetsResponse list;
  denied(stub->ListCodeSets(&contexts[0], {}, &list));
  admin::v1::LoadCodeSetsResponse loaded;
  denied(stub->LoadCodeSets(&contexts[1], {}, &loaded));
  admin::v1::DiffCodeSetsResponse diff;
  denied(stub->DiffCodeSets(&contexts[2], {}, &diff));
  admin::v1::ActivateCodeSetsResponse active;
  denied(stub->ActivateCodeSets(&contexts[3], {}, &active));
  admin::v1::RollBackCodeSetsResponse back;
  denied(stub->RollBackCodeSets(&contexts[4], {}, &back));
}

}  // namespace
}  // namespace docshare::registry
