#include "consumer/client/document_consumer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "consumer/client/document_digest.h"
#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/fake_repository.h"
#include "consumer/client/testing/loopback_server.h"
#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

namespace fs = std::filesystem;

using docshare::metadata::v1::DocumentEntry;
using docshare::registry::v1::FindDocumentsRequest;
using docshare::registry::v1::FindDocumentsResponse;
using docshare::registry::v1::GetDocumentsRequest;
using docshare::registry::v1::GetDocumentsResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kHospital[] = "1.2.3.1";
constexpr char kMunicipality[] = "1.2.3.2";
constexpr char kPatient[] = "12838520020";

CallLimits FastLimits() {
  CallLimits limits;
  limits.retry.initial_backoff = absl::Milliseconds(1);
  limits.retry.max_backoff = absl::Milliseconds(2);
  return limits;
}

class DocumentConsumerTest : public ::testing::Test {
 protected:
  DocumentConsumerTest()
      : hospital_(kHospital, &registry_),
        municipality_(kMunicipality, &registry_),
        registry_server_({&registry_}),
        hospital_server_({&hospital_}),
        municipality_server_({&municipality_}),
        folder_(fs::path(::testing::TempDir()) / "document_consumer_test") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    consumer_ = Connect(FastLimits());
  }

  std::unique_ptr<DocumentConsumer> Connect(const CallLimits& limits) {
    ConsumerOptions options;
    options.registry = registry_server_.channel();
    options.repositories = {{kHospital, hospital_server_.channel()},
                            {kMunicipality, municipality_server_.channel()}};
    options.limits = limits;
    absl::StatusOr<std::unique_ptr<DocumentConsumer>> consumer = DocumentConsumer::Create(options);
    EXPECT_TRUE(consumer.ok()) << consumer.status();
    return *std::move(consumer);
  }

  // A document that the hospital holds and the registry knows.
  DocumentEntry Publish(const std::string& unique_id, const std::string& bytes) {
    DocumentEntry entry;
    entry.set_entry_uuid(absl::StrCat("urn:uuid:", unique_id));
    entry.set_unique_id(unique_id);
    entry.mutable_patient_id()->set_id(kPatient);
    entry.set_availability_status(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
    entry.set_repository_unique_id(kHospital);
    DocumentDigest digest;
    digest.Update(bytes);
    entry.set_hash(digest.Finish().sha1);
    entry.set_size(bytes.size());
    registry_.AddEntry(entry);
    hospital_.Put(unique_id, bytes);
    return entry;
  }

  // Collects the bytes.
  DocumentSink Into(std::string& bytes) {
    return [&bytes](absl::string_view piece) {
      bytes.append(piece.data(), piece.size());
      return absl::OkStatus();
    };
  }

  static FindDocumentsRequest AllOfPatient() {
    FindDocumentsRequest request;
    request.mutable_patient_id()->set_id(kPatient);
    request.add_statuses(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
    request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
    return request;
  }

  size_t FilesInFolder() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

  FakeRegistry registry_;
  FakeRepository hospital_;
  FakeRepository municipality_;
  LoopbackServer registry_server_;
  LoopbackServer hospital_server_;
  LoopbackServer municipality_server_;
  const fs::path folder_;
  std::unique_ptr<DocumentConsumer> consumer_;
};

std::string SomeBytes(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
  return bytes;
}

TEST_F(DocumentConsumerTest, RefusesRepositoriesWithoutOrWithTheSameOid) {
  ConsumerOptions options;
  options.registry = registry_server_.channel();
  options.repositories = {{"", hospital_server_.channel()}};
  EXPECT_EQ(DocumentConsumer::Create(options).status().code(), absl::StatusCode::kInvalidArgument);
  options.repositories = {{kHospital, hospital_server_.channel()},
                          {kHospital, municipality_server_.channel()}};
  absl::Status status = DocumentConsumer::Create(options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr(kHospital));
}

TEST_F(DocumentConsumerTest, FollowsPageTokensToTheEnd) {
  for (int i = 0; i < 7; ++i) Publish(absl::StrCat("doc-", i), "x");
  registry_.set_page_size(3);
  std::vector<int> pages;
  absl::Status status =
      consumer_->FindAllDocuments(AllOfPatient(), [&](const FindDocumentsResponse& page) {
        pages.push_back(page.document_entries_size());
        return true;
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(pages, ElementsAre(3, 3, 1));
}

TEST_F(DocumentConsumerTest, StopsPagingWhenTheVisitorHasEnough) {
  for (int i = 0; i < 7; ++i) Publish(absl::StrCat("doc-", i), "x");
  registry_.set_page_size(3);
  absl::Status status = consumer_->FindAllDocuments(
      AllOfPatient(), [](const FindDocumentsResponse&) { return false; });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(registry_.queries().size(), 1u);
}

TEST_F(DocumentConsumerTest, GivesUpOnARegistryThatDoesNotGetOn) {
  registry_.set_stuck(true);
  absl::Status status = consumer_->FindAllDocuments(
      AllOfPatient(), [](const FindDocumentsResponse&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
}

TEST_F(DocumentConsumerTest, RepeatsQueriesWhileTheRegistryIsUnavailable) {
  Publish("doc", "x");
  registry_.failures().Plan(3, absl::UnavailableError("draining"));
  absl::StatusOr<FindDocumentsResponse> page = consumer_->FindDocuments(AllOfPatient());
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->document_entries_size(), 1);
  EXPECT_EQ(registry_.failures().calls(), 4);
}

TEST_F(DocumentConsumerTest, RepetitionIsBounded) {
  registry_.failures().Plan(100, absl::UnavailableError("draining"));
  EXPECT_EQ(consumer_->FindDocuments(AllOfPatient()).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(registry_.failures().calls(), FastLimits().retry.max_attempts);
}

TEST_F(DocumentConsumerTest, RefusalIsNotRepeatedAndKeepsItsErrors) {
  registry_.failures().Plan(100, Refusal(absl::StatusCode::kInvalidArgument,
                                         "XDSStoredQueryMissingParam", "say which", "statuses"));
  absl::Status status = consumer_->FindDocuments(AllOfPatient()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(registry_.failures().calls(), 1);
  absl::optional<docshare::metadata::v1::RegistryErrorList> list = RegistryErrorsOf(status);
  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(list->errors(0).error_code(), "XDSStoredQueryMissingParam");
  EXPECT_EQ(list->errors(0).location(), "statuses");
}

TEST_F(DocumentConsumerTest, UnreachableRegistryIsUnavailable) {
  registry_server_.Stop();
  EXPECT_EQ(consumer_->FindDocuments(AllOfPatient()).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(DocumentConsumerTest, GetsDocumentsByTheirIds) {
  Publish("doc-1", "x");
  Publish("doc-2", "y");
  GetDocumentsRequest request;
  request.add_unique_ids("doc-2");
  request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  absl::StatusOr<GetDocumentsResponse> response = consumer_->GetDocuments(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->document_entries_size(), 1);
  EXPECT_EQ(response->document_entries(0).unique_id(), "doc-2");
}

TEST_F(DocumentConsumerTest, FetchesFromWhicheverRepositoryHoldsTheDocument) {
  municipality_.Put("note", "from the municipality");
  DocumentEntry note;
  note.set_unique_id("note");
  note.set_repository_unique_id(kMunicipality);
  std::string first, second;
  ASSERT_TRUE(consumer_->Retrieve(note, Into(first)).ok());
  ASSERT_TRUE(consumer_->Retrieve(Publish("letter", "from the hospital"), Into(second)).ok());
  EXPECT_EQ(first, "from the municipality");
  EXPECT_EQ(second, "from the hospital");
}

TEST_F(DocumentConsumerTest, FetchesByIdAlone) {
  Publish("letter", "text");
  std::string bytes;
  absl::StatusOr<RetrievedDocument> document =
      consumer_->Retrieve(DocumentLocation{kHospital, "letter", ""}, Into(bytes));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(bytes, "text");
  EXPECT_EQ(document->content.size_bytes, 4u);
}

TEST_F(DocumentConsumerTest, UnknownRepositoryIsNamed) {
  DocumentEntry entry = Publish("letter", "text");
  entry.set_repository_unique_id("9.9.9");
  std::string bytes;
  absl::Status status = consumer_->Retrieve(entry, Into(bytes)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("9.9.9"));
}

TEST_F(DocumentConsumerTest, UnknownDocumentIsNotFound) {
  DocumentEntry entry;
  entry.set_repository_unique_id(kHospital);
  entry.set_unique_id("never published");
  std::string bytes;
  absl::Status status = consumer_->Retrieve(entry, Into(bytes)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(RegistryErrorsOf(status).has_value());
  EXPECT_EQ(RegistryErrorsOf(status)->errors(0).error_code(), "XDSDocumentUniqueIdError");
}

TEST_F(DocumentConsumerTest, DamagedDocumentIsDataLoss) {
  const std::string bytes = SomeBytes(500'000);
  DocumentEntry entry = Publish("letter", bytes);
  for (RetrievalDamage damage :
       {RetrievalDamage::kFlippedByte, RetrievalDamage::kWrongHeader, RetrievalDamage::kExtraByte,
        RetrievalDamage::kCutShort, RetrievalDamage::kFault}) {
    hospital_.set_damage(damage);
    std::string received;
    absl::Status status = consumer_->Retrieve(entry, Into(received)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << static_cast<int>(damage);
    EXPECT_LT(received.size(), bytes.size()) << static_cast<int>(damage);
  }
}

TEST_F(DocumentConsumerTest, EntryThatTellsAnotherHashIsDataLoss) {
  DocumentEntry entry = Publish("letter", "text");
  entry.set_hash(std::string(40, 'a'));
  std::string received;
  EXPECT_EQ(consumer_->Retrieve(entry, Into(received)).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(received, "");
}

TEST_F(DocumentConsumerTest, RepeatsARetrievalThatHasDeliveredNothing) {
  DocumentEntry entry = Publish("letter", "text");
  hospital_.failures().Plan(2, absl::UnavailableError("draining"));
  std::string received;
  absl::StatusOr<RetrievedDocument> document = consumer_->Retrieve(entry, Into(received));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(received, "text");
  EXPECT_EQ(hospital_.failures().calls(), 3);
}

TEST_F(DocumentConsumerTest, SinkThatFailsEndsTheRetrieval) {
  DocumentEntry entry = Publish("letter", SomeBytes(5'000'000));
  int pieces = 0;
  absl::Status status = consumer_
                            ->Retrieve(entry,
                                       [&](absl::string_view) {
                                         ++pieces;
                                         return absl::CancelledError("enough");
                                       })
                            .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(status.message(), "enough");
  EXPECT_EQ(pieces, 1);
}

TEST_F(DocumentConsumerTest, GivesUpOnARepositoryThatFallsSilent) {
  CallLimits limits = FastLimits();
  limits.stall_timeout = absl::Milliseconds(200);
  DocumentEntry entry = Publish("letter", SomeBytes(500'000));
  hospital_.set_damage(RetrievalDamage::kSilence);
  std::string received;
  absl::Status status = Connect(limits)->Retrieve(entry, Into(received)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(status.message()), HasSubstr("200ms"));
}

TEST_F(DocumentConsumerTest, TransferHasADeadline) {
  CallLimits limits = FastLimits();
  limits.transfer_timeout = absl::Milliseconds(300);
  DocumentEntry entry = Publish("letter", SomeBytes(500'000));
  hospital_.set_damage(RetrievalDamage::kSilence);
  std::string received;
  EXPECT_EQ(Connect(limits)->Retrieve(entry, Into(received)).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST_F(DocumentConsumerTest, WritesAVerifiedFile) {
  const std::string bytes = SomeBytes(3'000'000);
  DocumentEntry entry = Publish("letter", bytes);
  const std::string path = (folder_ / "letter.bin").string();
  std::vector<uint64_t> progress;
  absl::StatusOr<RetrievedDocument> document =
      consumer_->RetrieveToFile(entry, path, [&](uint64_t received_bytes) {
        progress.push_back(received_bytes);
        return absl::OkStatus();
      });
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->mime_type, "application/pdf");
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), bytes);
  ASSERT_FALSE(progress.empty());
  EXPECT_TRUE(std::is_sorted(progress.begin(), progress.end()));
  EXPECT_EQ(progress.back(), bytes.size());
  EXPECT_EQ(FilesInFolder(), 1u);
}

TEST_F(DocumentConsumerTest, DamagedDocumentLeavesNoFile) {
  DocumentEntry entry = Publish("letter", SomeBytes(500'000));
  const std::string path = (folder_ / "letter.bin").string();
  for (RetrievalDamage damage : {RetrievalDamage::kFlippedByte, RetrievalDamage::kCutShort,
                                 RetrievalDamage::kUnavailableHalf}) {
    hospital_.set_damage(damage);
    EXPECT_FALSE(consumer_->RetrieveToFile(entry, path).ok());
    EXPECT_EQ(FilesInFolder(), 0u) << static_cast<int>(damage);
  }
}

TEST_F(DocumentConsumerTest, FileThatCannotBeWrittenFailsBeforeAnyCall) {
  DocumentEntry entry = Publish("letter", "text");
  absl::Status status =
      consumer_->RetrieveToFile(entry, (folder_ / "missing" / "letter.bin").string()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(hospital_.failures().calls(), 0);
}

}  // namespace
}  // namespace docshare::consumer
