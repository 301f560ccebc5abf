#include "repository/removal/document_remover.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/clock/fake_clock.h"
#include "platform/kv/memory_kv_store.h"
#include "repository/content/content_keys.h"
#include "repository/provide/testing/provision.h"
#include "repository/provide/testing/repository_process.h"
#include "repository/registry_client/fake_registry_client.h"

namespace docshare::repository {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DocumentRemoverTest : public ::testing::Test {
 protected:
  // Publishes documents with these bytes; returns their unique ids.
  std::vector<std::string> Publish(const std::vector<std::string>& documents) {
    const Provision provision = AProvision(documents);
    EXPECT_TRUE(process_.Provide(provision).ok());
    std::vector<std::string> unique_ids;
    for (const auto& entry : provision.metadata.document_entries()) {
      unique_ids.push_back(entry.unique_id());
    }
    return unique_ids;
  }

  static v1::RemoveDocumentsRequest RequestOf(
      const std::vector<std::string>& unique_ids,
      const std::string& repository = kTestRepositoryUniqueId) {
    v1::RemoveDocumentsRequest request;
    for (const std::string& unique_id : unique_ids) {
      v1::DocumentRequest& document = *request.add_documents();
      document.set_repository_unique_id(repository);
      document.set_document_unique_id(unique_id);
    }
    return request;
  }

  // "code location" of each error of a refusal.
  static std::vector<std::string> ErrorsOf(const absl::Status& status) {
    std::vector<std::string> errors;
    if (const auto listed = RegistryErrorsOf(status)) {
      for (const auto& error : listed->errors()) {
        errors.push_back(absl::StrCat(error.error_code(), " ", error.location()));
      }
    }
    return errors;
  }

  size_t KeyRows() {
    size_t count = 0;
    auto rows = kv_.Scan(ContentSpaceBegin(kDocumentKeySpace), ContentSpaceEnd(kDocumentKeySpace));
    for (; rows->Valid(); rows->Next()) ++count;
    return count;
  }

  platform::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  platform::MemoryKvStore kv_;
  FakeRegistryClient registry_;
  RepositoryProcess process_{&kv_, &registry_, &clock_};
  std::string log_text_;
  platform::OperationalLog log_{
      "test", [this](absl::string_view line) { log_text_.append(line.data(), line.size()); }};
  DocumentRemover remover_{*RepositoryUniqueId::Parse(kTestRepositoryUniqueId),
                           process_.settlement(), &log_};
};

TEST_F(DocumentRemoverTest, ARemovedDocumentIsGoneWithItsBytesAndItsKey) {
  const std::vector<std::string> ids = Publish({"first", "second"});
  const auto response = remover_.Remove(RequestOf({ids[0]}));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->faults_size(), 0);
  EXPECT_EQ(process_.BytesOf(ids[0]), absl::nullopt);
  EXPECT_EQ(process_.BytesOf(ids[1]), "second");
  EXPECT_EQ(process_.ContentRows(), 1u);
  EXPECT_EQ(KeyRows(), 1u);
  // Durable: after a power loss it stays away.
  kv_.DropUnsynced();
  EXPECT_EQ(process_.BytesOf(ids[0]), absl::nullopt);
  EXPECT_FALSE(absl::StrContains(log_text_, ids[0]));
}

TEST_F(DocumentRemoverTest, ASecondTimeItIsUnknown) {
  const std::vector<std::string> ids = Publish({"first"});
  ASSERT_TRUE(remover_.Remove(RequestOf(ids)).ok());
  const absl::Status again = remover_.Remove(RequestOf(ids)).status();
  EXPECT_EQ(again.code(), absl::StatusCode::kNotFound) << again;
  EXPECT_THAT(ErrorsOf(again), ElementsAre("XDSDocumentUniqueIdError " + ids[0]));
}

