#include "registry/update/submitted_associations.h"

#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/commit/testing/changing_registry.h"
#include "registry/commit/testing/update_builder.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using metadata::v1::ASSOCIATION_PROPAGATION_NO;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kOtherPatient[] = "30916130186";
constexpr char kUnknownUuid[] = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a11";

class SubmittedAssociationsTest : public ::testing::Test {
 protected:
  SubmittedAssociationsTest() : registry_({"12838520020", kOtherPatient}) {
    const auto ids = registry_.MustRegister(
        ASubmission().With(AnEntry()).With(AnEntry()).With(AFolder()).Build());
    set_ = ids[0];
    document_ = ids[1];
    other_ = ids[2];
    folder_ = ids[3];
    foreign_ =
        registry_.MustRegister(ASubmission().OfPatient(kOtherPatient).With(AnEntry()).Build())[1];
  }

  std::vector<std::pair<std::string, std::string>> Refusal(const UpdateBuilder& update) {
    const auto before = registry_.Rows();
    auto response = registry_.Update(update.Build());
    EXPECT_FALSE(response.ok());
    EXPECT_EQ(before, registry_.Rows());
    return ErrorsOf(response.status());
  }

  ChangingRegistry registry_;
  std::string set_;
  std::string document_;
  std::string other_;
  std::string folder_;
  std::string foreign_;
};

TEST_F(SubmittedAssociationsTest, StoresARelationship) {
  auto response = registry_.Update(AnUpdate().Submit("link", kAppend, other_, document_).Build());
  ASSERT_TRUE(response.ok()) << response.status();
  const auto links = registry_.Links(kAppend, other_, document_);
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(links[0].entry_uuid(), response->assigned_ids(1).entry_uuid());
  EXPECT_EQ(links[0].availability_status(), metadata::v1::AVAILABILITY_STATUS_APPROVED);
  // Nothing else: the trigger is an instruction.
  EXPECT_TRUE(registry_.LinksFrom(response->assigned_ids(0).entry_uuid()).empty());
}

TEST_F(SubmittedAssociationsTest, PutsADocumentIntoAFolderAsASubmissionDoes) {
  auto response =
      registry_.Update(AnUpdate().Submit("link", kHasMember, folder_, document_).Build());
  ASSERT_TRUE(response.ok()) << response.status();
  const auto links = registry_.Links(kHasMember, folder_, document_);
  ASSERT_EQ(links.size(), 1u);
  // Who put it there, under the id of the SubmitAssociation.
  const auto members =
      registry_.Links(kHasMember, response->assigned_ids(0).entry_uuid(), links[0].entry_uuid());
  ASSERT_EQ(members.size(), 1u);
  EXPECT_EQ(members[0].entry_uuid(), response->assigned_ids(2).entry_uuid());
  EXPECT_EQ(registry_.Folder(folder_).last_update_time(), registry_.Now());
}

