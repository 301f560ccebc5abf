// What is left after servers end, by request or not, and what happens while one is away.

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "domain/metadata/testing/submission_builder.h"
#include "platform/rpc/status_mapping.h"
#include "tests/stack/personal_data.h"
#include "tests/stack/refusal.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

using metadata::v1::DocumentEntry;
using repository::v1::ProvideDocumentSetRequest;
using repository::v1::ProvideDocumentSetResponse;

constexpr absl::Duration kEndLimit = absl::Seconds(40);
constexpr uint32_t kRegistryWaitS = 2;

consumer::CallLimits OneAttempt() {
  consumer::CallLimits limits;
  limits.retry.max_attempts = 1;
  return limits;
}

class OutageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    StackOptions options;
    options.registry_wait_s = kRegistryWaitS;
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    ASSERT_TRUE(stack_->FeedPatient(kPatient).ok());
  }

  void TearDown() override {
    if (stack_ == nullptr) return;
    EXPECT_THAT(PersonalDataIn(*stack_->RegistryLog()), IsEmpty());
    for (int i = 0; i < kRepositories; ++i) {
      EXPECT_THAT(PersonalDataIn(*stack_->RepositoryLog(i)), IsEmpty());
    }
  }

  // Provides and keeps for ExpectEverything().
  void Publish(int repository, const std::vector<std::string>& contents) {
    const TestSubmission submission = ASubmissionOf(contents);
    auto provided = stack_->Source(repository, repository == 0 ? kHospital : kMunicipality)
                        ->Provide(submission.metadata, submission.Documents());
    ASSERT_TRUE(provided.ok()) << provided.status();
    Remember(submission);
  }

  void Remember(const TestSubmission& submission) {
    for (size_t i = 0; i < submission.contents.size(); ++i) {
      published_[submission.metadata.document_entries(static_cast<int>(i)).unique_id()] =
          submission.contents[i];
    }
  }

  // All that was published is found and fetched, and nothing else.
  void ExpectEverything() {
    auto consumer = stack_->Consumer(kMunicipality);
    auto entries = FindAll(*consumer, kPatient);
    ASSERT_TRUE(entries.ok()) << entries.status();
    EXPECT_THAT(*entries, SizeIs(published_.size()));
    for (const DocumentEntry& entry : *entries) {
      ASSERT_EQ(published_.count(entry.unique_id()), 1u);
      auto bytes = Fetch(*consumer, entry);
      ASSERT_TRUE(bytes.ok()) << bytes.status();
      EXPECT_TRUE(*bytes == published_[entry.unique_id()]) << entry.unique_id();
    }
  }

  std::unique_ptr<Stack> stack_;
  std::map<std::string, std::string> published_;
};