TEST_F(DocumentRemoverTest, WhatCannotBeRemovedDoesNotStopTheOthers) {
  const std::vector<std::string> ids = Publish({"first"});
  const auto response = remover_.Remove(RequestOf({"2.999.404", ids[0], "no id"}));
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->faults_size(), 2);
  EXPECT_EQ(response->faults(0).request_index(), 0u);
  EXPECT_EQ(response->faults(0).error().error_code(), "XDSDocumentUniqueIdError");
  EXPECT_EQ(response->faults(0).error().location(), "2.999.404");
  EXPECT_EQ(response->faults(1).request_index(), 2u);
  EXPECT_EQ(process_.BytesOf(ids[0]), absl::nullopt);
}

TEST_F(DocumentRemoverTest, AnotherRepositorysDocumentIsRefused) {
  const std::vector<std::string> ids = Publish({"first"});
  const absl::Status status = remover_.Remove(RequestOf(ids, "2.999.30.8")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(ErrorsOf(status), ElementsAre("XDSUnknownRepositoryId " + ids[0]));
  EXPECT_EQ(process_.BytesOf(ids[0]), "first");
}

TEST_F(DocumentRemoverTest, NothingOrTooMuchIsRefused) {
  EXPECT_EQ(remover_.Remove(v1::RemoveDocumentsRequest()).status().code(),
            absl::StatusCode::kInvalidArgument);
  const std::vector<std::string> many(kMaxRemovedDocuments + 1, "2.999.1");
  EXPECT_EQ(remover_.Remove(RequestOf(many)).status().code(), absl::StatusCode::kInvalidArgument);
}

// The same document is sent again and waits for the registry: it relies on the bytes that are here.
TEST_F(DocumentRemoverTest, WhatAPendingSubmissionNeedsStays) {
  const Provision provision = AProvision({"first"});
  ASSERT_TRUE(process_.Provide(provision).ok());
  const std::string id = provision.metadata.document_entries(0).unique_id();
  registry_.SetDown(true);
  EXPECT_FALSE(process_.Provide(provision).ok());
  ASSERT_EQ(process_.PendingRows(), 1u);
  const absl::Status status = remover_.Remove(RequestOf({id})).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_THAT(ErrorsOf(status), ElementsAre("XDSRemoveDocumentsError " + id));
  EXPECT_THAT(RegistryErrorsOf(status)->errors(0).code_context(), HasSubstr(id));
  EXPECT_EQ(process_.BytesOf(id), "first");

  registry_.SetDown(false);
  process_.Recover();
  EXPECT_TRUE(remover_.Remove(RequestOf({id})).ok());
}

// A submission of it waits for the registry.
TEST_F(DocumentRemoverTest, WhatWouldComeBackIsNotRemoved) {
  const Provision provision = AProvision({"first"});
  registry_.SetDown(true);
  EXPECT_FALSE(process_.Provide(provision).ok());
  const std::string id = provision.metadata.document_entries(0).unique_id();
  const absl::Status status = remover_.Remove(RequestOf({id})).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  registry_.SetDown(false);
  process_.Recover();
  ASSERT_TRUE(remover_.Remove(RequestOf({id})).ok());
  process_.Recover();
  EXPECT_EQ(process_.BytesOf(id), absl::nullopt);
}

// The document goes while it is sent again: then it is there again, as if it had been sent later.
TEST_F(DocumentRemoverTest, ADocumentThatIsSentAgainMeanwhileIsNotHalfThere) {
  const Provision provision = AProvision({"first"});
  ASSERT_TRUE(process_.Provide(provision).ok());
  const std::string id = provision.metadata.document_entries(0).unique_id();
  ProvideSession session = process_.NewSession();
  std::vector<v1::ProvideDocumentSetRequest> stream = StreamOf(provision);
  ASSERT_TRUE(session.TakeMetadata(stream[0].metadata()).ok());
  ASSERT_TRUE(session.TakeChunk(stream[1].chunk()).ok());
  ASSERT_TRUE(remover_.Remove(RequestOf({id})).ok());
  EXPECT_EQ(process_.BytesOf(id), absl::nullopt);
  const auto finished = session.Finish(clock_.Now() + absl::Seconds(1));
  EXPECT_TRUE(finished.ok()) << finished.status();
  EXPECT_EQ(process_.PendingRows(), 0u);
  EXPECT_EQ(process_.BytesOf(id), "first");
}

}  // namespace
}  // namespace docshare::repository
