#include "repository/retrieve/document_retriever.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "domain/errors/xds_error.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "platform/random/random_uuid_source.h"
#include "repository/content/content_keys.h"
#include "repository/content/local_content_store.h"
#include "repository/on_demand/on_demand_documents.h"
#include "repository/provide/testing/repository_process.h"

namespace docshare::repository {
namespace {

using docshare::testing::AnEntry;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1::RetrieveDocumentSetRequest;
using v1::RetrieveDocumentSetResponse;

// What a caller makes of the messages: "header 0", "data 3", "last 3", "fault 1 CODE location".
std::string Summary(const RetrieveDocumentSetResponse& message) {
  if (message.has_header()) return absl::StrCat("header ", message.header().request_index());
  if (message.has_data()) {
    return absl::StrCat(message.data().last() ? "last " : "data ", message.data().data().size());
  }
  return absl::StrCat("fault ", message.fault().request_index(), " ",
                      message.fault().error().error_code(), " ",
                      message.fault().error().location());
}

class DocumentRetrieverTest : public ::testing::Test {
 protected:
  void Provide(const std::string& unique_id, const std::string& bytes) {
    ASSERT_TRUE(
        process_
            .Provide(AProvisionOf(
                AnEntry().AsFromSource().WithUniqueId(unique_id).WithMimeType("text/plain"), bytes))
            .ok());
  }

  static void Ask(RetrieveDocumentSetRequest& request, const std::string& unique_id,
                  const std::string& repository = kTestRepositoryUniqueId) {
    v1::DocumentRequest& document = *request.add_documents();
    document.set_repository_unique_id(repository);
    document.set_document_unique_id(unique_id);
  }

  absl::Status Retrieve(const RetrieveDocumentSetRequest& request) {
    messages_.clear();
    return retriever_.Retrieve(request, [this](const RetrieveDocumentSetResponse& message) {
      messages_.push_back(message);
      return messages_.size() < accepts_;
    });
  }

  std::vector<std::string> Summaries() const {
    std::vector<std::string> summaries;
    for (const auto& message : messages_) summaries.push_back(Summary(message));
    return summaries;
  }

  ContentId ContentOf(const std::string& unique_id) {
    return (**process_.catalogue()->FindDocument(*UniqueId::Parse(unique_id))).content.id;
  }

  // Flips a bit of the stored bytes.
  void Damage(const std::string& unique_id) {
    std::string key = ContentKey(ContentOf(unique_id));
    std::string row = **kv_.Get(key);
    row[row.size() - 12] ^= 1;
    platform::KvBatch batch;
    batch.Put(key, row);
    ASSERT_TRUE(kv_.Write(batch, platform::Durability::kSynced).ok());
  }

  void RemoveContent(const std::string& unique_id) {
    platform::KvBatch batch;
    batch.Delete(ContentKey(ContentOf(unique_id)));
    ASSERT_TRUE(kv_.Write(batch, platform::Durability::kSynced).ok());
  }

