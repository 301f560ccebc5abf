#include "registry/update/update_document_set.h"

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/commit/testing/changing_registry.h"
#include "registry/commit/testing/update_builder.h"
#include "registry/index/object_history.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using Request = v1::RegisterDocumentSetRequest;

constexpr char kOtherPatient[] = "30916130186";
constexpr char kUnknownUuid[] = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a11";

class UpdateDocumentSetTest : public ::testing::Test {
 protected:
  UpdateDocumentSetTest() : registry_({"12838520020", kOtherPatient}) {
    document_ = registry_.MustRegister(ASubmission().With(AnEntry()).Build())[1];
    folder_ = registry_.MustRegister(ASubmission().With(AFolder()).Build())[1];
  }

  // A new version of the document with another title.
  metadata::v1::DocumentEntry Retitled(absl::string_view title = "Ny tittel") {
    metadata::v1::DocumentEntry entry = NextVersion(registry_.Entry(document_));
    entry.mutable_title()->mutable_localized(0)->set_value(std::string(title));
    return entry;
  }

  // Sends what is to be refused; nothing may have changed.
  std::vector<std::pair<std::string, std::string>> Refusal(const Request& update) {
    const auto before = registry_.Rows();
    auto response = registry_.Update(update);
    EXPECT_FALSE(response.ok());
    EXPECT_EQ(before, registry_.Rows());
    return ErrorsOf(response.status());
  }

  ChangingRegistry registry_;
  std::string document_;
  std::string folder_;
};

