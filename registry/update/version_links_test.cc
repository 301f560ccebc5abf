// What new versions take over, through whole updates.

#include "registry/update/version_links.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/commit/testing/changing_registry.h"
#include "registry/commit/testing/update_builder.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using metadata::v1::ASSOCIATION_PROPAGATION_NO;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kOtherPatient[] = "30916130186";

// A folder with two documents, of which the second is an addendum to the first.
class VersionLinksTest : public ::testing::Test {
 protected:
  VersionLinksTest() : registry_({"12838520020", kOtherPatient}) {
    const auto ids =
        registry_.MustRegister(ASubmission()
                                   .With(AnEntry().WithEntryUuid("a"))
                                   .With(AnEntry().WithEntryUuid("b"))
                                   .With(AFolder().WithEntryUuid("f"))
                                   .Filing("a", "f")
                                   .Filing("b", "f")
                                   .WithAssociation(kAppend, "b", "a")
                                   .Also([](v1::RegisterDocumentSetRequest& request) {
                                     *request.mutable_associations(request.associations_size() - 1)
                                          ->mutable_documentation() =
                                         ACode("add", "2.999.1", "Tillegg");
                                   })
                                   .Build());
    document_ = ids[1];
    addendum_ = ids[2];
    folder_ = ids[3];
  }

  // entryUUIDs of the new versions, in the order asked for.
  std::vector<std::string> Update(const UpdateBuilder& update) {
    auto response = registry_.Update(update.Build());
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return {};
    set_ = response->assigned_ids(0).entry_uuid();
    std::vector<std::string> ids;
    const int objects = update.Build().document_entries_size() + update.Build().folders_size();
    for (int i = 1; i <= objects; ++i) ids.push_back(response->assigned_ids(i).entry_uuid());
    return ids;
  }

  std::vector<std::pair<std::string, std::string>> Refusal(const UpdateBuilder& update) {
    const auto before = registry_.Rows();
    auto response = registry_.Update(update.Build());
    EXPECT_FALSE(response.ok());
    EXPECT_EQ(before, registry_.Rows());
    return ErrorsOf(response.status());
  }

  metadata::v1::DocumentEntry Next(const std::string& document) {
    return NextVersion(registry_.Entry(document));
  }
  metadata::v1::Folder NextFolder() { return NextVersion(registry_.Folder(folder_)); }

  size_t Members(const std::string& folder, const std::string& document) {
    return registry_.Links(kHasMember, folder, document).size();
  }
  size_t Addenda(const std::string& from, const std::string& to) {
    return registry_.Links(kAppend, from, to).size();
  }

  ChangingRegistry registry_;
  std::string document_;
  std::string addendum_;
  std::string folder_;
  // The submission set of the last update.
  std::string set_;
};

TEST_F(VersionLinksTest, ANewVersionOfAnEntryTakesItsFoldersAndRelationshipsOver) {
  const std::string version = Update(AnUpdate().NewVersion(Next(document_), 1))[0];
  ASSERT_EQ(Members(folder_, version), 1u);
  EXPECT_EQ(Members(folder_, document_), 1u);
  EXPECT_EQ(Addenda(addendum_, version), 1u);
  EXPECT_EQ(Addenda(addendum_, document_), 1u);
  // The membership is one of the update's, and the folder has changed.
  const std::string member = registry_.Links(kHasMember, folder_, version)[0].entry_uuid();
  EXPECT_EQ(registry_.Links(kHasMember, set_, member).size(), 1u);
  EXPECT_EQ(registry_.LinksFrom(set_).size(), 2u);
  EXPECT_EQ(registry_.Folder(folder_).last_update_time(), registry_.Now());
  // A relationship keeps what is said about it.
  EXPECT_EQ(registry_.Links(kAppend, addendum_, version)[0].documentation().code(), "add");
}

TEST_F(VersionLinksTest, ANewVersionTakesLinksOverAtEitherEnd) {
  const std::string version = Update(AnUpdate().NewVersion(Next(addendum_), 1))[0];
  EXPECT_EQ(Addenda(version, document_), 1u);
  EXPECT_EQ(Members(folder_, version), 1u);
}

