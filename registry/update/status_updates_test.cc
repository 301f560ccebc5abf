#include "registry/update/status_updates.h"

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
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kUnknownUuid[] = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a11";

class StatusUpdatesTest : public ::testing::Test {
 protected:
  StatusUpdatesTest() {
    const auto ids = registry_.MustRegister(ASubmission()
                                                .With(AnEntry().WithEntryUuid("a"))
                                                .With(AnEntry().WithEntryUuid("b"))
                                                .With(AFolder().WithEntryUuid("f"))
                                                .Filing("a", "f")
                                                .WithAssociation(kAppend, "b", "a")
                                                .Build());
    set_ = ids[0];
    document_ = ids[1];
    other_ = ids[2];
    folder_ = ids[3];
    member_ = registry_.Links(kHasMember, folder_, document_)[0].entry_uuid();
    addendum_ = registry_.Links(kAppend, other_, document_)[0].entry_uuid();
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
  std::string member_;
  std::string addendum_;
};

TEST_F(StatusUpdatesTest, ChangesTheStatusOfAnEntryAndBackWithoutANewVersion) {
  ASSERT_TRUE(registry_.Update(AnUpdate().Deprecate(document_).Build()).ok());
  EXPECT_EQ(registry_.Entry(document_).availability_status(), AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(registry_.Entry(document_).version(), 1u);
  EXPECT_TRUE(registry_.IsNewest(document_));
  // What depends on it is left alone.
  EXPECT_EQ(registry_.Entry(other_).availability_status(), AVAILABILITY_STATUS_APPROVED);
  ASSERT_TRUE(registry_.Update(AnUpdate().Approve(document_).Build()).ok());
  EXPECT_EQ(registry_.Entry(document_).availability_status(), AVAILABILITY_STATUS_APPROVED);
  EXPECT_THAT(registry_.Versions(document_), ElementsAre(document_));
}

TEST_F(StatusUpdatesTest, ChangesTheStatusOfAFolder) {
  ASSERT_TRUE(registry_.Update(AnUpdate().Deprecate(folder_).Build()).ok());
  EXPECT_EQ(registry_.Folder(folder_).availability_status(), AVAILABILITY_STATUS_DEPRECATED);
  ASSERT_TRUE(registry_.Update(AnUpdate().Approve(folder_).Build()).ok());
  EXPECT_EQ(registry_.Folder(folder_).availability_status(), AVAILABILITY_STATUS_APPROVED);
}

TEST_F(StatusUpdatesTest, ChangesTheStatusOfAssociations) {
  ASSERT_TRUE(registry_.Update(AnUpdate().Deprecate(addendum_).Deprecate(member_).Build()).ok());
  EXPECT_EQ(registry_.Association(addendum_).availability_status(), AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(registry_.Association(member_).availability_status(), AVAILABILITY_STATUS_DEPRECATED);
  // The folder lost a member, and gains it again.
  EXPECT_EQ(registry_.Folder(folder_).last_update_time(), registry_.Now());
  ASSERT_TRUE(registry_.Update(AnUpdate().Approve(addendum_).Approve(member_).Build()).ok());
  EXPECT_EQ(registry_.Association(addendum_).availability_status(), AVAILABILITY_STATUS_APPROVED);
  EXPECT_EQ(registry_.Folder(folder_).last_update_time(), registry_.Now());
}

TEST_F(StatusUpdatesTest, TriggersAreNotStored) {
  auto response = registry_.Update(AnUpdate().Deprecate(document_).Build());
  ASSERT_TRUE(response.ok());
  EXPECT_FALSE(registry_.Exists(response->assigned_ids(1).entry_uuid()));
  EXPECT_TRUE(registry_.LinksFrom(response->assigned_ids(0).entry_uuid()).empty());
}

TEST_F(StatusUpdatesTest, AppliesToTheVersionThatTheSameUpdateBrings) {
  const auto version = NextVersion(registry_.Entry(document_));
  auto response =
      registry_.Update(AnUpdate().NewVersion(version, 1).Deprecate(version.entry_uuid()).Build());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(registry_.Entry(response->assigned_ids(1).entry_uuid()).availability_status(),
            AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(registry_.Entry(document_).availability_status(), AVAILABILITY_STATUS_DEPRECATED);
}

TEST_F(StatusUpdatesTest, Check67ComparesWithTheStatusThatTheNewVersionTakesOver) {
  const auto version = NextVersion(registry_.Entry(document_));
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(version, 1).Approve(version.entry_uuid())),
              ElementsAre(Pair("XDSMetadataUpdateError", "associations[1].original_status")));
  const auto folder = NextVersion(registry_.Folder(folder_));
  EXPECT_THAT(Refusal(AnUpdate().NewVersion(folder, 1).Approve(folder.entry_uuid())),
              ElementsAre(Pair("XDSMetadataUpdateError", "associations[1].original_status")));
}

TEST_F(StatusUpdatesTest, Check67WantsTheStatusThatIsThere) {
  for (const std::string& target : {document_, folder_, member_, addendum_}) {
    EXPECT_THAT(Refusal(AnUpdate().Approve(target)),
                ElementsAre(Pair("XDSMetadataUpdateError", "associations[0].original_status")));
  }
}

TEST_F(StatusUpdatesTest, Check67WantsTheNewestVersion) {
  ASSERT_TRUE(
      registry_.Update(AnUpdate().NewVersion(NextVersion(registry_.Entry(document_)), 1).Build())
          .ok());
  ASSERT_TRUE(
      registry_.Update(AnUpdate().NewVersion(NextVersion(registry_.Folder(folder_)), 1).Build())
          .ok());
  for (const std::string& target : {document_, folder_}) {
    EXPECT_THAT(Refusal(AnUpdate().Approve(target)),
                ElementsAre(Pair("XDSMetadataUpdateError", "associations[0].target_object")));
  }
}

TEST_F(StatusUpdatesTest, Check66RefusesASubmissionSetAndItsAssociations) {
  EXPECT_THAT(Refusal(AnUpdate().Deprecate(set_)),
              ElementsAre(Pair("XDSMetadataUpdateError", "associations[0].target_object")));
  for (const std::string& member : {document_, folder_, member_}) {
    const auto links = registry_.Links(kHasMember, set_, member);
    ASSERT_EQ(links.size(), 1u);
    EXPECT_THAT(Refusal(AnUpdate().Deprecate(links[0].entry_uuid())),
                ElementsAre(Pair("XDSMetadataUpdateError", "associations[0].target_object")));
  }
}

TEST_F(StatusUpdatesTest, Check9RefusesAnUnknownTarget) {
  EXPECT_THAT(Refusal(AnUpdate().Deprecate(kUnknownUuid)),
              ElementsAre(Pair("UnresolvedReferenceException", "associations[0].target_object")));
}

}  // namespace
}  // namespace docshare::registry