TEST_F(UpdateDocumentSetTest, NewVersionOfAnEntryTakesTheOldOnesPlace) {
  auto response = registry_.Update(AnUpdate().NewVersion(Retitled(), 1).Build());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->commit_position(), registry_.position());
  EXPECT_FALSE(response->already_registered());
  ASSERT_EQ(response->assigned_ids_size(), 3);
  const std::string version = response->assigned_ids(1).entry_uuid();

  EXPECT_THAT(registry_.Versions(document_), ElementsAre(document_, version));
  const auto entry = registry_.Entry(version);
  EXPECT_EQ(entry.version(), 2u);
  EXPECT_EQ(entry.logical_id(), document_);
  EXPECT_EQ(entry.availability_status(), AVAILABILITY_STATUS_APPROVED);
  EXPECT_EQ(entry.title().localized(0).value(), "Ny tittel");
  EXPECT_TRUE(registry_.IsNewest(version));
  EXPECT_EQ(registry_.Entry(document_).availability_status(), AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(registry_.Entry(document_).version(), 1u);
  EXPECT_FALSE(registry_.IsNewest(document_));

  // The way by which it came is kept, with the version it replaced.
  const std::string set = response->assigned_ids(0).entry_uuid();
  const auto links = registry_.Links(kHasMember, set, version);
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(links[0].previous_version(), 1u);
  EXPECT_EQ(links[0].submission_set_status(), metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
}

TEST_F(UpdateDocumentSetTest, NewVersionOfAFolderTakesTheOldOnesPlace) {
  metadata::v1::Folder folder = NextVersion(registry_.Folder(folder_));
  folder.mutable_title()->mutable_localized(0)->set_value("Ny tittel");
  // Some administrators send Original for a folder; it is not kept.
  auto response = registry_.Update(AnUpdate()
                                       .NewVersion(folder, 1)
                                       .Also([](Request& update) {
                                         update.mutable_associations(0)->set_submission_set_status(
                                             metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
                                       })
                                       .Build());
  ASSERT_TRUE(response.ok()) << response.status();
  const std::string version = response->assigned_ids(1).entry_uuid();
  EXPECT_THAT(registry_.Versions(folder_), ElementsAre(folder_, version));
  EXPECT_EQ(registry_.Folder(version).version(), 2u);
  EXPECT_EQ(registry_.Folder(version).availability_status(), AVAILABILITY_STATUS_APPROVED);
  EXPECT_EQ(registry_.Folder(version).last_update_time(), registry_.Now());
  EXPECT_EQ(registry_.Folder(folder_).availability_status(), AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_FALSE(registry_.IsNewest(folder_));
  const auto links = registry_.LinksFrom(response->assigned_ids(0).entry_uuid());
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(links[0].submission_set_status(), metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED);
}

TEST_F(UpdateDocumentSetTest, VersionsAreCountedByTheRegistry) {
  for (uint32_t version = 1; version <= 4; ++version) {
    ASSERT_TRUE(registry_.Update(AnUpdate().NewVersion(Retitled(), version).Build()).ok());
  }
  const auto versions = registry_.Versions(document_);
  ASSERT_EQ(versions.size(), 5u);
  for (size_t i = 0; i < versions.size(); ++i) {
    EXPECT_EQ(registry_.Entry(versions[i]).version(), i + 1);
    EXPECT_EQ(registry_.IsNewest(versions[i]), i + 1 == versions.size());
  }
}

TEST_F(UpdateDocumentSetTest, ADeprecatedEntryStaysDeprecatedInItsNewVersion) {
  ASSERT_TRUE(registry_.Update(AnUpdate().Deprecate(document_).Build()).ok());
  auto response = registry_.Update(AnUpdate().NewVersion(Retitled(), 1).Build());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(registry_.Entry(response->assigned_ids(1).entry_uuid()).availability_status(),
            AVAILABILITY_STATUS_DEPRECATED);
}

TEST_F(UpdateDocumentSetTest, HashAndSizeMayChangeUnderTheSameUniqueId) {
  auto response =
      registry_.Update(AnUpdate()
                           .NewVersion(
                               [&] {
                                 auto entry = Retitled();
                                 entry.set_hash("da39a3ee5e6b4b0d3255bfef95601890afd80709");
                                 entry.set_size(0);
                                 return entry;
                               }(),
                               1)
                           .Build());
  EXPECT_TRUE(response.ok()) << response.status();
}

// Else the hash under which the uniqueId is registered would depend on which entry is asked.
TEST_F(UpdateDocumentSetTest, Check44HoldsForVersionsThatShareAUniqueId) {
  const auto document = registry_.Entry(document_);
  const std::string other = registry_.MustRegister(ASubmission()
                                                       .WithUniqueId("2.999.30.2")
                                                       .With(AnEntry()
                                                                 .WithUniqueId(document.unique_id())
                                                                 .WithHash(document.hash())
                                                                 .WithSize(document.size()))
                                                       .Build())[1];
  auto rehashed = Retitled();
  rehashed.set_hash("da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(rehashed, 1).Build()),
              ElementsAre(Pair("XDSNonIdenticalHash", "document_entries[0].hash")));
  auto resized = Retitled();
  resized.set_size(document.size() + 1);
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(resized, 1).Build()),
              ElementsAre(Pair("XDSNonIdenticalSize", "document_entries[0].size")));
  ASSERT_TRUE(registry_.Update(AnUpdate().NewVersion(Retitled(), 1).Build()).ok());
  EXPECT_TRUE(registry_.IsNewest(other));
}

TEST_F(UpdateDocumentSetTest, TheSameUpdateAgainIsAnsweredAsTheFirstTime) {
  const Request update = AnUpdate().NewVersion(Retitled(), 1).Deprecate(folder_).Build();
  auto first = registry_.Update(update);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto rows = registry_.Rows();
  auto second = registry_.Update(update);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(second->already_registered());
  EXPECT_EQ(second->commit_position(), first->commit_position());
  EXPECT_EQ(second->assigned_ids(1).entry_uuid(), first->assigned_ids(1).entry_uuid());
  EXPECT_EQ(rows, registry_.Rows());
}

TEST_F(UpdateDocumentSetTest, Check42RefusesTheSameSetWithOtherContent) {
  Request update = AnUpdate().NewVersion(Retitled(), 1).Build();
  ASSERT_TRUE(registry_.Update(update).ok());
  update.mutable_document_entries(0)->mutable_title()->mutable_localized(0)->set_value("Enda en");
  EXPECT_THAT(Refusal(update),
              Contains(Pair("XDSDuplicateUniqueIdInRegistry", "submission_set.unique_id")));
}

TEST_F(UpdateDocumentSetTest, HistoryNamesTheSubmissionThatDidIt) {
  auto response = registry_.Update(AnUpdate().NewVersion(Retitled(), 1).Build());
  ASSERT_TRUE(response.ok());
  auto history = ReadHistory(registry_.store(), *EntryUuid::Parse(document_));
  ASSERT_TRUE(history.ok());
  ASSERT_EQ(history->size(), 1u);
  EXPECT_EQ((*history)[0].row.kind(), storage::v1::CHANGE_KIND_DEPRECATED);
  EXPECT_EQ((*history)[0].row.submission_set(), response->assigned_ids(0).entry_uuid());
  EXPECT_EQ((*history)[0].row.caller(), "a test");
}

TEST_F(UpdateDocumentSetTest, Check61RefusesAFirstVersion) {
  metadata::v1::DocumentEntry first = AnEntry().Build();
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(first, 1).Build()),
              Contains(Pair("XDSInvalidRequestException", "document_entries[0].logical_id")));
}

TEST_F(UpdateDocumentSetTest, Check62RefusesAnUnknownLogicalId) {
  auto entry = Retitled();
  entry.set_logical_id(kUnknownUuid);
  // Administrators are told both: the standard names the first, the test tools the second.
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(entry, 1).Build()),
              ElementsAre(Pair("UnresolvedReferenceException", "document_entries[0].logical_id"),
                          Pair("XDSMetadataVersionError", "document_entries[0].logical_id")));
}

TEST_F(UpdateDocumentSetTest, Check63RefusesAnotherUniqueIdObjectTypeOrKind) {
  auto entry = Retitled();
  entry.set_unique_id("2.999.10.424242");
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(entry, 1).Build()),
              ElementsAre(Pair("XDSMetadataIdentifierError", "document_entries[0].unique_id")));
  const auto on_demand = AnEntry().AsOnDemand().Build();
  entry = Retitled();
  entry.set_object_type(on_demand.object_type());
  entry.clear_creation_time();
  entry.clear_hash();
  entry.clear_size();
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(entry, 1).Build()),
              ElementsAre(Pair("XDSMetadataIdentifierError", "document_entries[0].object_type")));
  entry = Retitled();
  entry.set_logical_id(folder_);
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(entry, 1).Build()),
              ElementsAre(Pair("XDSMetadataIdentifierError", "document_entries[0].logical_id")));
  metadata::v1::Folder folder = NextVersion(registry_.Folder(folder_));
  folder.set_unique_id("2.999.15.424242");
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(folder, 1).Build()),
              ElementsAre(Pair("XDSMetadataIdentifierError", "folders[0].unique_id")));
}

