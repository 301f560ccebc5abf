#include "registry/register/register_document_set.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/document.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"
#include "registry/register/feed_patient.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

class RegisterDocumentSetTest : public ::testing::Test {
 protected:
  RegisterDocumentSetTest() { Feed("12838520020"); }

  void Feed(const std::string& id) {
    v1::FeedPatientRequest request;
    *request.mutable_patient_id() = APatient(id);
    auto command = PrepareFeedPatient(request);
    ASSERT_TRUE(command.ok()) << command.status();
    platform::KvBatch batch;
    ASSERT_TRUE(ApplyFeedPatient(*command, 1, ++position_, store_, batch).ok());
    Store(batch);
  }

  // Prepares and applies; what was written is in the store when it succeeded.
  absl::StatusOr<v1::RegisterDocumentSetResponse> Register(v1::RegisterDocumentSetRequest request) {
    auto command = PrepareRegisterDocumentSet(std::move(request));
    if (!command.ok()) return command.status();
    platform::KvBatch batch;
    Outcome outcome = ApplyRegisterDocumentSet(*command, ++position_, store_, batch);
    if (!outcome.ok()) return outcome.status();
    Store(batch);
    return std::get<v1::RegisterDocumentSetResponse>(*outcome);
  }

  void Store(const platform::KvBatch& batch) {
    ASSERT_TRUE(store_.Write(batch, platform::Durability::kSynced).ok());
  }

  // Changes the filter row of a registered document.
  void Deprecate(const std::string& urn) {
    const EntryUuid uuid = *EntryUuid::Parse(urn);
    auto locator = FindObject(store_, uuid);
    ASSERT_TRUE(locator.ok() && locator->has_value());
    const std::string key =
        DocumentFilterKey({(*locator)->patient_number(), (*locator)->sort_s(), uuid});
    storage::v1::DocumentFilterRow row;
    ASSERT_TRUE(DecodeRow(**store_.Get(key), row).ok());
    row.set_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
    platform::KvBatch batch;
    batch.Put(key, EncodeRow(row));
    Store(batch);
  }

  platform::MemoryKvStore store_;
  uint64_t position_ = 0;
};

// Code and location of every error.
std::vector<std::pair<std::string, std::string>> ErrorsOf(const absl::Status& status) {
  std::vector<std::pair<std::string, std::string>> errors;
  auto list = RegistryErrorsOf(status);
  if (!list.has_value()) return errors;
  for (const auto& error : list->errors()) {
    errors.emplace_back(error.error_code(), error.location());
  }
  return errors;
}

metadata::v1::DocumentEntry StoredEntry(const platform::KvReader& store, const std::string& urn) {
  const EntryUuid uuid = *EntryUuid::Parse(urn);
  auto locator = FindObject(store, uuid);
  metadata::v1::DocumentEntry entry;
  if (!locator.ok() || !locator->has_value()) return entry;
  auto bytes =
      store.Get(DocumentEntryKey({(*locator)->patient_number(), (*locator)->sort_s(), uuid}));
  EXPECT_TRUE(bytes.ok() && bytes->has_value());
  EXPECT_TRUE(DecodeRow(**bytes, entry).ok());
  return entry;
}

TEST_F(RegisterDocumentSetTest, Check76And77SetsIdsStatusVersionAndLogicalId) {
  auto request = ASubmission().With(AnEntry().WithEntryUuid("document-x")).Build();
  auto response = Register(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_FALSE(response->already_registered());
  ASSERT_EQ(response->assigned_ids_size(), 3);
  EXPECT_EQ(response->assigned_ids(1).submitted_id(), "document-x");
  const std::string urn = response->assigned_ids(1).entry_uuid();
  const metadata::v1::DocumentEntry entry = StoredEntry(store_, urn);
  EXPECT_EQ(entry.entry_uuid(), urn);
  EXPECT_EQ(entry.logical_id(), urn);
  EXPECT_EQ(entry.version(), 1u);
  EXPECT_EQ(entry.availability_status(), metadata::v1::AVAILABILITY_STATUS_APPROVED);
}

TEST_F(RegisterDocumentSetTest, KeepsExtraMetadataVerbatim) {
  auto response = Register(ASubmission()
                               .With(AnEntry().Also([](metadata::v1::DocumentEntry& entry) {
                                 auto* slot = entry.add_extra_slots();
                                 slot->set_name("urn:example:ward");
                                 slot->add_values("3 øst");
                                 auto* identifier = entry.add_extra_external_identifiers();
                                 identifier->set_identification_scheme(
                                     "urn:uuid:11111111-2222-4333-8444-555555555555");
                                 identifier->set_value("kept");
                               }))
                               .Build());
  ASSERT_TRUE(response.ok()) << response.status();
  const auto entry = StoredEntry(store_, response->assigned_ids(1).entry_uuid());
  ASSERT_EQ(entry.extra_slots_size(), 1);
  EXPECT_EQ(entry.extra_slots(0).values(0), "3 øst");
  EXPECT_EQ(entry.extra_external_identifiers(0).value(), "kept");
}

TEST_F(RegisterDocumentSetTest, SameSubmissionAgainIsAnsweredAsTheFirstTime) {
  const auto request = ASubmission().With(AnEntry()).Build();
  auto first = Register(request);
  ASSERT_TRUE(first.ok()) << first.status();
  auto second = Register(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(second->already_registered());
  EXPECT_EQ(second->commit_position(), first->commit_position());
  EXPECT_EQ(second->assigned_ids(1).entry_uuid(), first->assigned_ids(1).entry_uuid());
}

TEST_F(RegisterDocumentSetTest, Check42RefusesSubmissionSetIdWithOtherContent) {
  ASSERT_TRUE(Register(ASubmission().WithUniqueId("2.999.20.77").With(AnEntry()).Build()).ok());
  auto again = Register(ASubmission().WithUniqueId("2.999.20.77").With(AnEntry()).Build());
  EXPECT_TRUE(absl::IsAlreadyExists(again.status())) << again.status();
  EXPECT_THAT(ErrorsOf(again.status()),
              ElementsAre(Pair("XDSDuplicateUniqueIdInRegistry", "submission_set.unique_id")));
}

TEST_F(RegisterDocumentSetTest, Check36RefusesUnknownPatient) {
  auto response = Register(ASubmission().With(AnEntry()).OfPatient("30916130186").Build());
  EXPECT_TRUE(absl::IsFailedPrecondition(response.status())) << response.status();
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("XDSUnknownPatientId", "submission_set.patient_id")));
  // The message may reach a log; the patient is named in the error alone.
  EXPECT_EQ(response.status().message().find("30916130186"), absl::string_view::npos);
}