TEST_F(VersionLinksTest, ANewVersionOfAFolderTakesItsApprovedDocumentsOver) {
  Update(AnUpdate().Deprecate(addendum_));
  const std::string version = Update(AnUpdate().NewVersion(NextFolder(), 1))[0];
  EXPECT_EQ(Members(version, document_), 1u);
  EXPECT_EQ(Members(version, addendum_), 0u);
  EXPECT_EQ(Members(folder_, addendum_), 1u);
  const std::string member = registry_.Links(kHasMember, version, document_)[0].entry_uuid();
  EXPECT_EQ(registry_.Links(kHasMember, set_, member).size(), 1u);
}

TEST_F(VersionLinksTest, LinkedObjectsThatBothHaveNewVersionsAreLinkedOnceAndNewToNew) {
  const auto versions = Update(AnUpdate()
                                   .NewVersion(Next(document_), 1)
                                   .NewVersion(Next(addendum_), 1)
                                   .NewVersion(NextFolder(), 1));
  ASSERT_EQ(versions.size(), 3u);
  const std::string& document = versions[0];
  const std::string& addendum = versions[1];
  const std::string& folder = versions[2];
  EXPECT_EQ(Members(folder, document), 1u);
  EXPECT_EQ(Members(folder, addendum), 1u);
  EXPECT_EQ(Addenda(addendum, document), 1u);
  // Never new to old.
  EXPECT_EQ(Members(folder_, document) + Members(folder, document_), 0u);
  EXPECT_EQ(Addenda(addendum_, document) + Addenda(addendum, document_), 0u);
  // Three new objects and two memberships of the folder.
  EXPECT_EQ(registry_.LinksFrom(set_).size(), 5u);
}

TEST_F(VersionLinksTest, WithoutPropagationNothingIsTakenOver) {
  const std::string version =
      Update(AnUpdate().NewVersion(Next(document_), 1, ASSOCIATION_PROPAGATION_NO))[0];
  EXPECT_EQ(Members(folder_, version), 0u);
  EXPECT_EQ(Addenda(addendum_, version), 0u);
  EXPECT_EQ(registry_.LinksFrom(set_).size(), 1u);
}

TEST_F(VersionLinksTest, DeprecatedLinksAreNotTakenOver) {
  Update(AnUpdate()
             .Deprecate(registry_.Links(kHasMember, folder_, document_)[0].entry_uuid())
             .Deprecate(registry_.Links(kAppend, addendum_, document_)[0].entry_uuid()));
  const std::string version = Update(AnUpdate().NewVersion(Next(document_), 1))[0];
  EXPECT_EQ(Members(folder_, version), 0u);
  EXPECT_EQ(Addenda(addendum_, version), 0u);
}

TEST_F(VersionLinksTest, LinksToOlderVersionsAreNotTakenOver) {
  const std::string document = Update(AnUpdate().NewVersion(Next(document_), 1))[0];
  const std::string addendum = Update(AnUpdate().NewVersion(Next(addendum_), 1))[0];
  EXPECT_EQ(Addenda(addendum, document), 1u);
  EXPECT_EQ(Addenda(addendum, document_), 0u);
  const std::string folder = Update(AnUpdate().NewVersion(NextFolder(), 1))[0];
  EXPECT_EQ(Members(folder, document), 1u);
  EXPECT_EQ(Members(folder, document_), 0u);
}

TEST_F(VersionLinksTest, AReplacementIsTakenOverToo) {
  const std::string replacement =
      registry_.MustRegister(ASubmission().WithRelated(AnEntry(), kReplace, document_).Build())[1];
  const std::string version = Update(AnUpdate().NewVersion(Next(replacement), 1))[0];
  EXPECT_EQ(registry_.Links(kReplace, version, document_).size(), 1u);
}