  platform::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  platform::MemoryKvStore kv_;
  FakeRegistryClient registry_;
  RepositoryProcess process_{&kv_, &registry_, &clock_};
  std::string log_text_;
  platform::OperationalLog log_{
      "test", [this](absl::string_view line) { log_text_.append(line.data(), line.size()); }};
  DocumentRetriever retriever_{*RepositoryUniqueId::Parse(kTestRepositoryUniqueId),
                               process_.catalogue(), process_.content(), &log_};
  std::vector<RetrieveDocumentSetResponse> messages_;
  size_t accepts_ = 1'000'000;
};

TEST_F(DocumentRetrieverTest, DeliversHeaderAndBytes) {
  Provide("2.999.1", "abc");
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.1");
  request.mutable_documents(0)->set_home_community_id("urn:oid:2.999");

  ASSERT_TRUE(Retrieve(request).ok());

  ASSERT_THAT(Summaries(), ElementsAre("header 0", "last 3"));
  const v1::DocumentHeader& header = messages_[0].header();
  EXPECT_EQ(header.document().SerializeAsString(), request.documents(0).SerializeAsString());
  EXPECT_EQ(header.mime_type(), "text/plain");
  EXPECT_EQ(header.size(), 3);
  EXPECT_EQ(header.hash(), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(header.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(messages_[1].data().data(), "abc");
}

TEST_F(DocumentRetrieverTest, DeliversInPiecesAndInTheOrderAskedFor) {
  std::string large;
  for (int i = 0; large.size() < 700'000; ++i) absl::StrAppend(&large, i, ",");
  Provide("2.999.1", large);
  Provide("2.999.2", "small");
  Provide("2.999.3", "");
  RetrieveDocumentSetRequest request;
  for (const char* unique_id : {"2.999.2", "2.999.1", "2.999.3", "2.999.2"}) {
    Ask(request, unique_id);
  }

  ASSERT_TRUE(Retrieve(request).ok());

  std::string received;
  std::vector<std::string> documents;
  for (const auto& message : messages_) {
    if (!message.has_data()) continue;
    EXPECT_LE(message.data().data().size(), size_t{1} << 20);
    received += message.data().data();
    if (message.data().last()) documents.push_back(std::exchange(received, ""));
  }
  EXPECT_THAT(documents, ElementsAre("small", large, "", "small"));
}

TEST_F(DocumentRetrieverTest, AFaultDoesNotStopTheOthers) {
  Provide("2.999.1", "abc");
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.404");
  Ask(request, "2.999.1");
  Ask(request, "2.999.1", "2.999.30.8");
  Ask(request, "");

  ASSERT_TRUE(Retrieve(request).ok());

  EXPECT_THAT(Summaries(), ElementsAre("fault 0 XDSDocumentUniqueIdError 2.999.404", "header 1",
                                       "last 3", "fault 2 XDSUnknownRepositoryId 2.999.1",
                                       "fault 3 XDSDocumentUniqueIdError "));
}

TEST_F(DocumentRetrieverTest, FailsWhenNothingIsDelivered) {
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.404");
  Ask(request, "2.999.1", "2.999.30.8");

  absl::Status status = Retrieve(request);

  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSDocumentUniqueIdError", "XDSUnknownRepositoryId"));
  EXPECT_THAT(LocationsOf(status), ElementsAre("2.999.404", "2.999.1"));
  EXPECT_TRUE(messages_.empty());
}

TEST_F(DocumentRetrieverTest, ADocumentThatIsPendingIsNotThere) {
  registry_.SetDown(true);
  Provision provision = AProvision();
  ASSERT_FALSE(process_.Provide(provision).ok());
  RetrieveDocumentSetRequest request;
  Ask(request, provision.metadata.document_entries(0).unique_id());
  EXPECT_EQ(Retrieve(request).code(), absl::StatusCode::kNotFound);
}

TEST_F(DocumentRetrieverTest, ReportsDamageAndNeverSendsIt) {
  Provide("2.999.1", "abc");
  Damage("2.999.1");
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.1");

  absl::Status status = Retrieve(request);

  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSRepositoryError"));
  EXPECT_THAT(LocationsOf(status), ElementsAre("2.999.1"));
  EXPECT_TRUE(messages_.empty());
  EXPECT_THAT(log_text_, HasSubstr("content_unreadable"));
  EXPECT_THAT(log_text_, Not(HasSubstr("2.999.1")));
}

TEST_F(DocumentRetrieverTest, ContentThatIsGoneIsDamage) {
  Provide("2.999.1", "abc");
  RemoveContent("2.999.1");
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.1");
  EXPECT_EQ(Retrieve(request).code(), absl::StatusCode::kDataLoss);
}

TEST_F(DocumentRetrieverTest, DamageOfOneLeavesTheOthers) {
  Provide("2.999.1", "abc");
  Provide("2.999.2", "def");
  Damage("2.999.1");
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.1");
  Ask(request, "2.999.2");
  ASSERT_TRUE(Retrieve(request).ok());
  EXPECT_THAT(Summaries(), ElementsAre("fault 0 XDSRepositoryError 2.999.1", "header 1", "last 3"));
}

TEST_F(DocumentRetrieverTest, DamageFartherOnEndsADocumentWithAFault) {
  platform::TemporaryFolder folder;
  platform::RandomUuidSource uuids;
  std::unique_ptr<LocalContentStore> files =
      *LocalContentStore::Open({.path = absl::StrCat(folder.path(), "/documents"),
                                .reserved_free_bytes = 1,
                                .key_encryption = platform::TestKeyRing()},
                               &kv_, &uuids);
  std::unique_ptr<ContentWriter> writer = *files->NewDocument(0);
  ASSERT_TRUE(writer->Append(std::string(1'000'000, 'x')).ok());
  StoredDocument document{*UniqueId::Parse("2.999.1"), *writer->Finish(), "text/plain"};
  platform::KvBatch batch;
  Catalogue::PutDocument(document, &batch);
  files->Claim(document.content.id, &batch);
  ASSERT_TRUE(kv_.Write(batch, platform::Durability::kSynced).ok());
  files->Keep(document.content);
  const std::string name = document.content.id.ToHex();
  std::fstream file(
      absl::StrCat(folder.path(), "/documents/content/", name.substr(0, 2), "/", name));
  file.seekp(600'000);
  file.put('y');
  file.close();
  ASSERT_TRUE(file.good());
  DocumentRetriever retriever(*RepositoryUniqueId::Parse(kTestRepositoryUniqueId),
                              process_.catalogue(), files.get(), &log_);
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.1");

  absl::Status alone = retriever.Retrieve(request, [this](const auto& message) {
    messages_.push_back(message);
    return true;
  });
  EXPECT_EQ(alone.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(Summaries(), ElementsAre("header 0", "data 262144", "data 262144",
                                       "fault 0 XDSRepositoryError 2.999.1"));
}

TEST_F(DocumentRetrieverTest, RefusesToDoNothingOrTooMuch) {
  RetrieveDocumentSetRequest request;
  EXPECT_EQ(Retrieve(request).code(), absl::StatusCode::kInvalidArgument);
  for (int i = 0; i <= kMaxRequestedDocuments; ++i) Ask(request, "2.999.1");
  absl::Status status = Retrieve(request);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSRepositoryError"));
}

TEST_F(DocumentRetrieverTest, StopsWhenNobodyReads) {
  Provide("2.999.1", std::string(700'000, 'x'));
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.1");
  Ask(request, "2.999.1");
  accepts_ = 2;
  EXPECT_EQ(Retrieve(request).code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(messages_.size(), 2);
}

TEST_F(DocumentRetrieverTest, GoesOnFromAnOffset) {
  Provide("2.999.1", "abcdef");
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.1");
  request.mutable_documents(0)->set_offset(2);
  ASSERT_TRUE(Retrieve(request).ok());
  ASSERT_THAT(Summaries(), ElementsAre("header 0", "last 4"));
  // The header is that of the whole document.
  EXPECT_EQ(messages_[0].header().size(), 6);
  EXPECT_EQ(messages_[1].data().data(), "cdef");

  request.mutable_documents(0)->set_offset(6);
  ASSERT_TRUE(Retrieve(request).ok());
  EXPECT_THAT(Summaries(), ElementsAre("header 0", "last 0"));

  request.mutable_documents(0)->set_offset(7);
  const absl::Status beyond = Retrieve(request);
  EXPECT_EQ(beyond.code(), absl::StatusCode::kInvalidArgument) << beyond;
  EXPECT_THAT(Summaries(), IsEmpty());
  const auto errors = RegistryErrorsOf(beyond);
  ASSERT_TRUE(errors.has_value());
  EXPECT_EQ(errors->errors(0).error_code(), "XDSRepositoryError");
  EXPECT_EQ(errors->errors(0).location(), "2.999.1");
}

// A generator that always has the same to say.
class FixedGenerator : public DocumentGenerator {
 public:
  absl::string_view mime_type() const override { return "text/plain"; }
  absl::StatusOr<std::unique_ptr<DocumentDraft>> Draft(const metadata::v1::DocumentEntry&,
                                                       absl::Time) override {
    return std::make_unique<Text>();
  }

 private:
  class Text : public DocumentDraft {
    void LeaveOut(const absl::flat_hash_set<std::string>&) override {}
    std::string Write(const std::string& unique_id, const Dtm&) const override { return unique_id; }
  };
};

class OnDemandRetrievalTest : public DocumentRetrieverTest {
 protected:
  void SetUp() override {
    for (const char* unique_id : {"2.999.7", "2.999.8"}) {
      registry::v1::RegisterOnDemandDocumentEntryRequest request;
      *request.add_document_entries() = AnEntry()
                                            .AsOnDemand()
                                            .WithUniqueId(unique_id)
                                            .WithMimeType("text/plain")
                                            .InRepository(kTestRepositoryUniqueId)
                                            .Build();
      ASSERT_TRUE(registry_.RegisterOnDemandDocumentEntry(request, absl::InfiniteFuture()).ok());
    }
  }

  absl::Status RetrieveOnDemand(bool keep_snapshots, const RetrieveDocumentSetRequest& request) {
    OnDemandDocuments::Options options;
    options.keep_snapshots = keep_snapshots;
    OnDemandDocuments on_demand(process_.collaborators(), &generator_, options);
    const DocumentRetriever retriever(*RepositoryUniqueId::Parse(kTestRepositoryUniqueId),
                                      process_.catalogue(), process_.content(), &log_, &on_demand);
    messages_.clear();
    return retriever.Retrieve(request, [this](const RetrieveDocumentSetResponse& message) {
      messages_.push_back(message);
      return true;
    });
  }

  FixedGenerator generator_;
};

TEST_F(OnDemandRetrievalTest, TellsTheNewNameAndWhereItIsKept) {
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.7");
  for (const bool kept : {true, false}) {
    const absl::Status retrieved = RetrieveOnDemand(kept, request);
    ASSERT_TRUE(retrieved.ok()) << retrieved;
    const v1::DocumentHeader& header = messages_[0].header();
    EXPECT_EQ(header.document().document_unique_id(), "2.999.7");
    EXPECT_EQ(header.mime_type(), "text/plain");
    EXPECT_THAT(header.new_document_unique_id(), ::testing::StartsWith("2.25."));
    EXPECT_EQ(header.new_repository_unique_id(), kept ? kTestRepositoryUniqueId : "");
    ASSERT_EQ(messages_.size(), 2u);
    EXPECT_EQ(messages_[1].data().data(), header.new_document_unique_id());
    EXPECT_EQ(header.size(), messages_[1].data().data().size());
    EXPECT_TRUE(messages_[1].data().last());
  }
}

TEST_F(OnDemandRetrievalTest, OtherDocumentsHaveNoNewName) {
  Provide("2.999.1", "abc");
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.1");
  ASSERT_TRUE(RetrieveOnDemand(true, request).ok());
  EXPECT_EQ(messages_[0].header().new_document_unique_id(), "");
  EXPECT_EQ(messages_[0].header().new_repository_unique_id(), "");
}

TEST_F(OnDemandRetrievalTest, CannotGoOnInTheMiddle) {
  RetrieveDocumentSetRequest request;
  Ask(request, "2.999.7");
  request.mutable_documents(0)->set_offset(1);
  const absl::Status refused = RetrieveOnDemand(true, request);
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << refused;
  EXPECT_THAT(RegistryErrorsOf(refused)->errors(0).code_context(), HasSubstr("snapshot"));
}

TEST_F(OnDemandRetrievalTest, ARegistryThatIsAwayIsAskedOnce) {
  Provide("2.999.1", "abc");
  RetrieveDocumentSetRequest request;
  for (const char* unique_id : {"2.999.7", "2.999.8", "2.999.1"}) Ask(request, unique_id);
  registry_.FailQueries(absl::UnavailableError("away"));
  const int asked = registry_.query_count();
  ASSERT_TRUE(RetrieveOnDemand(true, request).ok());
  EXPECT_EQ(registry_.query_count() - asked, 1);
  EXPECT_THAT(Summaries(),
              ElementsAre("fault 0 XDSRegistryNotAvailable 2.999.7",
                          "fault 1 XDSRegistryNotAvailable 2.999.8", "header 2", "last 3"));
}

}  // namespace
}  // namespace docshare::repository