TEST_F(RegisterDocumentSetTest, Check7RefusesAUuidThatIsInUse) {
  const std::string urn = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a11";
  ASSERT_TRUE(Register(ASubmission().With(AnEntry().WithEntryUuid(urn)).Build()).ok());
  auto again = Register(ASubmission().With(AnEntry().WithEntryUuid(urn)).Build());
  EXPECT_THAT(ErrorsOf(again.status()),
              Contains(Pair("XDSRegistryMetadataError", "document_entries[0].entry_uuid")));
}

TEST_F(RegisterDocumentSetTest, Check44And45RefuseOtherBytesUnderAKnownUniqueId) {
  const auto original = AnEntry().WithUniqueId("2.999.10.55").OfBytes("one").Build();
  ASSERT_TRUE(Register(ASubmission().With(original).Build()).ok());
  auto other_hash =
      Register(ASubmission().With(AnEntry().WithUniqueId("2.999.10.55").OfBytes("two")).Build());
  EXPECT_TRUE(absl::IsAlreadyExists(other_hash.status()));
  EXPECT_THAT(ErrorsOf(other_hash.status()),
              ElementsAre(Pair("XDSNonIdenticalHash", "document_entries[0].hash")));
  auto other_size = Register(
      ASubmission()
          .With(AnEntry().WithUniqueId("2.999.10.55").WithHash(original.hash()).WithSize(99))
          .Build());
  EXPECT_THAT(ErrorsOf(other_size.status()),
              ElementsAre(Pair("XDSNonIdenticalSize", "document_entries[0].size")));
}

TEST_F(RegisterDocumentSetTest, Check44AcceptsASecondEntryForTheSameBytes) {
  auto bytes = [] { return AnEntry().WithUniqueId("2.999.10.56").OfBytes("same"); };
  ASSERT_TRUE(Register(ASubmission().With(bytes()).Build()).ok());
  auto second = Register(ASubmission()
                             .With(bytes().Also([](metadata::v1::DocumentEntry& entry) {
                               // Hashes compare without regard to case.
                               for (char& c : *entry.mutable_hash()) c = absl::ascii_toupper(c);
                             }))
                             .Build());
  EXPECT_TRUE(second.ok()) << second.status();
}

TEST_F(RegisterDocumentSetTest, RefusesADocumentIdThatNamesASubmissionSet) {
  ASSERT_TRUE(Register(ASubmission().WithUniqueId("2.999.20.88").With(AnEntry()).Build()).ok());
  auto response = Register(ASubmission().With(AnEntry().WithUniqueId("2.999.20.88")).Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              Contains(Pair("XDSDuplicateUniqueIdInRegistry", "document_entries[0].unique_id")));
}

TEST_F(RegisterDocumentSetTest, Check13AcceptsAReferenceToARegisteredDocument) {
  auto first = Register(ASubmission().With(AnEntry()).Build());
  ASSERT_TRUE(first.ok());
  const EntryUuid uuid = *EntryUuid::Parse(first->assigned_ids(1).entry_uuid());
  auto second = Register(ASubmission().Referencing(uuid).Build());
  EXPECT_TRUE(second.ok()) << second.status();
}