TEST_F(SubmittedAssociationsTest, WhatIsSubmittedMayBeDeprecatedAtOnce) {
  auto response = registry_.Update(
      AnUpdate().Submit("link", kAppend, other_, document_).Deprecate("link").Build());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(registry_.Links(kAppend, other_, document_)[0].availability_status(),
            metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
}

TEST_F(SubmittedAssociationsTest, AnEndMayBeAVersionOfThisUpdateThatDoesNotPropagate) {
  const auto version = NextVersion(registry_.Entry(document_));
  auto response = registry_.Update(AnUpdate()
                                       .NewVersion(version, 1, ASSOCIATION_PROPAGATION_NO)
                                       .Submit("link", kAppend, version.entry_uuid(), other_)
                                       .Build());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(registry_.Links(kAppend, response->assigned_ids(1).entry_uuid(), other_).size(), 1u);
}

TEST_F(SubmittedAssociationsTest, RefusesAnEndThatPropagates) {
  const auto version = NextVersion(registry_.Entry(document_));
  EXPECT_THAT(
      Refusal(
          AnUpdate().NewVersion(version, 1).Submit("link", kAppend, version.entry_uuid(), other_)),
      ElementsAre(Pair("XDSMetadataUpdateOperationError", "associations[1].source_object")));
  EXPECT_THAT(
      Refusal(AnUpdate().NewVersion(version, 1).Submit("link", kAppend, other_, document_)),
      ElementsAre(Pair("XDSMetadataUpdateOperationError", "associations[1].target_object")));
}

TEST_F(SubmittedAssociationsTest, Check68RefusesUnknownEnds) {
  EXPECT_THAT(Refusal(AnUpdate().Submit("link", kAppend, kUnknownUuid, document_)),
              ElementsAre(Pair("XDSMetadataUpdateError", "associations[0].source_object")));
  EXPECT_THAT(Refusal(AnUpdate().Submit("link", kAppend, document_, kUnknownUuid)),
              ElementsAre(Pair("XDSMetadataUpdateError", "associations[0].target_object")));
}

TEST_F(SubmittedAssociationsTest, Check68RefusesDeprecatedEnds) {
  ASSERT_TRUE(registry_.Update(AnUpdate().Deprecate(document_).Build()).ok());
  EXPECT_THAT(Refusal(AnUpdate().Submit("link", kAppend, document_, other_)),
              ElementsAre(Pair("XDSMetadataUpdateError", "associations[0].source_object")));
  EXPECT_THAT(Refusal(AnUpdate().Submit("link", kHasMember, folder_, document_)),
              ElementsAre(Pair("XDSMetadataUpdateError", "associations[0].target_object")));
}

TEST_F(SubmittedAssociationsTest, Check68RefusesTypesThatDoNotFit) {
  struct Case {
    const char* type;
    std::string source;
    std::string target;
  };
  const Case cases[] = {{kAppend, folder_, document_},   {kAppend, document_, folder_},
                        {kHasMember, document_, other_}, {kHasMember, folder_, folder_},
                        {kHasMember, set_, document_},   {kAppend, set_, document_},
                        {kAppend, document_, set_},      {kIsSnapshotOf, document_, other_},
                        {kAppend, document_, document_}};
  for (const Case& c : cases) {
    const auto faults = Refusal(AnUpdate().Submit("link", c.type, c.source, c.target));
    EXPECT_THAT(faults, Contains(Pair("XDSMetadataUpdateError", ::testing::_)))
        << c.type << " " << c.source << " " << c.target;
  }
}

TEST_F(SubmittedAssociationsTest, Check68RefusesUnknownTypes) {
  EXPECT_THAT(Refusal(AnUpdate().Submit("link", "urn:ihe:iti:2007:AssociationType:APND_TXFM",
                                        other_, document_)),
              ElementsAre(Pair("XDSRegistryMetadataError", "associations[0].association_type")));
}

TEST_F(SubmittedAssociationsTest, Check71RefusesDocumentsOfTwoPatients) {
  EXPECT_THAT(Refusal(AnUpdate().Submit("link", kAppend, foreign_, document_)),
              Contains(Pair("XDSPatientIDReconciliationError", "associations[0]")));
  EXPECT_THAT(Refusal(AnUpdate().Submit("link", kHasMember, folder_, foreign_)),
              Contains(Pair("XDSPatientIDReconciliationError", "associations[0]")));
}

TEST_F(SubmittedAssociationsTest, Check71WantsTheFoldersPatientInTheSubmissionSet) {
  EXPECT_THAT(
      Refusal(AnUpdate().OfPatient(kOtherPatient).Submit("link", kHasMember, folder_, document_)),
      Contains(Pair("XDSPatientIDReconciliationError", "associations[0]")));
}

TEST_F(SubmittedAssociationsTest, Check71LooksAtTheEndOfTheTransaction) {
  // What is Deprecated in the end links nothing.
  auto response = registry_.Update(
      AnUpdate().Submit("link", kAppend, foreign_, document_).Deprecate("link").Build());
  EXPECT_TRUE(response.ok()) << response.status();
}

}  // namespace
}  // namespace docshare::registry
