// What clients meet that stall, come in too great a number, or find a full disk.

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/status_mapping.h"
#include "tests/stack/refusal.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::AllOf;

using repository::v1::ProvideDocumentSetRequest;
using repository::v1::ProvideDocumentSetResponse;
using repository::v1::RetrieveDocumentSetRequest;
using repository::v1::RetrieveDocumentSetResponse;

constexpr int kMaxCalls = 3;
constexpr absl::Duration kLimit = absl::Seconds(60);

// A call of ProvideDocumentSet that has sent its metadata and half a document.
class HalfProvided {
 public:
  HalfProvided(const Stack& stack, const TestSubmission& submission)
      : stub_(stack.RepositoryStub(0, kHospital)),
        entry_uuid_(submission.metadata.document_entries(0).entry_uuid()) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + kLimit));
    writer_ = stub_->ProvideDocumentSet(&context_, &response_);
    ProvideDocumentSetRequest message;
    *message.mutable_metadata() = submission.metadata;
    EXPECT_TRUE(writer_->Write(message));
    Send(PseudoRandomBytes(1, 600'000), false);
  }

  void Send(const std::string& data, bool last) {
    ProvideDocumentSetRequest message;
    message.mutable_chunk()->set_entry_uuid(entry_uuid_);
    message.mutable_chunk()->set_data(data);
    message.mutable_chunk()->set_last(last);
    EXPECT_TRUE(writer_->Write(message));
  }

  void Cancel() { context_.TryCancel(); }

  absl::Status Finish() { return platform::FromGrpcStatus(writer_->Finish()); }

 private:
  std::unique_ptr<repository::v1::RepositoryService::Stub> stub_;
  const std::string entry_uuid_;
  grpc::ClientContext context_;
  ProvideDocumentSetResponse response_;
  std::unique_ptr<grpc::ClientWriter<ProvideDocumentSetRequest>> writer_;
};

class CallLimitsTest : public ::testing::Test {
 protected:
  void Start(uint32_t stall_limit_s) {
    StackOptions options;
    options.change_repository = [&](int, config::v1::RepositoryConfig& config) {
      config.set_stall_limit_s(stall_limit_s);
      config.set_max_calls(kMaxCalls);
    };
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    ASSERT_TRUE(stack_->FeedPatient(kPatient).ok());
  }

  absl::Status Publish(const TestSubmission& submission) {
    return stack_->Source(0, kHospital)
        ->Provide(submission.metadata, submission.Documents())
        .status();
  }

  void ExpectEverythingIsServed() {
    auto consumer = stack_->Consumer(kMunicipality);
    auto entries = FindAll(*consumer, kPatient);
    ASSERT_TRUE(entries.ok()) << entries.status();
    EXPECT_FALSE(entries->empty());
    for (const auto& entry : *entries) EXPECT_TRUE(Fetch(*consumer, entry).ok());
  }

  // Waits until the first repository has logged the end of such a call.
  bool LogSays(const std::string& event, const std::string& code) {
    const std::string line = absl::StrCat("\"event\":\"", event, "\",\"code\":\"", code, "\"");
    for (const absl::Time until = absl::Now() + kLimit; absl::Now() < until;) {
      if (absl::StrContains(stack_->RepositoryLog(0).value_or(""), line)) return true;
      absl::SleepFor(absl::Milliseconds(10));
    }
    return false;
  }

  std::unique_ptr<Stack> stack_;
};

TEST_F(CallLimitsTest, SourceThatStallsIsCancelled) {
  ASSERT_NO_FATAL_FAILURE(Start(/*stall_limit_s=*/1));
  HalfProvided stalled(*stack_, ASubmissionOf({""}));
  // Others do not notice.
  EXPECT_TRUE(Publish(ASubmissionOf({"another"})).ok());
  EXPECT_THAT(stalled.Finish(), HasStatusCode(absl::StatusCode::kCancelled));
}

