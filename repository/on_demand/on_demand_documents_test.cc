#include "repository/on_demand/on_demand_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "platform/kv/memory_kv_store.h"
#include "repository/on_demand/document_list_generator.h"
#include "repository/provide/testing/repository_process.h"

namespace docshare::repository {
namespace {

using docshare::testing::ACode;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kStart[] = "2026-11-22T13:30:00Z";

class OnDemandDocumentsTest : public ::testing::Test {
 protected:
  OnDemandDocumentsTest() : process_(&kv_, &registry_, &clock_) {
    metadata::v1::Organization custodian;
    custodian.set_name("Testsykehuset HF");
    custodian.set_id("2.999.77");
    generator_ = std::make_unique<DocumentListGenerator>(&registry_, custodian);
    Restart(/*keep_snapshots=*/true);
  }

  // Another source over the same repository.
  void Restart(bool keep_snapshots) {
    OnDemandDocuments::Options options;
    options.entry = AnEntry().AsOnDemand().WithTitle("Dokumentliste").Build();
    options.entry.clear_mime_type();
    options.content_type_code = ACode("A00-1", "2.16.578.1.12.4.1.1.9602");
    options.keep_snapshots = keep_snapshots;
    on_demand_ =
        std::make_unique<OnDemandDocuments>(process_.collaborators(), generator_.get(), options);
  }

  // The unique id of the patient's list.
  UniqueId List() {
    auto registered = on_demand_->Register(APatient());
    EXPECT_TRUE(registered.ok()) << registered.status();
    return *UniqueId::Parse(registered->unique_id());
  }

  void Publish(const std::string& title) {
    auto provided =
        process_.Provide(AProvisionOf(AnEntry().AsFromSource().WithTitle(title), title));
    ASSERT_TRUE(provided.ok()) << provided.status();
  }

  MadeDocument Make(const UniqueId& unique_id) {
    absl::StatusOr<MadeDocument> made = on_demand_->Make(unique_id);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *std::move(made) : MadeDocument();
  }

  std::string BytesOf(const MadeDocument& made) {
    if (made.kept) {
      EXPECT_EQ(process_.BytesOf(made.unique_id).value_or(""), made.bytes);
    }
    return made.bytes;
  }

  // The last submission's associations to documents, "type of the URN's end".
  std::vector<std::string> LastLinks() {
    std::vector<std::string> links;
    const auto all = registry_.registered();
    for (const auto& association : all.back().associations()) {
      const std::string& type = association.association_type();
      links.push_back(type.substr(type.rfind(':') + 1));
    }
    return links;
  }

  platform::MemoryKvStore kv_;
  FakeRegistryClient registry_;
  platform::FakeClock clock_{[] {
    absl::Time start;
    std::string error;
    EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, kStart, &start, &error)) << error;
    return start;
  }()};
  RepositoryProcess process_;
  std::unique_ptr<DocumentListGenerator> generator_;
  std::unique_ptr<OnDemandDocuments> on_demand_;
};

