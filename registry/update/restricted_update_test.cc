// Restricted Update Document Set [ITI-92].

#include <functional>
#include <string>
#include <vector>

#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/commit/testing/changing_registry.h"
#include "registry/commit/testing/update_builder.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::AFolder;
using docshare::testing::AnAuthor;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using metadata::v1::DocumentEntry;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kOtherPatient[] = "30916130186";

class RestrictedUpdateTest : public ::testing::Test {
 protected:
  RestrictedUpdateTest() : registry_({"12838520020", kOtherPatient}) {
    document_ = registry_.MustRegister(ASubmission().With(AnEntry()).Build())[1];
  }

  DocumentEntry Next() { return NextVersion(registry_.Entry(document_)); }

  std::vector<std::pair<std::string, std::string>> Refusal(const UpdateBuilder& update) {
    const auto before = registry_.Rows();
    auto response = registry_.RestrictedUpdate(update.Build());
    EXPECT_FALSE(response.ok());
    EXPECT_EQ(before, registry_.Rows());
    return ErrorsOf(response.status());
  }

  ChangingRegistry registry_;
  std::string document_;
};

TEST_F(RestrictedUpdateTest, ChangesWhatDescribesTheDocument) {
  const std::function<void(DocumentEntry&)> changes[] = {
      [](DocumentEntry& e) { *e.add_authors() = AnAuthor("Hansen", "Per"); },
      [](DocumentEntry& e) { *e.mutable_class_code() = ACode("B00-1", "2.999.1"); },
      [](DocumentEntry& e) { *e.add_confidentiality_codes() = ACode("R", "2.999.1"); },
      [](DocumentEntry& e) { e.set_creation_time("20230101"); },
      [](DocumentEntry& e) { e.set_mime_type("text/xml"); },
      [](DocumentEntry& e) { e.set_size(7); },
      [](DocumentEntry& e) { e.set_hash("da39a3ee5e6b4b0d3255bfef95601890afd80709"); },
      [](DocumentEntry& e) { e.set_uri("http://update"); },
      [](DocumentEntry& e) { e.mutable_title()->mutable_localized(0)->set_value("Ny tittel"); },
      // Online is what the absence of the attribute means.
      [](DocumentEntry& e) {
        e.set_document_availability(metadata::v1::DOCUMENT_AVAILABILITY_ONLINE);
      },
  };
  uint32_t version = 0;
  for (const auto& change : changes) {
    DocumentEntry entry = Next();
    change(entry);
    auto response = registry_.RestrictedUpdate(AnUpdate().NewVersion(entry, ++version).Build());
    ASSERT_TRUE(response.ok()) << version << " " << response.status();
    EXPECT_EQ(registry_.Versions(document_).size(), version + 1);
  }
}

TEST_F(RestrictedUpdateTest, LeavesWhatSaysWhereAndWhoseTheDocumentIs) {
  struct Case {
    std::function<void(DocumentEntry&)> change;
    const char* code;
    const char* field;
  };
  const Case cases[] = {
      {[](DocumentEntry& e) { *e.mutable_source_patient_id() = APatient("05861860053"); },
       "UnmodifiableMetadataError", "source_patient_id"},
      {[](DocumentEntry& e) {
         e.set_document_availability(metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE);
       },
       "UnmodifiableMetadataError", "document_availability"},
      {[](DocumentEntry& e) { e.set_repository_unique_id("2.999.30.2"); },
       "UnmodifiableMetadataError", "repository_unique_id"},
      {[](DocumentEntry& e) {
         e.set_object_type(metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
         e.clear_creation_time();
         e.clear_hash();
         e.clear_size();
       },
       "UnmodifiableMetadataError", "object_type"},
      {[](DocumentEntry& e) {
         e.set_availability_status(metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
       },
       "UnmodifiableMetadataError", "availability_status"},
      {[](DocumentEntry& e) { *e.mutable_patient_id() = APatient(kOtherPatient); },
       "XDSPatientIDReconciliationError", "patient_id"},
      {[](DocumentEntry& e) { e.set_unique_id("2.999.10.424242"); }, "XDSMetadataIdentifierError",
       "unique_id"},
  };
  for (const Case& c : cases) {
    DocumentEntry entry = Next();
    c.change(entry);
    EXPECT_THAT(Refusal(AnUpdate().NewVersion(entry, 1)),
                ElementsAre(Pair(c.code, std::string("document_entries[0].") + c.field)));
  }
}

TEST_F(RestrictedUpdateTest, Check64WantsTheCurrentVersion) {
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(Next(), 2)),
              ElementsAre(Pair("XDSMetadataVersionError", "associations[0].previous_version")));
}

TEST_F(RestrictedUpdateTest, Check61RefusesAFirstVersion) {
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(AnEntry().Build(), 1)),
              Contains(Pair("XDSInvalidRequestException", "document_entries[0].logical_id")));
}

TEST_F(RestrictedUpdateTest, RefusesFoldersStatusAndAssociations) {
  const std::string folder = registry_.MustRegister(ASubmission().With(AFolder()).Build())[1];
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(NextVersion(registry_.Folder(folder)), 1)),
              Contains(Pair("XDSObjectTypeError", "folders[0]")));
  EXPECT_THAT(Refusal(AnUpdate().Deprecate(document_)),
              Contains(Pair("UnmodifiableMetadataError", "associations[0].association_type")));
}

}  // namespace
}  // namespace docshare::registry