TEST_F(UpdateDocumentSetTest, Check64WantsTheCurrentVersion) {
  ASSERT_TRUE(registry_.Update(AnUpdate().NewVersion(Retitled(), 1).Build()).ok());
  for (uint32_t stale : {1u, 3u}) {
    EXPECT_THAT(Refusal(AnUpdate().NewVersion(Retitled(), stale).Build()),
                ElementsAre(Pair("XDSMetadataVersionError", "associations[0].previous_version")));
  }
  metadata::v1::Folder folder = NextVersion(registry_.Folder(folder_));
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(folder, 2).Build()),
              ElementsAre(Pair("XDSMetadataVersionError", "associations[0].previous_version")));
}

TEST_F(UpdateDocumentSetTest, Check64IsAskedWhenAllElseIsInOrder) {
  auto entry = Retitled();
  entry.set_unique_id("2.999.10.424242");
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(entry, 7).Build()),
              ElementsAre(Pair("XDSMetadataIdentifierError", "document_entries[0].unique_id")));
}

TEST_F(UpdateDocumentSetTest, Check20WantsACompleteObject) {
  auto entry = Retitled();
  entry.clear_class_code();
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(entry, 1).Build()),
              ElementsAre(Pair("XDSRegistryMetadataError", "document_entries[0].class_code")));
  metadata::v1::Folder folder = NextVersion(registry_.Folder(folder_));
  folder.clear_codes();
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(folder, 1).Build()),
              ElementsAre(Pair("XDSRegistryMetadataError", "folders[0].codes")));
}

TEST_F(UpdateDocumentSetTest, Check69RefusesTwoVersionsOfOneObject) {
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(Retitled("a"), 1).NewVersion(Retitled("b"), 2).Build()),
              IsSupersetOf({Pair("XDSMetadataUpdateError", "document_entries[1].logical_id"),
                            Pair("XDSRegistryDuplicateUniqueIdInMessage",
                                 "document_entries[1].unique_id")}));
}

TEST_F(UpdateDocumentSetTest, ADeprecatedFolderIsNotUpdated) {
  ASSERT_TRUE(registry_.Update(AnUpdate().Deprecate(folder_).Build()).ok());
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(NextVersion(registry_.Folder(folder_)), 1).Build()),
              ElementsAre(Pair("XDSMetadataUpdateError", "folders[0].logical_id")));
}

TEST_F(UpdateDocumentSetTest, Check36RefusesAnUnknownPatient) {
  auto entry = Retitled();
  *entry.mutable_patient_id() = APatient("20891270128");
  EXPECT_THAT(Refusal(AnUpdate().OfPatient("20891270128").NewVersion(entry, 1).Build()),
              ElementsAre(Pair("XDSUnknownPatientId", "submission_set.patient_id"),
                          Pair("XDSUnknownPatientId", "document_entries[0].patient_id")));
}

TEST_F(UpdateDocumentSetTest, Check7RefusesAUuidThatIsInUse) {
  auto entry = Retitled();
  entry.set_entry_uuid(folder_);
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(entry, 1).Build()),
              ElementsAre(Pair("XDSRegistryMetadataError", "document_entries[0].entry_uuid")));
}

TEST_F(UpdateDocumentSetTest, Check81RefusalOfOnePartLeavesNoTraceOfTheOthers) {
  EXPECT_THAT(Refusal(AnUpdate()
                          .NewVersion(Retitled(), 1)
                          .NewVersion(NextVersion(registry_.Folder(folder_)), 9)
                          .Build()),
              ElementsAre(Pair("XDSMetadataVersionError", "associations[1].previous_version")));
}

TEST_F(UpdateDocumentSetTest, FaultsOfSeveralObjectsComeTogether) {
  auto entry = Retitled();
  entry.set_unique_id("2.999.10.424242");
  metadata::v1::Folder folder = NextVersion(registry_.Folder(folder_));
  folder.set_unique_id("2.999.15.424242");
  EXPECT_THAT(
      Refusal(AnUpdate().NewVersion(entry, 1).NewVersion(folder, 1).Build()),
      UnorderedElementsAre(Pair("XDSMetadataIdentifierError", "document_entries[0].unique_id"),
                           Pair("XDSMetadataIdentifierError", "folders[0].unique_id")));
}

TEST_F(UpdateDocumentSetTest, AnEmptyUpdateIsRefused) {
  EXPECT_THAT(Refusal(AnUpdate().Build()), Contains(Pair("XDSRegistryMetadataError", "")));
}

}  // namespace
}  // namespace docshare::registry
