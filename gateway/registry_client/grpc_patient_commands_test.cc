#include "gateway/registry_client/grpc_patient_commands.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <mutex>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A registry that notes who asked for what, and answers with `statuses` in turn, then with OK.
class NotingRegistry : public registry::v1::RegistryService::Service {
 public:
  grpc::Status FeedPatient(grpc::ServerContext* context,
                           const registry::v1::FeedPatientRequest* request,
                           registry::v1::FeedPatientResponse*) override {
    return Note(*context, absl::StrCat("feed ", request->patient_id().id()));
  }
  grpc::Status MergePatients(grpc::ServerContext* context,
                             const registry::v1::MergePatientsRequest* request,
                             registry::v1::MergePatientsResponse*) override {
    return Note(*context, absl::StrCat("merge ", request->subsumed().id()));
  }
  grpc::Status ChangePatientLink(grpc::ServerContext* context,
                                 const registry::v1::ChangePatientLinkRequest* request,
                                 registry::v1::ChangePatientLinkResponse*) override {
    return Note(*context, absl::StrCat("move ", request->local().id()));
  }

  // Set before the first call.
  std::vector<absl::Status> statuses;

  std::vector<std::string> notes() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return notes_;
  }

 private:
  grpc::Status Note(const grpc::ServerContext& context, const std::string& what) {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::string who;
    const auto range = context.client_metadata().equal_range("docshare-acting-for");
    for (auto it = range.first; it != range.second; ++it) {
      absl::StrAppend(&who, std::string(it->second.data(), it->second.size()), ";");
    }
    notes_.push_back(absl::StrCat(who, " ", what));
    if (notes_.size() > statuses.size()) return grpc::Status::OK;
    return platform::ToGrpcStatus(statuses[notes_.size() - 1]);
  }

  mutable std::mutex mutex_;
  std::vector<std::string> notes_;
};

class GrpcPatientCommandsTest : public ::testing::Test {
 protected:
  GrpcPatientCommandsTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&registry_);
    server_ = builder.BuildAndStart();
    channel_ =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  }

  static registry::v1::FeedPatientRequest Feed(const std::string& id) {
    registry::v1::FeedPatientRequest request;
    request.mutable_patient_id()->set_id(id);
    return request;
  }

  NotingRegistry registry_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(GrpcPatientCommandsTest, RunsEachCommandInTheSendersName) {
  GrpcPatientCommands commands(channel_);
  registry::v1::MergePatientsRequest merge;
  merge.mutable_subsumed()->set_id("2");
  registry::v1::ChangePatientLinkRequest move;
  move.mutable_local()->set_id("3");
  for (const PatientCommand& command :
       {PatientCommand(Feed("1")), PatientCommand(merge), PatientCommand(move)}) {
    EXPECT_TRUE(commands.Run("hospital", command).ok());
  }
  EXPECT_THAT(registry_.notes(),
              ElementsAre("hospital; feed 1", "hospital; merge 2", "hospital; move 3"));
}

TEST_F(GrpcPatientCommandsTest, RepeatsWhenTheRegistryIsAway) {
  registry_.statuses = {absl::UnavailableError("draining"), absl::UnavailableError("draining")};
  GrpcPatientCommands commands(channel_);
  EXPECT_TRUE(commands.Run("hospital", Feed("1")).ok());
  EXPECT_THAT(registry_.notes(),
              ElementsAre("hospital; feed 1", "hospital; feed 1", "hospital; feed 1"));
}

TEST_F(GrpcPatientCommandsTest, GivesBackTheStandardsErrors) {
  registry_.statuses = {XdsError(XdsErrorCode::kUnknownPatientId, "patient_id", "merged away")};
  GrpcPatientCommands commands(channel_);
  const absl::Status status = commands.Run("hospital", Feed("1"));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(RegistryErrorsOf(status));
  EXPECT_EQ(RegistryErrorsOf(status)->errors(0).location(), "patient_id");
}

TEST_F(GrpcPatientCommandsTest, GivesUpAtItsLimit) {
  server_->Shutdown();
  GrpcPatientCommands commands(channel_, {.feed_timeout = absl::Milliseconds(300)});
  const absl::StatusCode code = commands.Run("hospital", Feed("1")).code();
  EXPECT_TRUE(code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kDeadlineExceeded)
      << code;
}

// gRPC would end the process over such metadata.
TEST_F(GrpcPatientCommandsTest, NameBeyondAsciiIsNotHandedOn) {
  GrpcPatientCommands commands(channel_);
  for (const char* name : {"", "sykehus-\xc3\xb8st", "a\nb"}) {
    EXPECT_EQ(commands.Run(name, Feed("1")).code(), absl::StatusCode::kUnauthenticated);
  }
  EXPECT_THAT(registry_.notes(), IsEmpty());
}

}  // namespace
}  // namespace docshare::gateway
