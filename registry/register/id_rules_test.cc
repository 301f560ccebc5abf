#include "registry/register/id_rules.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/objects/object_editor.h"
#include "registry/register/testing/registration_fixture.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

class IdRulesTest : public RegistrationFixture {};

TEST_F(IdRulesTest, Check7RefusesAUuidThatIsInUse) {
  const std::string urn = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a11";
  Registered(AnEntry().WithEntryUuid(urn));
  EXPECT_THAT(ErrorsOf(Register(ASubmission().With(AnEntry().WithEntryUuid(urn)).Build()).status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "document_entries[0].entry_uuid")));
  EXPECT_THAT(ErrorsOf(Register(ASubmission().With(AFolder().WithEntryUuid(urn)).Build()).status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "folders[0].entry_uuid")));
  EXPECT_THAT(ErrorsOf(Register(ASubmission()
                                    .With(AnEntry())
                                    .Also([&](auto& request) {
                                      request.mutable_associations(0)->set_entry_uuid(urn);
                                    })
                                    .Build())
                           .status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[0].entry_uuid")));
  EXPECT_THAT(ErrorsOf(Register(ASubmission()
                                    .With(AnEntry())
                                    .Also([&](auto& request) {
                                      request.mutable_submission_set()->set_entry_uuid(urn);
                                      request.mutable_associations(0)->set_source_object(urn);
                                    })
                                    .Build())
                           .status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "submission_set.entry_uuid")));
}

TEST_F(IdRulesTest, Check7RefusesARegisteredFolderThatIsSentAgain) {
  const std::string folder = Registered(AFolder());
  auto again =
      Register(ASubmission().With(AFolder().WithEntryUuid(folder)).With(AnEntry()).Build());
  EXPECT_THAT(ErrorsOf(again.status()),
              Contains(Pair("XDSRegistryMetadataError", "folders[0].entry_uuid")));
}

TEST_F(IdRulesTest, Check42RefusesSubmissionSetIdWithOtherContent) {
  ASSERT_TRUE(Register(ASubmission().WithUniqueId("2.999.20.77").With(AnEntry()).Build()).ok());
  auto again = Register(ASubmission().WithUniqueId("2.999.20.77").With(AnEntry()).Build());
  EXPECT_TRUE(absl::IsAlreadyExists(again.status())) << again.status();
  EXPECT_THAT(ErrorsOf(again.status()),
              ElementsAre(Pair("XDSDuplicateUniqueIdInRegistry", "submission_set.unique_id")));
}

TEST_F(IdRulesTest, Check42RefusesTheIdOfADocumentOrAFolder) {
  Registered(AnEntry().WithUniqueId("2.999.10.77"));
  Registered(AFolder().WithUniqueId("2.999.15.77"));
  for (const char* id : {"2.999.10.77", "2.999.15.77"}) {
    auto response = Register(ASubmission().WithUniqueId(id).With(AnEntry()).Build());
    EXPECT_THAT(ErrorsOf(response.status()),
                ElementsAre(Pair("XDSDuplicateUniqueIdInRegistry", "submission_set.unique_id")));
  }
}

TEST_F(IdRulesTest, Check42LetsNoDocumentTakeTheIdOfASubmissionSet) {
  ASSERT_TRUE(Register(ASubmission().WithUniqueId("2.999.20.88").With(AnEntry()).Build()).ok());
  auto response = Register(ASubmission().With(AnEntry().WithUniqueId("2.999.20.88")).Build());
  EXPECT_THAT(ErrorsOf(response.status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "document_entries[0].unique_id")));
}

TEST_F(IdRulesTest, Check43RefusesTheIdOfAFolderOrASubmissionSet) {
  Registered(AFolder().WithUniqueId("2.999.15.1000"));
  ASSERT_TRUE(Register(ASubmission().WithUniqueId("2.999.20.1000").With(AnEntry()).Build()).ok());
  for (const char* id : {"2.999.15.1000", "2.999.20.1000"}) {
    auto response = Register(ASubmission().With(AFolder().WithUniqueId(id)).Build());
    EXPECT_TRUE(absl::IsAlreadyExists(response.status())) << response.status();
    EXPECT_THAT(ErrorsOf(response.status()),
                ElementsAre(Pair("XDSDuplicateUniqueIdInRegistry", "folders[0].unique_id")));
  }
}

TEST_F(IdRulesTest, Check43LetsAFolderHaveTheIdOfADocument) {
  Registered(AnEntry().WithUniqueId("2.999.10.1000"));
  EXPECT_TRUE(Register(ASubmission().With(AFolder().WithUniqueId("2.999.10.1000")).Build()).ok());
}

TEST_F(IdRulesTest, Check44And45RefuseOtherBytesUnderAKnownUniqueId) {
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

TEST_F(IdRulesTest, Check44AcceptsFurtherEntriesForTheSameBytes) {
  const auto bytes = [] { return AnEntry().WithUniqueId("2.999.10.56").OfBytes("same"); };
  for (int i = 0; i < 12; ++i) Registered(bytes());
  auto last = Register(ASubmission()
                           .With(bytes().Also([](metadata::v1::DocumentEntry& entry) {
                             // Hashes compare without regard to case.
                             for (char& c : *entry.mutable_hash()) c = absl::ascii_toupper(c);
                           }))
                           .Build());
  EXPECT_TRUE(last.ok()) << last.status();
}

// Versions of an entry share a uniqueId; an update may have mended the hash.
TEST_F(IdRulesTest, Check44ComparesWithTheNewestVersion) {
  for (int i = 0; i < 12; ++i) {
    const std::string old =
        Registered(AnEntry().WithUniqueId(absl::StrCat("2.999.10.57")).OfBytes("empty"));
    Edit([&](ObjectEditor& editor) { return editor.SupersedeDocument(Uuid(old)); });
  }
  EXPECT_TRUE(
      Register(ASubmission().With(AnEntry().WithUniqueId("2.999.10.57").OfBytes("full")).Build())
          .ok());
  EXPECT_THAT(
      CodesOf(
          Register(
              ASubmission().With(AnEntry().WithUniqueId("2.999.10.57").OfBytes("empty")).Build())
              .status()),
      ElementsAre("XDSNonIdenticalHash"));
}

TEST_F(IdRulesTest, Check46KeepsStableAndOnDemandIdsApart) {
  Registered(AnEntry().WithUniqueId("2.999.10.58"));
  Registered(AnEntry().AsOnDemand().WithUniqueId("2.999.10.59"));
  auto on_demand = RegisterOnDemand(
      ASubmission().With(AnEntry().AsOnDemand().WithUniqueId("2.999.10.58")).Build());
  EXPECT_THAT(ErrorsOf(on_demand.status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "document_entries[0].unique_id")));
  auto stable = Register(ASubmission().With(AnEntry().WithUniqueId("2.999.10.59")).Build());
  EXPECT_THAT(ErrorsOf(stable.status()),
              ElementsAre(Pair("XDSRegistryMetadataError", "document_entries[0].unique_id")));
}

TEST_F(IdRulesTest, Check46AcceptsASecondOnDemandEntryWithTheSameId) {
  const auto entry = [] { return AnEntry().AsOnDemand().WithUniqueId("2.999.10.60"); };
  const std::string first = Registered(entry());
  const std::string second = Registered(entry());
  EXPECT_NE(first, second);
}

}  // namespace
}  // namespace docshare::registry