TEST_F(RegisterDocumentSetTest, Check40AcceptsAReferenceToAnotherPatientsDocument) {
  Feed("30916130186");
  auto first = Register(ASubmission().With(AnEntry()).OfPatient("30916130186").Build());
  ASSERT_TRUE(first.ok()) << first.status();
  const EntryUuid uuid = *EntryUuid::Parse(first->assigned_ids(1).entry_uuid());
  auto second = Register(ASubmission().Referencing(uuid).Build());
  EXPECT_TRUE(second.ok()) << second.status();
}

TEST_F(RegisterDocumentSetTest, Check9RefusesAReferenceToNothing) {
  auto response = Register(ASubmission().Referencing(EntryUuid::FromBytes({7})).Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("UnresolvedReferenceException", "associations[0].target_object")));
}

TEST_F(RegisterDocumentSetTest, Check9RefusesAReferenceToASubmissionSet) {
  auto first = Register(ASubmission().With(AnEntry()).Build());
  ASSERT_TRUE(first.ok());
  const EntryUuid set = *EntryUuid::Parse(first->assigned_ids(0).entry_uuid());
  auto response = Register(ASubmission().Referencing(set).Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("UnresolvedReferenceException", "associations[0].target_object")));
}

TEST_F(RegisterDocumentSetTest, Check49RefusesAReferenceToADeprecatedDocument) {
  auto first = Register(ASubmission().With(AnEntry()).Build());
  ASSERT_TRUE(first.ok());
  const std::string urn = first->assigned_ids(1).entry_uuid();
  Deprecate(urn);
  auto response = Register(ASubmission().Referencing(*EntryUuid::Parse(urn)).Build());
  EXPECT_TRUE(absl::IsFailedPrecondition(response.status()));
  EXPECT_THAT(ErrorsOf(response.status()), ElementsAre(Pair("XDSRegistryDeprecatedDocumentError",
                                                            "associations[0].target_object")));
}

TEST_F(RegisterDocumentSetTest, CollectsFaultsOfSeveralObjects) {
  ASSERT_TRUE(Register(ASubmission().WithUniqueId("2.999.20.99").With(AnEntry()).Build()).ok());
  auto response = Register(
      ASubmission().WithUniqueId("2.999.20.99").With(AnEntry()).OfPatient("30916130186").Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("XDSUnknownPatientId", "submission_set.patient_id"),
                          Pair("XDSDuplicateUniqueIdInRegistry", "submission_set.unique_id")));
}

TEST_F(RegisterDocumentSetTest, Check81RefusalWritesNothing) {
  auto request = ASubmission().With(AnEntry()).OfPatient("30916130186").Build();
  auto command = PrepareRegisterDocumentSet(request);
  ASSERT_TRUE(command.ok());
  platform::KvBatch batch;
  EXPECT_FALSE(ApplyRegisterDocumentSet(*command, 9, store_, batch).ok());
  EXPECT_TRUE(batch.empty());
}

TEST_F(RegisterDocumentSetTest, MissingIndexedRowIsDataLossNotARefusal) {
  auto first = Register(ASubmission().With(AnEntry()).Build());
  ASSERT_TRUE(first.ok());
  const EntryUuid uuid = *EntryUuid::Parse(first->assigned_ids(1).entry_uuid());
  auto locator = FindObject(store_, uuid);
  platform::KvBatch batch;
  batch.Delete(DocumentFilterKey({(*locator)->patient_number(), (*locator)->sort_s(), uuid}));
  Store(batch);
  EXPECT_TRUE(absl::IsDataLoss(Register(ASubmission().Referencing(uuid).Build()).status()));
}

TEST(FeedPatientTest, RefusesAnInvalidIdentifier) {
  v1::FeedPatientRequest request;
  request.mutable_patient_id()->set_id("12838520020");
  request.mutable_patient_id()->set_assigning_authority("not-an-oid");
  auto command = PrepareFeedPatient(request);
  EXPECT_TRUE(absl::IsInvalidArgument(command.status()));
  EXPECT_THAT(ErrorsOf(command.status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "patient_id")));
}

TEST(FeedPatientTest, KnownPatientKeepsItsNumberAndGetsNewDemographics) {
  platform::MemoryKvStore store;
  storage::v1::FeedPatientCommand command;
  *command.mutable_patient_id() = APatient();
  for (const char* name : {"FIRST", "SECOND"}) {
    command.mutable_demographics()->set_family_name(name);
    platform::KvBatch batch;
    Outcome outcome = ApplyFeedPatient(command, 1, 1, store, batch);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(std::get<v1::FeedPatientResponse>(*outcome).created(), std::string(name) == "FIRST");
    ASSERT_TRUE(store.Write(batch, platform::Durability::kSynced).ok());
  }
  size_t patients = 0;
  for (auto it = store.Scan("\x03", "\x04"); it->Valid(); it->Next()) {
    ++patients;
    storage::v1::PatientRow row;
    ASSERT_TRUE(DecodeRow(it->value(), row).ok());
    EXPECT_EQ(row.demographics().family_name(), "SECOND");
  }
  EXPECT_EQ(patients, 1u);
}

}  // namespace
}  // namespace docshare::registry
