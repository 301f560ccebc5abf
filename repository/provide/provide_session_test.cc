#include "repository/provide/provide_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/association_type.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/memory_kv_store.h"
#include "repository/provide/testing/repository_process.h"

namespace docshare::repository {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using registry::v1::RegisterDocumentSetRequest;
using registry::v1::RegisterDocumentSetResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ProvideSessionTest : public ::testing::Test {
 protected:
  std::string UniqueIdOf(const Provision& provision, int index = 0) {
    return provision.metadata.document_entries(index).unique_id();
  }

  void ExpectNothingStored() {
    EXPECT_EQ(repository_.PendingRows(), 0);
    EXPECT_EQ(repository_.ContentRows(), 0);
    EXPECT_EQ(repository_.Orphans(), 0);
  }

  platform::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  platform::MemoryKvStore memory_;
  platform::FaultyKvStore kv_{&memory_};
  FakeRegistryClient registry_;
  RepositoryProcess repository_{&kv_, &registry_, &clock_};
};

TEST_F(ProvideSessionTest, StoresRegistersAndMakesAvailable) {
  Provision provision = AProvision({"first document", std::string(3'000'000, 'x')});

  absl::StatusOr<RegisterDocumentSetResponse> response = repository_.Provide(provision);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->commit_position(), 1);
  EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision, 0)), "first document");
  EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision, 1)), std::string(3'000'000, 'x'));
  EXPECT_EQ(repository_.PendingRows(), 0);
  EXPECT_EQ(repository_.Orphans(), 0);
}

TEST_F(ProvideSessionTest, FillsInHashSizeAndRepository) {
  Provision provision = AProvisionOf(AnEntry().AsFromSource().InRepository("2.999.1.1"), "abc");

  ASSERT_TRUE(repository_.Provide(provision).ok());

  const metadata::v1::DocumentEntry entry = registry_.registered().at(0).document_entries(0);
  EXPECT_EQ(entry.hash(), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(entry.size(), 3);
  EXPECT_EQ(entry.repository_unique_id(), kTestRepositoryUniqueId);
}

TEST_F(ProvideSessionTest, AcceptsClaimsThatAreTrueInAnyCase) {
  Provision provision = AProvisionOf(
      AnEntry().WithHash("A9993E364706816ABA3E25717850C26C9CD0D89D").WithSize(3), "abc");

  ASSERT_TRUE(repository_.Provide(provision).ok());

  EXPECT_EQ(registry_.registered().at(0).document_entries(0).hash(),
            "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST_F(ProvideSessionTest, ResolvesIdsAndTellsTheSourceWhich) {
  Provision provision = AProvision();

  absl::StatusOr<RegisterDocumentSetResponse> response = repository_.Provide(provision);

  ASSERT_TRUE(response.ok()) << response.status();
  const RegisterDocumentSetRequest registered = registry_.registered().at(0);
  ASSERT_EQ(response->assigned_ids_size(), 3);
  EXPECT_EQ(response->assigned_ids(0).submitted_id(),
            provision.metadata.submission_set().entry_uuid());
  EXPECT_EQ(response->assigned_ids(0).entry_uuid(), registered.submission_set().entry_uuid());
  EXPECT_EQ(response->assigned_ids(1).submitted_id(),
            provision.metadata.document_entries(0).entry_uuid());
  EXPECT_EQ(response->assigned_ids(1).entry_uuid(), registered.document_entries(0).entry_uuid());
  EXPECT_THAT(registered.document_entries(0).entry_uuid(), ::testing::StartsWith("urn:uuid:"));
}

TEST_F(ProvideSessionTest, PassesFoldersAndAssociationsOn) {
  constexpr char kOldDocument[] = "urn:uuid:0f1a2b3c-1111-4222-8333-444455556666";
  constexpr char kOldFolder[] = "urn:uuid:0f1a2b3c-1111-4222-8333-777788889999";
  Provision provision = AProvision();
  const std::string document = provision.metadata.document_entries(0).entry_uuid();
  const std::string set = provision.metadata.submission_set().entry_uuid();
  metadata::v1::Folder& folder = *provision.metadata.add_folders();
  folder.set_entry_uuid("folder");
  folder.set_unique_id("2.999.50.1");
  folder.mutable_title()->add_localized()->set_value("Case");
  for (const auto& [type, source, target] :
       {std::array<std::string, 3>{kReplace, document, kOldDocument},
        {kHasMember, "folder", document},
        {kHasMember, kOldFolder, document},
        {kHasMember, set, "folder"}}) {
    metadata::v1::Association& association = *provision.metadata.add_associations();
    association.set_association_type(type);
    association.set_source_object(source);
    association.set_target_object(target);
  }

  absl::StatusOr<RegisterDocumentSetResponse> response = repository_.Provide(provision);

  ASSERT_TRUE(response.ok()) << response.status();
  // The submission set, the document, the folder, and five associations.
  EXPECT_EQ(response->assigned_ids_size(), 8);
  const RegisterDocumentSetRequest registered = registry_.registered().at(0);
  ASSERT_EQ(registered.folders_size(), 1);
  EXPECT_EQ(registered.folders(0).title().localized(0).value(), "Case");
  const std::string document_uuid = registered.document_entries(0).entry_uuid();
  const std::string folder_uuid = registered.folders(0).entry_uuid();
  EXPECT_THAT(folder_uuid, ::testing::StartsWith("urn:uuid:"));
  std::vector<std::string> ends;
  for (const metadata::v1::Association& association : registered.associations()) {
    ends.push_back(absl::StrCat(association.source_object(), " ", association.target_object()));
  }
  const std::string set_uuid = registered.submission_set().entry_uuid();
  EXPECT_THAT(ends, ElementsAre(absl::StrCat(set_uuid, " ", document_uuid),
                                absl::StrCat(document_uuid, " ", kOldDocument),
                                absl::StrCat(folder_uuid, " ", document_uuid),
                                absl::StrCat(kOldFolder, " ", document_uuid),
                                absl::StrCat(set_uuid, " ", folder_uuid)));
  EXPECT_EQ(registered.associations(1).association_type(), kReplace);
}

TEST_F(ProvideSessionTest, TakesADocumentOfZeroBytes) {
  Provision provision = AProvision({""});
  ASSERT_TRUE(repository_.Provide(provision).ok());
  EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision)), "");
  EXPECT_EQ(registry_.registered().at(0).document_entries(0).hash(),
            "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

TEST_F(ProvideSessionTest, TakesChunksOfAnySizeAndDocumentsInAnyOrder) {
  Provision provision = AProvision({"one", "two", "three"});
  std::vector<v1::ProvideDocumentSetRequest> stream = StreamOf(provision, 1);
  std::rotate(stream.begin() + 1, stream.begin() + 4, stream.end());

  ASSERT_TRUE(repository_.ProvideStream(stream).ok());

  EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision, 0)), "one");
  EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision, 2)), "three");
}