TEST_F(OnDemandDocumentsTest, APatientHasOneList) {
  auto first = on_demand_->Register(APatient());
  auto again = on_demand_->Register(APatient());
  auto other = on_demand_->Register(APatient("30916130186"));
  ASSERT_TRUE(first.ok() && again.ok() && other.ok());
  EXPECT_FALSE(first->already_registered());
  EXPECT_TRUE(again->already_registered());
  EXPECT_EQ(again->entry_uuid(), first->entry_uuid());
  EXPECT_NE(other->entry_uuid(), first->entry_uuid());
  EXPECT_EQ(on_demand_->Register({}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(OnDemandDocumentsTest, ListsWhatIsApprovedNow) {
  const UniqueId list = List();
  EXPECT_THAT(BytesOf(Make(list)), HasSubstr("Ingen dokumenter."));
  Publish("Epikrise");
  Publish("Henvisning");
  registry_.Deprecate(registry_.registered().back().document_entries(0).unique_id());
  const std::string bytes = BytesOf(Make(list));
  EXPECT_THAT(bytes, HasSubstr("<td>Epikrise</td>"));
  EXPECT_THAT(bytes, Not(HasSubstr("<td>Henvisning</td>")));
  EXPECT_THAT(bytes, Not(HasSubstr("<td>Dokumentliste</td>"))) << "it lists its own snapshot";
}

TEST_F(OnDemandDocumentsTest, KeepsASnapshotForAsLongAsItSaysTheSame) {
  const UniqueId list = List();
  Publish("Epikrise");
  const MadeDocument first = Make(list);
  ASSERT_TRUE(first.kept);
  EXPECT_NE(first.unique_id, list.ToString());
  EXPECT_THAT(LastLinks(), ElementsAre("HasMember", "IsSnapshotOf"));
  const auto entry = registry_.registered().back().document_entries(0);
  EXPECT_EQ(entry.object_type(), metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  EXPECT_EQ(entry.creation_time(), "20261122133000");
  EXPECT_EQ(entry.size(), BytesOf(first).size());

  clock_.Advance(absl::Hours(1));
  const MadeDocument same = Make(list);
  EXPECT_EQ(same.unique_id, first.unique_id);
  EXPECT_EQ(BytesOf(same), BytesOf(first));

  Publish("Henvisning");
  const MadeDocument second = Make(list);
  EXPECT_NE(second.unique_id, first.unique_id);
  EXPECT_THAT(LastLinks(), ElementsAre("HasMember", "IsSnapshotOf", "RPLC"));
  EXPECT_THAT(BytesOf(second), HasSubstr("Henvisning"));
  EXPECT_EQ(process_.BytesOf(first.unique_id).value_or(""), BytesOf(first)) << "changed";
}

TEST_F(OnDemandDocumentsTest, ASnapshotThatIsBackInForceIsMadeAnew) {
  const UniqueId list = List();
  const MadeDocument before = Make(list);
  Publish("Epikrise");
  Make(list);
  registry_.Deprecate(registry_.registered()[1].document_entries(0).unique_id());
  clock_.Advance(absl::Hours(1));
  // Says what the first one said, of another time.
  const MadeDocument after = Make(list);
  EXPECT_NE(after.unique_id, before.unique_id);
  EXPECT_THAT(BytesOf(after), HasSubstr("20261122143000"));
}

TEST_F(OnDemandDocumentsTest, ManyAtOnceMakeOneSnapshot) {
  const UniqueId list = List();
  Publish("Epikrise");
  std::vector<std::thread> readers;
  std::vector<std::string> ids(8);
  for (std::string& id : ids) {
    readers.emplace_back([&] { id = Make(list).unique_id; });
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_THAT(ids, ::testing::Each(ids[0]));
  EXPECT_EQ(registry_.registered().size(), 2u);
}

TEST_F(OnDemandDocumentsTest, TriesAgainWhenAnotherReplacedTheSnapshot) {
  const UniqueId list = List();
  const MadeDocument first = Make(list);
  Publish("Epikrise");
  bool replaced = false;
  registry_.OnCall([&](const FakeRegistryClient::Request& request) {
    if (replaced) return;
    replaced = true;
    // As if recovery registered another snapshot in this moment.
    auto other = request;
    other.mutable_submission_set()->set_unique_id("2.999.20.999");
    other.mutable_document_entries(0)->set_unique_id("2.999.10.999");
    EXPECT_TRUE(registry_.RegisterDocumentSet(other, absl::InfiniteFuture()).response.ok());
  });
  const MadeDocument second = Make(list);
  EXPECT_TRUE(replaced);
  EXPECT_THAT(BytesOf(second), HasSubstr("Epikrise"));
  EXPECT_EQ(process_.PendingRows(), 0u);
}

TEST_F(OnDemandDocumentsTest, TwoListsDoNotListEachOther) {
  const UniqueId one = List();
  registry::v1::RegisterOnDemandDocumentEntryRequest request;
  *request.add_document_entries() = AnEntry()
                                        .AsOnDemand()
                                        .WithUniqueId("2.999.10.7")
                                        .WithMimeType("text/xml")
                                        .InRepository(kTestRepositoryUniqueId)
                                        .Build();
  ASSERT_TRUE(registry_.RegisterOnDemandDocumentEntry(request, absl::InfiniteFuture()).ok());
  const UniqueId other = *UniqueId::Parse("2.999.10.7");
  Publish("Epikrise");
  const std::string first_of_one = Make(one).unique_id;
  const std::string first_of_other = Make(other).unique_id;
  EXPECT_EQ(Make(one).unique_id, first_of_one);
  EXPECT_EQ(Make(other).unique_id, first_of_other);
  registry_.Deprecate(other.ToString());
  EXPECT_EQ(Make(one).unique_id, first_of_one) << "lists the snapshot of a list that ended";
}

TEST_F(OnDemandDocumentsTest, ADamagedSnapshotIsGivenAllTheSame) {
  const UniqueId list = List();
  const MadeDocument first = Make(list);
  const auto document = *process_.catalogue()->FindDocument(*UniqueId::Parse(first.unique_id));
  platform::KvBatch batch;
  process_.content()->Release(document->content.id, &batch);
  ASSERT_TRUE(kv_.Write(batch, platform::Durability::kSynced).ok());
  ASSERT_TRUE(process_.content()->Remove(document->content.id).ok());
  const MadeDocument again = Make(list);
  EXPECT_EQ(again.unique_id, first.unique_id);
  EXPECT_EQ(again.bytes, first.bytes);
}

TEST_F(OnDemandDocumentsTest, RefusesMoreThanItMayMakeAtOnce) {
  OnDemandDocuments::Options options;
  options.most_at_once = 0;
  OnDemandDocuments none(process_.collaborators(), generator_.get(), options);
  const absl::Status busy = none.Make(List()).status();
  EXPECT_EQ(busy.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(CodesOf(busy), ElementsAre("XDSRepositoryBusy"));
}

TEST_F(OnDemandDocumentsTest, WithoutSnapshotsNothingIsKept) {
  Restart(/*keep_snapshots=*/false);
  const UniqueId list = List();
  const MadeDocument first = Make(list);
  const MadeDocument second = Make(list);
  EXPECT_FALSE(first.kept);
  EXPECT_NE(first.unique_id, second.unique_id);
  EXPECT_THAT(first.bytes, HasSubstr("Ingen dokumenter."));
  EXPECT_EQ(registry_.registered().size(), 0u);
  EXPECT_EQ(process_.ContentRows(), 0u);
}

TEST_F(OnDemandDocumentsTest, AnUnknownOrDeprecatedEntryHasNoDocument) {
  EXPECT_THAT(CodesOf(on_demand_->Make(*UniqueId::Parse("2.999.1")).status()),
              ElementsAre("XDSDocumentUniqueIdError"));
  const UniqueId list = List();
  registry_.Deprecate(list.ToString());
  const absl::Status deprecated = on_demand_->Make(list).status();
  EXPECT_EQ(deprecated.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(LocationsOf(deprecated), ElementsAre(list.ToString()));
}

TEST_F(OnDemandDocumentsTest, AnEntryOfAnotherRepositoryOrTypeIsNotMadeHere) {
  registry::v1::RegisterOnDemandDocumentEntryRequest request;
  *request.add_document_entries() = AnEntry()
                                        .AsOnDemand()
                                        .WithUniqueId("2.999.10.1")
                                        .WithMimeType("text/xml")
                                        .InRepository("2.999.1")
                                        .Build();
  *request.add_document_entries() = AnEntry()
                                        .AsOnDemand()
                                        .WithUniqueId("2.999.10.2")
                                        .WithMimeType("application/pdf")
                                        .InRepository(kTestRepositoryUniqueId)
                                        .Build();
  ASSERT_TRUE(registry_.RegisterOnDemandDocumentEntry(request, absl::InfiniteFuture()).ok());
  for (const char* unique_id : {"2.999.10.1", "2.999.10.2"}) {
    EXPECT_THAT(CodesOf(on_demand_->Make(*UniqueId::Parse(unique_id)).status()),
                ElementsAre("XDSDocumentUniqueIdError"));
  }
}

TEST_F(OnDemandDocumentsTest, SaysWhatIsWrongWithTheRegistry) {
  const UniqueId list = List();
  registry_.FailQueries(absl::UnavailableError("connection refused to 12838520020"));
  const absl::Status down = on_demand_->Make(list).status();
  EXPECT_EQ(down.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(CodesOf(down), ElementsAre("XDSRegistryNotAvailable"));
  EXPECT_THAT(RegistryErrorsOf(down)->ShortDebugString(), Not(HasSubstr("12838520020")));
  EXPECT_EQ(on_demand_->Register(APatient()).status().code(), absl::StatusCode::kUnavailable);

  registry_.FailQueries(absl::PermissionDeniedError("ROLE_QUERY"));
  const absl::Status denied = on_demand_->Make(list).status();
  EXPECT_EQ(denied.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(RegistryErrorsOf(denied)->errors(0).code_context(), HasSubstr("grant ROLE_QUERY"));

  registry_.FailQueries(XdsError(XdsErrorCode::kRegistryBusy, "", ""));
  EXPECT_THAT(CodesOf(on_demand_->Make(list).status()), ElementsAre("XDSRegistryNotAvailable"));

  registry_.FailQueries(absl::DataLossError("row"));
  EXPECT_THAT(CodesOf(on_demand_->Make(list).status()), ElementsAre("XDSRepositoryError"));
}

TEST_F(OnDemandDocumentsTest, ARefusedSnapshotLeavesNothing) {
  const UniqueId list = List();
  registry_.FailNext(
      XdsError(XdsErrorCode::kRegistryMetadataError, "document_entries[0]", "12838520020"));
  const absl::Status refused = on_demand_->Make(list).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(RegistryErrorsOf(refused)->ShortDebugString(), Not(HasSubstr("12838520020")));
  EXPECT_EQ(process_.ContentRows(), 0u);
  EXPECT_EQ(process_.PendingRows(), 0u);
  EXPECT_THAT(BytesOf(Make(list)), HasSubstr("Ingen dokumenter."));
}

TEST_F(OnDemandDocumentsTest, APatientWhoIsMergedMeanwhileIsAskedForAgain) {
  const UniqueId list = List();
  registry_.FailNext(XdsError(XdsErrorCode::kUnknownPatientId, "submission_set", "merged"));
  EXPECT_THAT(BytesOf(Make(list)), HasSubstr("Ingen dokumenter."));
  EXPECT_EQ(registry_.registered().size(), 1u);
  EXPECT_EQ(process_.PendingRows(), 0u);
}

TEST_F(OnDemandDocumentsTest, ALostAnswerIsSettledLater) {
  const UniqueId list = List();
  registry_.LoseNextAnswer(absl::UnavailableError("lost"));
  EXPECT_THAT(CodesOf(on_demand_->Make(list).status()), ElementsAre("XDSRegistryNotAvailable"));
  process_.Recover();
  EXPECT_EQ(process_.PendingRows(), 0u);
  const MadeDocument made = Make(list);
  EXPECT_EQ(registry_.registered().size(), 1u) << "another snapshot of the same";
  EXPECT_THAT(BytesOf(made), HasSubstr("Ingen dokumenter."));
}

TEST_F(OnDemandDocumentsTest, RefusesAListThatIsTooLong) {
  const UniqueId list = List();
  FakeRegistryClient::Request many = docshare::testing::ASubmission().Build();
  for (size_t i = 0; i <= DocumentListGenerator::kMostDocuments; ++i) {
    *many.add_document_entries() = AnEntry()
                                       .WithUniqueId(absl::StrCat("2.999.10.5.", i))
                                       .WithEntryUuid(absl::StrCat("d", i))
                                       .Build();
  }
  ASSERT_TRUE(registry_.RegisterDocumentSet(many, absl::InfiniteFuture()).response.ok());
  EXPECT_THAT(CodesOf(on_demand_->Make(list).status()), ElementsAre("XDSRepositoryOutOfResources"));
}

}  // namespace
}  // namespace docshare::repository
