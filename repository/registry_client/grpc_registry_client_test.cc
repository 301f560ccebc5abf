#include "repository/registry_client/grpc_registry_client.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/errors/xds_error.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::repository {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using registry::v1::RegisterDocumentSetResponse;
using registry::v1::RegistryService;

// Answers with the scripted statuses, then with OK; keeps what it was asked.
class ScriptedRegistry : public RegistryService::Service {
 public:
  grpc::Status RegisterDocumentSet(grpc::ServerContext* /*context*/,
                                   const RegisterDocumentSetRequest* request,
                                   RegisterDocumentSetResponse* response) override {
    std::lock_guard lock(mutex_);
    requests_.push_back(*request);
    if (!script_.empty()) {
      grpc::Status status = platform::ToGrpcStatus(script_.front());
      script_.pop_front();
      return status;
    }
    response->set_commit_position(requests_.size());
    return grpc::Status::OK;
  }

  void FailNext(absl::Status status) {
    std::lock_guard lock(mutex_);
    script_.push_back(std::move(status));
  }

  std::deque<RegisterDocumentSetRequest> requests() {
    std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  std::mutex mutex_;
  std::deque<absl::Status> script_;
  std::deque<RegisterDocumentSetRequest> requests_;
};

class GrpcRegistryClientTest : public ::testing::Test {
 protected:
  GrpcRegistryClientTest() { StartServer("127.0.0.1:0"); }

  void StartServer(const std::string& address) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&registry_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
  }

  GrpcRegistryClient Client() const {
    return GrpcRegistryClient(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port_), grpc::InsecureChannelCredentials()));
  }

  static absl::Time In(absl::Duration time) { return absl::Now() + time; }

  ScriptedRegistry registry_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(GrpcRegistryClientTest, GivesTheAnswer) {
  GrpcRegistryClient client = Client();
  RegisterDocumentSetRequest request;
  request.mutable_submission_set()->set_unique_id("2.999.1");

  RegistrationResult result = client.RegisterDocumentSet(request, In(absl::Seconds(20)));

  ASSERT_TRUE(result.response.ok()) << result.response.status();
  EXPECT_EQ(result.response->commit_position(), 1);
  EXPECT_FALSE(result.earlier_attempt_unclear);
  EXPECT_EQ(registry_.requests().at(0).submission_set().unique_id(), "2.999.1");
}

TEST_F(GrpcRegistryClientTest, PassesRefusalsOnWithEveryError) {
  RegistryErrors errors;
  errors.Add(XdsErrorCode::kUnknownPatientId, "submission_set.patient_id", "unknown");
  errors.Add(XdsErrorCode::kRegistryMetadataError, "document_entries[0].mime_type", "missing");
  registry_.FailNext(errors.ToStatus());
  GrpcRegistryClient client = Client();

  RegistrationResult result = client.RegisterDocumentSet({}, In(absl::Seconds(20)));

  EXPECT_EQ(result.response.status().code(), errors.ToStatus().code());
  ASSERT_TRUE(RegistryErrorsOf(result.response.status()).has_value());
  EXPECT_EQ(RegistryErrorsOf(result.response.status())->errors_size(), 2);
  EXPECT_FALSE(result.earlier_attempt_unclear);
  EXPECT_EQ(registry_.requests().size(), 1) << "a refusal is not repeated";
}

TEST_F(GrpcRegistryClientTest, RepeatsWhatWasUnavailable) {
  registry_.FailNext(absl::UnavailableError("draining"));
  registry_.FailNext(absl::UnavailableError("draining"));
  GrpcRegistryClient client = Client();

  RegistrationResult result = client.RegisterDocumentSet({}, In(absl::Seconds(20)));

  ASSERT_TRUE(result.response.ok()) << result.response.status();
  EXPECT_TRUE(result.earlier_attempt_unclear);
  EXPECT_EQ(registry_.requests().size(), 3);
}

TEST_F(GrpcRegistryClientTest, SaysThatAnAttemptBeforeARefusalIsUnclear) {
  registry_.FailNext(absl::UnavailableError("connection lost"));
  registry_.FailNext(XdsError(XdsErrorCode::kUnknownPatientId, "", ""));
  GrpcRegistryClient client = Client();

  RegistrationResult result = client.RegisterDocumentSet({}, In(absl::Seconds(20)));

  EXPECT_EQ(result.response.status().code(), StatusCodeOf(XdsErrorCode::kUnknownPatientId));
  EXPECT_TRUE(result.earlier_attempt_unclear);
}

TEST_F(GrpcRegistryClientTest, GivesUpAtTheDeadline) {
  server_->Shutdown();
  server_.reset();
  GrpcRegistryClient client = Client();

  RegistrationResult result = client.RegisterDocumentSet({}, In(absl::Milliseconds(300)));

  EXPECT_TRUE(result.response.status().code() == absl::StatusCode::kUnavailable ||
              result.response.status().code() == absl::StatusCode::kDeadlineExceeded)
      << result.response.status();
}

TEST_F(GrpcRegistryClientTest, MakesNoAttemptAfterTheDeadline) {
  RegistrationResult result = Client().RegisterDocumentSet({}, In(-absl::Seconds(1)));

  EXPECT_EQ(result.response.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(registry_.requests().empty());
}

TEST_F(GrpcRegistryClientTest, FindsARegistryThatComesBack) {
  const std::string address = absl::StrCat("127.0.0.1:", port_);
  server_->Shutdown();
  server_.reset();
  GrpcRegistryClient client = Client();
  ASSERT_FALSE(client.RegisterDocumentSet({}, In(absl::Milliseconds(200))).response.ok());

  StartServer(address);
  RegistrationResult result = client.RegisterDocumentSet({}, In(absl::Seconds(20)));

  EXPECT_TRUE(result.response.ok()) << result.response.status();
}

}  // namespace
}  // namespace docshare::repository