TEST_F(ProvideSessionTest, TakesThousandsOfDocuments) {
  std::vector<std::string> documents;
  for (int i = 0; i < 1'000; ++i) documents.push_back(absl::StrCat("document ", i));
  Provision provision = AProvision(documents);

  ASSERT_TRUE(repository_.Provide(provision).ok());

  EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision, 999)), "document 999");
}

TEST_F(ProvideSessionTest, LeavesASubmissionWithoutDocumentsToTheRegistry) {
  Provision provision = AProvision({});
  registry_.FailNext(XdsError(XdsErrorCode::kRegistryMetadataError, "", "empty"));

  absl::Status status = repository_.Provide(provision).status();

  EXPECT_THAT(CodesOf(status), ElementsAre("XDSRegistryMetadataError"));
  ExpectNothingStored();
}

TEST_F(ProvideSessionTest, ARefusalPassesEveryErrorOnAndLeavesNothing) {
  RegistryErrors errors;
  errors.Add(XdsErrorCode::kUnknownPatientId, "submission_set.patient_id", "unknown");
  errors.Add(XdsErrorCode::kRegistryMetadataError, "document_entries[0].mime_type", "missing");
  registry_.FailNext(errors.ToStatus());

  absl::Status status = repository_.Provide(AProvision()).status();

  EXPECT_EQ(status.code(), errors.ToStatus().code());
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSUnknownPatientId", "XDSRegistryMetadataError"));
  EXPECT_THAT(LocationsOf(status),
              ElementsAre("submission_set.patient_id", "document_entries[0].mime_type"));
  ExpectNothingStored();
}

