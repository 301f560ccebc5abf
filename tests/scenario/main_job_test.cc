// The main job on real servers: publish, find, fetch; repeat, refuse, and what is left of it.

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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
using ::testing::UnorderedElementsAreArray;

using metadata::v1::DocumentEntry;
using repository::v1::RetrieveDocumentSetRequest;
using repository::v1::RetrieveDocumentSetResponse;

// One community for all tests, which leave each other alone: unique ids are used once.
class MainJobTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto stack = Stack::Start();
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = stack->release();
    ASSERT_TRUE(stack_->FeedPatient(kPatient).ok());
    ASSERT_TRUE(stack_->FeedPatient(kOtherPatient).ok());
  }

  static void TearDownTestSuite() {
    if (stack_ == nullptr) return;
    for (ServerProcess* server : stack_->servers()) {
      EXPECT_TRUE(server->IsRunning()) << server->log_path();
    }
    EXPECT_THAT(PersonalDataIn(*stack_->RegistryLog()), IsEmpty());
    for (int i = 0; i < kRepositories; ++i) {
      EXPECT_THAT(PersonalDataIn(*stack_->RepositoryLog(i)), IsEmpty());
    }
    delete stack_;
    stack_ = nullptr;
  }

  void SetUp() override { ASSERT_NE(stack_, nullptr); }

  static absl::StatusOr<consumer::ProvidedSubmission> Publish(const TestSubmission& submission) {
    return stack_->Source(0, kHospital)->Provide(submission.metadata, submission.Documents());
  }

  static std::vector<std::string> UniqueIds(const TestSubmission& submission) {
    std::vector<std::string> ids;
    for (const DocumentEntry& entry : submission.metadata.document_entries()) {
      ids.push_back(entry.unique_id());
    }
    return ids;
  }

  // Neither server knows anything of the submission.
  static void ExpectNeverWas(const TestSubmission& submission) {
    auto consumer = stack_->Consumer(kHospital);
    auto entries = GetByUniqueIds(*consumer, UniqueIds(submission));
    ASSERT_TRUE(entries.ok()) << entries.status();
    EXPECT_THAT(*entries, IsEmpty());
    for (const std::string& unique_id : UniqueIds(submission)) {
      EXPECT_THAT(FetchFrom(*consumer, kRepositoryOids[0], unique_id).status(),
                  HasRegistryError("XDSDocumentUniqueIdError", unique_id));
    }
  }

  static void ExpectWhole(const TestSubmission& submission) {
    auto consumer = stack_->Consumer(kMunicipality);
    auto entries = GetByUniqueIds(*consumer, UniqueIds(submission));
    ASSERT_TRUE(entries.ok()) << entries.status();
    EXPECT_THAT(*entries, SizeIs(submission.contents.size()));
    std::map<std::string, std::string> expected;
    for (size_t i = 0; i < submission.contents.size(); ++i) {
      expected[UniqueIds(submission)[i]] = submission.contents[i];
    }
    for (const DocumentEntry& entry : *entries) {
      auto bytes = Fetch(*consumer, entry);
      ASSERT_TRUE(bytes.ok()) << bytes.status();
      EXPECT_TRUE(*bytes == expected[entry.unique_id()]) << entry.unique_id();
    }
  }

  static Stack* stack_;
};

Stack* MainJobTest::stack_ = nullptr;