TEST_F(VersionLinksTest, Check70WantsLinkedUpdatesToAgreeOnPropagation) {
  EXPECT_THAT(Refusal(AnUpdate()
                          .NewVersion(Next(document_), 1)
                          .NewVersion(Next(addendum_), 1, ASSOCIATION_PROPAGATION_NO)),
              Contains(Pair("XDSMetadataUpdateError", "document_entries[0]")));
  EXPECT_THAT(Refusal(AnUpdate()
                          .NewVersion(Next(document_), 1, ASSOCIATION_PROPAGATION_NO)
                          .NewVersion(NextFolder(), 1)),
              Contains(Pair("XDSMetadataUpdateError", "document_entries[0]")));
}

TEST_F(VersionLinksTest, Check71RefusesToMoveALinkedDocumentToAnotherPatient) {
  auto moved = Next(document_);
  *moved.mutable_patient_id() = APatient(kOtherPatient);
  EXPECT_THAT(Refusal(AnUpdate().OfPatient(kOtherPatient).NewVersion(moved, 1)),
              Contains(Pair("XDSPatientIDReconciliationError", "document_entries[0]")));
  // The links stay behind when they are told to.
  const std::string version = Update(
      AnUpdate().OfPatient(kOtherPatient).NewVersion(moved, 1, ASSOCIATION_PROPAGATION_NO))[0];
  EXPECT_EQ(registry_.Entry(version).patient_id().id(), kOtherPatient);
  EXPECT_EQ(registry_.Entry(document_).patient_id().id(), "12838520020");
}

TEST_F(VersionLinksTest, Check71AllowsToMoveAllThatIsLinkedTogether) {
  const auto to_other = [](auto object) {
    *object.mutable_patient_id() = APatient(kOtherPatient);
    return object;
  };
  const auto versions = Update(AnUpdate()
                                   .OfPatient(kOtherPatient)
                                   .NewVersion(to_other(Next(document_)), 1)
                                   .NewVersion(to_other(Next(addendum_)), 1)
                                   .NewVersion(to_other(NextFolder()), 1));
  ASSERT_EQ(versions.size(), 3u);
  EXPECT_EQ(Members(versions[2], versions[0]), 1u);
}

TEST_F(VersionLinksTest, Check71WantsThePatientOfTheSubmissionSet) {
  auto moved = Next(document_);
  *moved.mutable_patient_id() = APatient(kOtherPatient);
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(moved, 1, ASSOCIATION_PROPAGATION_NO)),
              ElementsAre(Pair("XDSPatientIDReconciliationError", "document_entries[0]")));
}

TEST_F(VersionLinksTest, Check71RefusesToApproveWhatNoLongerFits) {
  // A folder is deprecated, its document goes to another patient, and the folder comes back: the
  // old version of the document is Deprecated, so nothing is mixed.
  Update(AnUpdate().Deprecate(folder_));
  auto moved = Next(document_);
  *moved.mutable_patient_id() = APatient(kOtherPatient);
  Update(AnUpdate().OfPatient(kOtherPatient).NewVersion(moved, 1, ASSOCIATION_PROPAGATION_NO));
  EXPECT_EQ(Update(AnUpdate().Approve(folder_)).size(), 0u);

  // A link between patients is refused when it comes back into force.
  const std::string foreign =
      registry_.MustRegister(ASubmission().OfPatient(kOtherPatient).With(AnEntry()).Build())[1];
  Update(AnUpdate().Submit("link", kAppend, foreign, addendum_).Deprecate("link"));
  const std::string link = registry_.Links(kAppend, foreign, addendum_)[0].entry_uuid();
  EXPECT_THAT(Refusal(AnUpdate().Approve(link)),
              ElementsAre(Pair("XDSPatientIDReconciliationError", "associations[0].new_status")));
}

TEST_F(VersionLinksTest, MoreLinksThanTheLimitAreRefused) {
  for (size_t links = 0; links <= kMaxPropagatedLinks;) {
    UpdateBuilder update = AnUpdate();
    for (int i = 0; i < 2000; ++i, ++links) {
      update.Submit(absl::StrCat("link-", i), kAppend, addendum_, document_);
    }
    Update(update);
  }
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(Next(document_), 1)),
              ElementsAre(Pair("XDSRegistryOutOfResources", "document_entries[0]")));
  Update(AnUpdate().NewVersion(Next(document_), 1, ASSOCIATION_PROPAGATION_NO));
}

}  // namespace
}  // namespace docshare::registry