TEST_F(ProvideSessionTest, ABusyRegistryIsPassedOnAndLeavesNothing) {
  registry_.FailNext(XdsErrorWithStatus(absl::StatusCode::kResourceExhausted,
                                        XdsErrorCode::kRegistryBusy, "", "overload"));
  absl::Status status = repository_.Provide(AProvision()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSRegistryBusy"));
  ExpectNothingStored();
}

TEST_F(ProvideSessionTest, ARoleTheRepositoryLacksIsNotTheSourcesFault) {
  registry_.FailNext(absl::PermissionDeniedError("no role"));
  absl::Status status = repository_.Provide(AProvision()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(CodesOf(status), ElementsAre("XDSRegistryNotAvailable"));
  ExpectNothingStored();
}

TEST_F(ProvideSessionTest, WithoutAnAnswerTheSubmissionWaits) {
  for (const absl::Status& failure :
       {absl::UnavailableError("down"), absl::DeadlineExceededError("slow"),
        absl::CancelledError("gone"), absl::UnknownError("?"), absl::InternalError("?")}) {
    registry_.FailNext(failure);
    Provision provision = AProvision();

    absl::Status status = repository_.Provide(provision).status();

    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << failure;
    EXPECT_THAT(CodesOf(status), ElementsAre("XDSRegistryNotAvailable"));
    EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision)), absl::nullopt);
    EXPECT_EQ(repository_.PendingRows(), 1);
    repository_.Recover();
    EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision)), "a document");
    EXPECT_EQ(repository_.PendingRows(), 0);
  }
}

TEST_F(ProvideSessionTest, ARefusalAfterAnUnclearAttemptIsPassedOnButDecidesNothingYet) {
  registry_.SetEarlierAttemptUnclear(true);
  registry_.FailNext(XdsError(XdsErrorCode::kUnknownPatientId, "", ""));
  Provision provision = AProvision();

  absl::Status status = repository_.Provide(provision).status();

  EXPECT_THAT(CodesOf(status), ElementsAre("XDSUnknownPatientId"));
  EXPECT_EQ(repository_.PendingRows(), 1) << "the attempt before may still succeed";
}

TEST_F(ProvideSessionTest, AnAbandonedSessionLeavesNothing) {
  std::vector<v1::ProvideDocumentSetRequest> stream = StreamOf(AProvision({"one", "two"}), 1);
  for (size_t messages = 0; messages <= stream.size(); ++messages) {
    ProvideSession session = repository_.NewSession();
    for (size_t i = 0; i < messages; ++i) {
      ASSERT_TRUE((stream[i].has_metadata() ? session.TakeMetadata(stream[i].metadata())
                                            : session.TakeChunk(stream[i].chunk()))
                      .ok());
    }
  }
  ExpectNothingStored();
  EXPECT_EQ(registry_.call_count(), 0);
}

TEST_F(ProvideSessionTest, AFullDiskIsReportedAndLeavesNothing) {
  // The first write stores the bytes, the second makes the submission pending.
  for (int write : {1, 2}) {
    kv_.FailAtWrite(kv_.write_count() + write, absl::ResourceExhaustedError("disk full"));
    EXPECT_EQ(repository_.Provide(AProvision()).status().code(),
              absl::StatusCode::kResourceExhausted)
        << write;
    ExpectNothingStored();
  }
  EXPECT_EQ(registry_.call_count(), 0);
}

TEST_F(ProvideSessionTest, ARegisteredSubmissionThatCannotBeMadeAvailableIsByRecovery) {
  kv_.FailAtWrite(kv_.write_count() + 3, absl::ResourceExhaustedError("disk full"));
  Provision provision = AProvision();

  EXPECT_EQ(repository_.Provide(provision).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(repository_.PendingRows(), 1);
  repository_.Recover();

  EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision)), "a document");
  EXPECT_EQ(repository_.PendingRows(), 0);
}

TEST_F(ProvideSessionTest, TheLogNamesNobody) {
  Provision provision = AProvision();
  registry_.SetDown(true);
  ASSERT_FALSE(repository_.Provide(provision).ok());
  registry_.SetDown(false);
  repository_.Recover();
  EXPECT_THAT(repository_.log_text(), HasSubstr("pending_submission_settled"));
  EXPECT_THAT(repository_.log_text(), Not(HasSubstr("12838520020")));
  EXPECT_THAT(repository_.log_text(), Not(HasSubstr(UniqueIdOf(provision))));
}

}  // namespace
}  // namespace docshare::repository
