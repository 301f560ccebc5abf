#include "consumer/cli/link_flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/loopback_server.h"
#include "domain/metadata/association_type.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED;
using docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::Folder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kFirst[] = "urn:uuid:0f1a2b3c-1111-4222-8333-000000000001";
constexpr char kSecond[] = "urn:uuid:0f1a2b3c-1111-4222-8333-000000000002";
constexpr char kFolder[] = "urn:uuid:0f1a2b3c-1111-4222-8333-000000000003";

class LinkFlagsTest : public ::testing::Test {
 protected:
  LinkFlagsTest() : server_({&registry_}) {
    ConsumerOptions options;
    options.registry = server_.channel();
    consumer_ = *DocumentConsumer::Create(options);
  }

  void Register(const char* entry_uuid, const char* unique_id,
                docshare::metadata::v1::AvailabilityStatus status = AVAILABILITY_STATUS_APPROVED) {
    DocumentEntry entry;
    entry.set_entry_uuid(entry_uuid);
    entry.set_unique_id(unique_id);
    entry.set_availability_status(status);
    registry_.AddEntry(entry);
  }

  LinksOfDocuments Resolved(const LinkFlags& flags) {
    absl::StatusOr<LinksOfDocuments> links = ResolveLinks(flags, consumer_.get());
    EXPECT_TRUE(links.ok()) << links.status();
    return links.value_or(LinksOfDocuments());
  }

  absl::Status Fault(const LinkFlags& flags) {
    return ResolveLinks(flags, consumer_.get()).status();
  }

  FakeRegistry registry_;
  LoopbackServer server_;
  std::unique_ptr<DocumentConsumer> consumer_;
};

TEST_F(LinkFlagsTest, DocumentsAreNamedByEitherId) {
  Register(kFirst, "1.2.1");
  for (const char* id : {kFirst, "0F1A2B3C-1111-4222-8333-000000000001", "1.2.1"}) {
    LinkFlags flags;
    flags.appends_to = {id};
    const LinksOfDocuments links = Resolved(flags);
    ASSERT_EQ(links.relationships.size(), 1u) << id;
    EXPECT_EQ(links.relationships[0].association_type, kAppend);
    EXPECT_EQ(links.relationships[0].target, kFirst);
  }
}

TEST_F(LinkFlagsTest, ReplacedAndTransformedIsOneRelationship) {
  Register(kFirst, "1.2.1");
  Register(kSecond, "1.2.2");
  LinkFlags flags;
  flags.replaces = {"1.2.1"};
  flags.transforms = {kFirst, "1.2.2"};
  const LinksOfDocuments links = Resolved(flags);
  ASSERT_EQ(links.relationships.size(), 2u);
  EXPECT_EQ(links.relationships[0].association_type, kTransformAndReplace);
  EXPECT_EQ(links.relationships[0].target, kFirst);
  EXPECT_EQ(links.relationships[1].association_type, kTransform);
  EXPECT_EQ(links.relationships[1].target, kSecond);
}

TEST_F(LinkFlagsTest, TheApprovedOneIsMeant) {
  Register(kFirst, "1.2.1", AVAILABILITY_STATUS_DEPRECATED);
  Register(kSecond, "1.2.1");
  LinkFlags flags;
  flags.replaces = {"1.2.1"};
  EXPECT_EQ(Resolved(flags).relationships[0].target, kSecond);
}

TEST_F(LinkFlagsTest, ADeprecatedOneIsLeftToTheRegistry) {
  Register(kFirst, "1.2.1", AVAILABILITY_STATUS_DEPRECATED);
  LinkFlags flags;
  flags.replaces = {"1.2.1"};
  EXPECT_EQ(Resolved(flags).relationships[0].target, kFirst);
}

TEST_F(LinkFlagsTest, SeveralDocumentsOfOneIdAreAmbiguous) {
  Register(kFirst, "1.2.1");
  Register(kSecond, "1.2.1");
  LinkFlags flags;
  flags.replaces = {"1.2.1"};
  absl::Status status = Fault(flags);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              AllOf(StartsWith("--replaces: 2 documents"), HasSubstr("000000000001"),
                    HasSubstr("000000000002")));
}

TEST_F(LinkFlagsTest, UnknownIdsAreNotFound) {
  LinkFlags replaces, appends_to, transforms, folder;
  replaces.replaces = {"9.9"};
  appends_to.appends_to = {"9.9"};
  transforms.transforms = {"9.9"};
  folder.folder = "9.9";
  for (const auto& [flags, name] :
       {std::pair{replaces, "--replaces"}, std::pair{appends_to, "--appends-to"},
        std::pair{transforms, "--transforms"}, std::pair{folder, "--folder"}}) {
    absl::Status status = Fault(flags);
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << name;
    EXPECT_THAT(std::string(status.message()), StartsWith(name));
  }
}

TEST_F(LinkFlagsTest, FoldersAreNamedByEitherId) {
  Folder folder;
  folder.set_entry_uuid(kFolder);
  folder.set_unique_id("1.2.3");
  registry_.AddFolder(folder);
  for (const char* id : {kFolder, "0f1a2b3c-1111-4222-8333-000000000003", "1.2.3"}) {
    LinkFlags flags;
    flags.folder = id;
    const LinksOfDocuments links = Resolved(flags);
    EXPECT_EQ(links.folder, kFolder) << id;
    EXPECT_FALSE(links.new_folder.has_value());
  }
}

TEST_F(LinkFlagsTest, ACodeMakesANewFolder) {
  LinkFlags flags;
  flags.folder = "Case 2024";
  flags.folder_codes = {"a^^1.2", "b^^1.2^Second"};
  EXPECT_FALSE(NamesRegistered(flags));
  absl::StatusOr<LinksOfDocuments> links = ResolveLinks(flags, nullptr);
  ASSERT_TRUE(links.ok()) << links.status();
  EXPECT_EQ(links->folder, "");
  ASSERT_TRUE(links->new_folder.has_value());
  EXPECT_EQ(links->new_folder->title().localized(0).value(), "Case 2024");
  EXPECT_EQ(links->new_folder->codes(1).display_name(), "Second");
}

TEST_F(LinkFlagsTest, NoFlagsAskNobody) {
  EXPECT_FALSE(NamesRegistered(LinkFlags()));
  EXPECT_TRUE(ResolveLinks(LinkFlags(), nullptr).ok());
  EXPECT_TRUE(CheckLinkFlags(LinkFlags(), 3).ok());
}

TEST_F(LinkFlagsTest, FlagsThatDoNotGoTogetherAreNamed) {
  LinkFlags replaces;
  replaces.replaces = {"1.2.1"};
  EXPECT_TRUE(CheckLinkFlags(replaces, 1).ok());
  EXPECT_THAT(std::string(CheckLinkFlags(replaces, 2).message()), StartsWith("--replaces"));
  LinkFlags code;
  code.folder_codes = {"a^^1.2"};
  EXPECT_THAT(std::string(CheckLinkFlags(code, 1).message()), StartsWith("--folder-code"));
  LinkFlags bad_code;
  bad_code.folder = "Case";
  bad_code.folder_codes = {"a"};
  EXPECT_THAT(std::string(CheckLinkFlags(bad_code, 1).message()), StartsWith("--folder-code"));
}

}  // namespace
}  // namespace docshare::consumer