TEST_F(MainJobTest, EachPartyFindsAndFetchesWhatTheOtherPublished) {
  const std::string patient = "05861860053";
  ASSERT_TRUE(stack_->FeedPatient(patient).ok());
  const TestSubmission of_hospital = ASubmissionOf(
      {absl::StrCat("letter: ", kContentMark), PseudoRandomBytes(1, 300'000), ""}, patient);
  const TestSubmission of_municipality = ASubmissionOf({PseudoRandomBytes(2, 1'500'000)}, patient);
  auto provided =
      stack_->Source(0, kHospital)->Provide(of_hospital.metadata, of_hospital.Documents());
  ASSERT_TRUE(provided.ok()) << provided.status();
  EXPECT_FALSE(provided->registration.already_registered());
  EXPECT_GT(provided->registration.commit_position(), 0u);
  provided = stack_->Source(1, kMunicipality)
                 ->Provide(of_municipality.metadata, of_municipality.Documents());
  ASSERT_TRUE(provided.ok()) << provided.status();

  std::map<std::string, std::string> contents;
  for (const TestSubmission* submission : {&of_hospital, &of_municipality}) {
    for (size_t i = 0; i < submission->contents.size(); ++i) {
      contents[UniqueIds(*submission)[i]] = submission->contents[i];
    }
  }
  for (const char* party : {kHospital, kMunicipality}) {
    auto consumer = stack_->Consumer(party);
    auto entries = FindAll(*consumer, patient);
    ASSERT_TRUE(entries.ok()) << entries.status();
    ASSERT_THAT(*entries, SizeIs(contents.size()));
    for (const DocumentEntry& entry : *entries) {
      EXPECT_EQ(entry.size(), contents[entry.unique_id()].size());
      EXPECT_EQ(entry.availability_status(), metadata::v1::AVAILABILITY_STATUS_APPROVED);
      auto bytes = Fetch(*consumer, entry);
      ASSERT_TRUE(bytes.ok()) << bytes.status();
      EXPECT_TRUE(*bytes == contents[entry.unique_id()]) << entry.unique_id();
    }
  }
}

TEST_F(MainJobTest, SubmissionSentAgainIsAnsweredAsTheFirstTime) {
  const TestSubmission submission = ASubmissionOf({"one", "two"});
  auto first = Publish(submission);
  ASSERT_TRUE(first.ok()) << first.status();
  auto second = Publish(submission);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_FALSE(first->registration.already_registered());
  EXPECT_TRUE(second->registration.already_registered());
  EXPECT_EQ(second->registration.commit_position(), first->registration.commit_position());
  ASSERT_EQ(second->registration.assigned_ids_size(), first->registration.assigned_ids_size());
  for (int i = 0; i < first->registration.assigned_ids_size(); ++i) {
    EXPECT_EQ(second->registration.assigned_ids(i).SerializeAsString(),
              first->registration.assigned_ids(i).SerializeAsString());
  }
  ExpectWhole(submission);
}

TEST_F(MainJobTest, SubmissionIdWithOtherContentIsRefused) {
  const TestSubmission submission = ASubmissionOf({"one"});
  ASSERT_TRUE(Publish(submission).ok());
  TestSubmission other = ASubmissionOf({"two"});
  other.metadata.mutable_submission_set()->set_unique_id(
      submission.metadata.submission_set().unique_id());
  const absl::Status status = Publish(other).status();
  EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(status,
              HasRegistryError("XDSDuplicateUniqueIdInRegistry", "submission_set.unique_id"));
  ExpectNeverWas(other);
  ExpectWhole(submission);
}

TEST_F(MainJobTest, DocumentIdWithOtherBytesIsRefused) {
  const TestSubmission submission = ASubmissionOf({"one"});
  ASSERT_TRUE(Publish(submission).ok());
  TestSubmission other = ASubmissionOf({"two"});
  other.metadata.mutable_document_entries(0)->set_unique_id(UniqueIds(submission)[0]);
  const absl::Status status = Publish(other).status();
  EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(status, HasRegistryError("XDSNonIdenticalHash", "document_entries[0].hash"));
  ExpectWhole(submission);
}

TEST_F(MainJobTest, SameDocumentInAnotherSubmissionIsAccepted) {
  const TestSubmission submission = ASubmissionOf({"one"});
  ASSERT_TRUE(Publish(submission).ok());
  TestSubmission other = ASubmissionOf({"one"});
  other.metadata.mutable_document_entries(0)->set_unique_id(UniqueIds(submission)[0]);
  auto provided = Publish(other);
  ASSERT_TRUE(provided.ok()) << provided.status();
  auto consumer = stack_->Consumer(kHospital);
  auto entries = GetByUniqueIds(*consumer, UniqueIds(submission));
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_THAT(*entries, SizeIs(2));
  for (const DocumentEntry& entry : *entries) EXPECT_EQ(*Fetch(*consumer, entry), "one");
}

TEST_F(MainJobTest, UnknownPatientIsRefusedAndNothingIsStored) {
  const TestSubmission submission =
      ASubmissionOf({"small", PseudoRandomBytes(3, 2'000'000)}, "20891270128");
  const absl::Status status = Publish(submission).status();
  EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasRegistryError("XDSUnknownPatientId", "submission_set.patient_id"));
  ExpectNeverWas(submission);
  // Once the patient is known, the same submission is good.
  ASSERT_TRUE(stack_->FeedPatient("20891270128").ok());
  auto provided = Publish(submission);
  ASSERT_TRUE(provided.ok()) << provided.status();
  EXPECT_FALSE(provided->registration.already_registered());
  ExpectWhole(submission);
}

TEST_F(MainJobTest, HashThatDoesNotAgreeIsRefused) {
  TestSubmission submission = ASubmissionOf({"good", "bad"});
  submission.metadata.mutable_document_entries(1)->set_hash(std::string(40, 'a'));
  const absl::Status status = Publish(submission).status();
  EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasRegistryError("XDSRepositoryMetadataError", "document_entries[1].hash"));
  ExpectNeverWas(submission);
}

TEST_F(MainJobTest, SizeThatDoesNotAgreeIsRefused) {
  for (uint64_t claimed : {0u, 2u, 4u}) {
    TestSubmission submission = ASubmissionOf({"bad"});
    submission.metadata.mutable_document_entries(0)->set_size(claimed);
    const absl::Status status = Publish(submission).status();
    EXPECT_THAT(status, HasStatusCode(absl::StatusCode::kInvalidArgument)) << claimed;
    EXPECT_THAT(status, HasRegistryError("XDSRepositoryMetadataError", "document_entries[0].size"))
        << claimed;
    ExpectNeverWas(submission);
  }
}

TEST_F(MainJobTest, HashAndSizeOfTheSourceMayAgree) {
  TestSubmission submission = ASubmissionOf({"abc"});
  submission.metadata.mutable_document_entries(0)->set_hash(
      "A9993E364706816ABA3E25717850C26C9CD0D89D");
  submission.metadata.mutable_document_entries(0)->set_size(3);
  auto provided = Publish(submission);
  ASSERT_TRUE(provided.ok()) << provided.status();
  ExpectWhole(submission);
}

TEST_F(MainJobTest, WhatCanBeDeliveredIsDeliveredAndTheRestNamed) {
  const TestSubmission submission = ASubmissionOf({"one", "two"});
  ASSERT_TRUE(Publish(submission).ok());
  RetrieveDocumentSetRequest request;
  for (const auto& [repository, document] : std::vector<std::pair<std::string, std::string>>{
           {kRepositoryOids[0], UniqueIds(submission)[0]},
           {kRepositoryOids[0], "2.999.999"},
           {"2.999.777", UniqueIds(submission)[1]},
           {kRepositoryOids[0], UniqueIds(submission)[1]}}) {
    repository::v1::DocumentRequest& asked = *request.add_documents();
    asked.set_repository_unique_id(repository);
    asked.set_document_unique_id(document);
  }
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
  auto stub = stack_->RepositoryStub(0, kMunicipality);
  auto reader = stub->RetrieveDocumentSet(&context, request);
  std::vector<std::string> story;
  for (RetrieveDocumentSetResponse message; reader->Read(&message);) {
    if (message.has_header()) {
      story.push_back(absl::StrCat("header ", message.header().request_index()));
    } else if (message.has_data() && !message.data().data().empty()) {
      story.push_back(message.data().data());
    } else if (message.has_fault()) {
      story.push_back(absl::StrCat(message.fault().error().error_code(), " ",
                                   message.fault().request_index(), " ",
                                   message.fault().error().location()));
    }
  }
  const absl::Status status = platform::FromGrpcStatus(reader->Finish());
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(story, ::testing::ElementsAre(
                         "header 0", "one", "XDSDocumentUniqueIdError 1 2.999.999",
                         absl::StrCat("XDSUnknownRepositoryId 2 ", UniqueIds(submission)[1]),
                         "header 3", "two"));
}

TEST_F(MainJobTest, PagesHoldEveryDocumentOnce) {
  const std::string patient = "15810980092";
  ASSERT_TRUE(stack_->FeedPatient(patient).ok());
  std::vector<std::string> expected;
  for (int i = 0; i < 5; ++i) {
    const TestSubmission submission = ASubmissionOf({"a", "b", "c", "d", "e"}, patient);
    ASSERT_TRUE(Publish(submission).ok());
    for (const std::string& id : UniqueIds(submission)) expected.push_back(id);
  }
  registry::v1::FindDocumentsRequest request;
  *request.mutable_patient_id() = testing::APatient(patient);
  request.add_statuses(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(registry::v1::RETURN_TYPE_LEAF_CLASS);
  request.set_page_size(4);
  std::vector<std::string> found;
  int pages = 0;
  const absl::Status status = stack_->Consumer(kHospital)->FindAllDocuments(
      request, [&](const registry::v1::FindDocumentsResponse& page) {
        ++pages;
        EXPECT_LE(page.document_entries_size(), 4);
        for (const DocumentEntry& entry : page.document_entries()) {
          found.push_back(entry.unique_id());
        }
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_GE(pages, 7);
  EXPECT_THAT(found, UnorderedElementsAreArray(expected));
}

}  // namespace
}  // namespace docshare::tests