TEST_F(CallLimitsTest, ConsumerThatStallsIsCancelled) {
  ASSERT_NO_FATAL_FAILURE(Start(/*stall_limit_s=*/1));
  // More than all buffers on the way hold.
  const TestSubmission submission = ASubmissionOf({PseudoRandomBytes(1, 64 << 20)});
  ASSERT_TRUE(Publish(submission).ok());
  RetrieveDocumentSetRequest request;
  request.add_documents()->set_repository_unique_id(kRepositoryOids[0]);
  request.mutable_documents(0)->set_document_unique_id(
      submission.metadata.document_entries(0).unique_id());
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kLimit));
  auto stub = stack_->RepositoryStub(0, kHospital);
  auto reader = stub->RetrieveDocumentSet(&context, request);
  RetrieveDocumentSetResponse message;
  ASSERT_TRUE(reader->Read(&message));
  EXPECT_TRUE(LogSays("retrieve_ended", "CANCELLED"));
  while (reader->Read(&message)) EXPECT_FALSE(message.data().last());
  EXPECT_THAT(platform::FromGrpcStatus(reader->Finish()),
              HasStatusCode(absl::StatusCode::kCancelled));
}

TEST_F(CallLimitsTest, TooManyCallsAreTurnedAwayUntilOthersEnd) {
  ASSERT_NO_FATAL_FAILURE(Start(/*stall_limit_s=*/60));
  std::vector<std::unique_ptr<HalfProvided>> running;
  for (int i = 0; i < kMaxCalls; ++i) {
    running.push_back(std::make_unique<HalfProvided>(*stack_, ASubmissionOf({""})));
  }
  // That the calls run is known once there is no room for another one.
  auto consumer = stack_->Consumer(kMunicipality);
  const auto fetch = [&] { return FetchFrom(*consumer, kRepositoryOids[0], "2.999.1").status(); };
  const absl::Time until = absl::Now() + kLimit;
  while (absl::IsNotFound(fetch()) && absl::Now() < until) {
  }
  EXPECT_THAT(fetch(), AllOf(HasStatusCode(absl::StatusCode::kResourceExhausted),
                             HasRegistryError("XDSRepositoryBusy", "")));
  running.front()->Cancel();
  EXPECT_THAT(running.front()->Finish(), HasStatusCode(absl::StatusCode::kCancelled));
  while (absl::IsResourceExhausted(fetch()) && absl::Now() < until) {
  }
  EXPECT_THAT(fetch(), HasStatusCode(absl::StatusCode::kNotFound));
}

// A disk on which no more may be written, by settings: all of it is to stay free.
TEST_F(CallLimitsTest, FullDiskRefusesWritesAndServesReads) {
  constexpr uint32_t kMoreThanAnyDiskMib = 4'000'000'000;
  ASSERT_NO_FATAL_FAILURE(Start(/*stall_limit_s=*/30));
  const TestSubmission before = ASubmissionOf({"before", PseudoRandomBytes(1, 1'000'000)});
  ASSERT_TRUE(Publish(before).ok());
  struct Case {
    ServerProcess* server;
    const char* code;
  };
  for (const Case& c : {Case{&stack_->registry(), "XDSRegistryOutOfResources"},
                        Case{&stack_->repository(0), "XDSRepositoryOutOfResources"}}) {
    SCOPED_TRACE(c.code);
    ASSERT_TRUE(c.server->Terminate(kLimit).ok());
    ASSERT_TRUE(c.server->ChangeConfig("disk_reserve_mib", kMoreThanAnyDiskMib).ok());
    ASSERT_TRUE(c.server->Start().ok());
    const TestSubmission refused = ASubmissionOf({"refused", PseudoRandomBytes(2, 1'000'000)});
    const absl::Status status = Publish(refused);
    EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kResourceExhausted));
    EXPECT_THAT(status, HasRegistryError(c.code, ""));
    ExpectEverythingIsServed();
    ASSERT_TRUE(c.server->Terminate(kLimit).ok());
    ASSERT_TRUE(c.server->ChangeConfig("disk_reserve_mib", 16).ok());
    ASSERT_TRUE(c.server->Start().ok());
    const absl::Status repeated = Publish(refused);
    EXPECT_TRUE(repeated.ok()) << repeated;
  }
}

}  // namespace
}  // namespace docshare::tests