TEST_F(OutageTest, EverythingSurvivesSigkillOfAllServers) {
  Publish(0, {"small", PseudoRandomBytes(1, 3'000'000), ""});
  Publish(1, {PseudoRandomBytes(2, 300'000), "small too"});
  for (ServerProcess* server : stack_->servers()) server->Kill();
  for (ServerProcess* server : stack_->servers()) {
    const absl::Status started = server->Start();
    ASSERT_TRUE(started.ok()) << started;
  }
  ExpectEverything();
  Publish(0, {"after"});
  ExpectEverything();
}

TEST_F(OutageTest, SigtermEndsWithSuccess) {
  Publish(0, {"small", PseudoRandomBytes(1, 1'000'000)});
  for (ServerProcess* server : stack_->servers()) {
    auto exit = server->Terminate(kEndLimit);
    ASSERT_TRUE(exit.ok()) << exit.status();
    EXPECT_EQ(exit->code, 0) << server->log_path();
    ASSERT_TRUE(server->Start().ok());
  }
  ExpectEverything();
}

TEST_F(OutageTest, SigtermLetsARunningSubmissionEnd) {
  const TestSubmission submission = ASubmissionOf({"first half, second half"});
  const std::string& entry_uuid = submission.metadata.document_entries(0).entry_uuid();
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
  ProvideDocumentSetResponse response;
  auto stub = stack_->RepositoryStub(0, kHospital);
  auto writer = stub->ProvideDocumentSet(&context, &response);
  ProvideDocumentSetRequest message;
  *message.mutable_metadata() = submission.metadata;
  ASSERT_TRUE(writer->Write(message));
  message.mutable_chunk()->set_entry_uuid(entry_uuid);
  message.mutable_chunk()->set_data("first half, ");
  ASSERT_TRUE(writer->Write(message));
  // The stream is known to run: the server answers another call on a later stream.
  auto consumer = stack_->Consumer(kHospital);
  EXPECT_THAT(FetchFrom(*consumer, kRepositoryOids[0], "2.999.1").status(),
              HasStatusCode(absl::StatusCode::kNotFound));

  std::thread terminate([&] {
    auto exit = stack_->repository(0).Terminate(kEndLimit);
    ASSERT_TRUE(exit.ok()) << exit.status();
    EXPECT_EQ(exit->code, 0);
  });
  // The drain has begun once new calls are turned away.
  while (FetchFrom(*stack_->Consumer(kHospital, OneAttempt()), kRepositoryOids[0], "2.999.1")
             .status()
             .code() == absl::StatusCode::kNotFound) {
  }
  message.mutable_chunk()->set_data("second half");
  message.mutable_chunk()->set_last(true);
  EXPECT_TRUE(writer->Write(message));
  writer->WritesDone();
  const absl::Status status = platform::FromGrpcStatus(writer->Finish());
  EXPECT_TRUE(status.ok()) << status;
  terminate.join();

  ASSERT_TRUE(stack_->repository(0).Start().ok());
  Remember(submission);
  ExpectEverything();
}

TEST_F(OutageTest, SourceHearsThatTheRegistryIsAwayAndTheSubmissionEndsWhole) {
  Publish(0, {"before"});
  stack_->registry().Kill();
  const TestSubmission submission = ASubmissionOf({"small", PseudoRandomBytes(1, 900'000)});
  const absl::Time begin = absl::Now();
  const absl::Status status = stack_->Source(0, kHospital, OneAttempt())
                                  ->Provide(submission.metadata, submission.Documents())
                                  .status();
  const absl::Duration waited = absl::Now() - begin;
  EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(status, HasRegistryError("XDSRegistryNotAvailable", ""));
  EXPECT_LT(waited, absl::Seconds(kRegistryWaitS) + absl::Seconds(5));
  // Until the registry has decided, nobody gets the document.
  EXPECT_THAT(FetchFrom(*stack_->Consumer(kHospital), kRepositoryOids[0],
                        submission.metadata.document_entries(0).unique_id())
                  .status(),
              HasStatusCode(absl::StatusCode::kNotFound));

  ASSERT_TRUE(stack_->registry().Start().ok());
  // The repeat says what became of it; either way it is published now, once.
  auto repeated =
      stack_->Source(0, kHospital)->Provide(submission.metadata, submission.Documents());
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  Remember(submission);
  ExpectEverything();
}

TEST_F(OutageTest, SubmissionThatWaitsIsRegisteredWhenTheRegistryIsBack) {
  stack_->registry().Kill();
  const TestSubmission submission = ASubmissionOf({"small", PseudoRandomBytes(1, 900'000)});
  EXPECT_THAT(stack_->Source(0, kHospital, OneAttempt())
                  ->Provide(submission.metadata, submission.Documents())
                  .status(),
              HasStatusCode(absl::StatusCode::kUnavailable));
  // The repository remembers over its own death too.
  stack_->repository(0).Kill();
  ASSERT_TRUE(stack_->registry().Start().ok());
  ASSERT_TRUE(stack_->repository(0).Start().ok());
  auto consumer = stack_->Consumer(kHospital);
  const absl::Time until = absl::Now() + absl::Seconds(30);
  absl::StatusOr<std::string> bytes;
  do {
    bytes = FetchFrom(*consumer, kRepositoryOids[0],
                      submission.metadata.document_entries(0).unique_id());
  } while (!bytes.ok() && absl::Now() < until);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  Remember(submission);
  ExpectEverything();
}

TEST_F(OutageTest, RegistryThatComesBackInTimeIsNotNoticed) {
  stack_->registry().Kill();
  const TestSubmission submission = ASubmissionOf({"one"});
  absl::Status status;
  std::thread publish([&] {
    status =
        stack_->Source(0, kHospital)->Provide(submission.metadata, submission.Documents()).status();
  });
  ASSERT_TRUE(stack_->registry().Start().ok());
  publish.join();
  EXPECT_TRUE(status.ok()) << status;
  Remember(submission);
  ExpectEverything();
}

TEST_F(OutageTest, OtherRepositoryServesWhileOneIsAway) {
  Publish(0, {"of the hospital"});
  Publish(1, {"of the municipality"});
  stack_->repository(0).Kill();
  auto consumer = stack_->Consumer(kHospital, OneAttempt());
  auto entries = FindAll(*consumer, kPatient);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_THAT(*entries, SizeIs(2));
  for (const DocumentEntry& entry : *entries) {
    auto bytes = Fetch(*consumer, entry);
    if (entry.repository_unique_id() == kRepositoryOids[0]) {
      EXPECT_THAT(bytes.status(), HasStatusCode(absl::StatusCode::kUnavailable));
    } else {
      EXPECT_EQ(*bytes, "of the municipality");
    }
  }
  Publish(1, {"another"});
  ASSERT_TRUE(stack_->repository(0).Start().ok());
  ExpectEverything();
}

TEST_F(OutageTest, PageTokenOutlivesTheRegistry) {
  Publish(0, {"a", "b", "c"});
  registry::v1::FindDocumentsRequest request;
  *request.mutable_patient_id() = testing::APatient(kPatient);
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(registry::v1::RETURN_TYPE_OBJECT_REF);
  request.set_page_size(2);
  auto consumer = stack_->Consumer(kHospital);
  auto first = consumer->FindDocuments(request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_FALSE(first->next_page_token().empty());
  stack_->registry().Kill();
  ASSERT_TRUE(stack_->registry().Start().ok());
  request.set_page_token(first->next_page_token());
  auto second = consumer->FindDocuments(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->entry_uuids_size(), 1);
}

}  // namespace
}  // namespace docshare::tests
