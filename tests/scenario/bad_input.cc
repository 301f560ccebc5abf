#include "tests/scenario/bad_input.h"

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include "absl/time/clock.h"
#include "platform/rpc/status_mapping.h"
#include "registry/index/key_space.h"
#include "repository/catalogue/key_space.h"
#include "repository/content/content_keys.h"
#include "tests/stack/personal_data.h"
#include "tests/stack/stopped_database.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {

using ::testing::IsEmpty;
using ::testing::SizeIs;

using registry::v1::RegisterDocumentSetRequest;
using registry::v1::RegisterDocumentSetResponse;
using repository::v1::ProvideDocumentSetRequest;
using repository::v1::ProvideDocumentSetResponse;

Stack* BadInputTest::stack_ = nullptr;
size_t BadInputTest::good_documents_ = 0;

void BadInputTest::SetUpTestSuite() {
  auto stack = Stack::Start();
  ASSERT_TRUE(stack.ok()) << stack.status();
  stack_ = stack->release();
  ASSERT_TRUE(stack_->FeedPatient(kPatient).ok());
  ASSERT_TRUE(stack_->FeedPatient(kBadPatient).ok());
}

void BadInputTest::TearDownTestSuite() {
  if (stack_ == nullptr) return;
  ExpectOnlyGoodDocuments();
  delete stack_;
  stack_ = nullptr;
}

void BadInputTest::SetUp() { ASSERT_NE(stack_, nullptr); }

void BadInputTest::TearDown() {
  if (stack_ == nullptr) return;
  const TestSubmission good = ASubmissionOf({"a good document"});
  auto provided = stack_->Source(0, kHospital)->Provide(good.metadata, good.Documents());
  ASSERT_TRUE(provided.ok()) << provided.status();
  ++good_documents_;
  auto consumer = stack_->Consumer(kMunicipality);
  auto entries = GetByUniqueIds(*consumer, {good.metadata.document_entries(0).unique_id()});
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_EQ(*Fetch(*consumer, entries->front()), "a good document");
  auto bad = FindAll(*consumer, kBadPatient);
  ASSERT_TRUE(bad.ok()) << bad.status();
  EXPECT_THAT(*bad, IsEmpty());
}

// Ends the servers and looks into their databases.
void BadInputTest::ExpectOnlyGoodDocuments() {
  for (ServerProcess* server : stack_->servers()) {
    auto exit = server->Terminate(absl::Seconds(30));
    ASSERT_TRUE(exit.ok()) << exit.status();
    EXPECT_EQ(exit->code, 0) << exit->signal;
  }
  auto database = StoppedDatabase::Open(stack_->registry().data_dir() + "/metadata");
  ASSERT_TRUE(database.ok()) << database.status();
  using Space = registry::KeySpace;
  for (Space space : {Space::kDocumentFilter, Space::kDocumentEntry, Space::kSubmissionSet,
                      Space::kAssociation}) {
    EXPECT_THAT(database->Space(static_cast<uint8_t>(space)), SizeIs(good_documents_))
        << registry::KeySpaceName(static_cast<uint8_t>(space));
  }
  EXPECT_THAT(database->Space(static_cast<uint8_t>(Space::kObjectByUuid)),
              SizeIs(3 * good_documents_));
  for (int i = 0; i < kRepositories; ++i) ExpectOnlyGoodDocuments(i);
  EXPECT_THAT(PersonalDataIn(*stack_->RegistryLog()), IsEmpty());
}

void BadInputTest::ExpectOnlyGoodDocuments(int repository) {
  const std::string data_dir = stack_->repository(repository).data_dir();
  auto database = StoppedDatabase::Open(data_dir + "/catalogue");
  ASSERT_TRUE(database.ok()) << database.status();
  const size_t good = repository == 0 ? good_documents_ : 0;
  using Space = repository::KeySpace;
  EXPECT_THAT(database->Space(static_cast<uint8_t>(Space::kDocuments)), SizeIs(good));
  EXPECT_THAT(database->Space(static_cast<uint8_t>(Space::kPending)), IsEmpty());
  EXPECT_THAT(database->Space(repository::kContentSpace), SizeIs(good));
  EXPECT_THAT(database->Space(repository::kUnclaimedContentSpace), IsEmpty());
  EXPECT_THAT(PersonalDataIn(*stack_->RepositoryLog(repository)), IsEmpty());
}

absl::Status BadInputTest::Register(const RegisterDocumentSetRequest& request) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  RegisterDocumentSetResponse response;
  return platform::FromGrpcStatus(stack_->RegistryStub(kRepositorySystems[0])
                                      ->RegisterDocumentSet(&context, request, &response));
}

absl::Status BadInputTest::Provide(const std::vector<ProvideDocumentSetRequest>& messages,
                                   bool cancel) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  ProvideDocumentSetResponse response;
  auto stub = stack_->RepositoryStub(0, kHospital);
  auto writer = stub->ProvideDocumentSet(&context, &response);
  for (const ProvideDocumentSetRequest& message : messages) {
    if (!writer->Write(message)) break;
  }
  if (cancel) context.TryCancel();
  writer->WritesDone();
  return platform::FromGrpcStatus(writer->Finish());
}

ProvideDocumentSetRequest Metadata(const RegisterDocumentSetRequest& metadata) {
  ProvideDocumentSetRequest message;
  *message.mutable_metadata() = metadata;
  return message;
}

ProvideDocumentSetRequest Chunk(const std::string& entry_uuid, const std::string& data, bool last) {
  ProvideDocumentSetRequest message;
  message.mutable_chunk()->set_entry_uuid(entry_uuid);
  message.mutable_chunk()->set_data(data);
  message.mutable_chunk()->set_last(last);
  return message;
}

RegisterDocumentSetRequest TwoDocuments() { return ASubmissionOf({"", ""}, kBadPatient).metadata; }

const std::string& Uuid(const RegisterDocumentSetRequest& metadata, int entry) {
  return metadata.document_entries(entry).entry_uuid();
}

}  // namespace docshare::tests
