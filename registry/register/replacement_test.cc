#include "registry/register/replacement.h"

#include <string>

#include "domain/metadata/association_type.h"
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
using ::testing::UnorderedElementsAre;

class ReplacementTest : public RegistrationFixture {
 protected:
  // Registers a document that is linked to a registered one; returns its URN.
  std::string Related(const char* type, const std::string& target) {
    return RegisteredIds(
        ASubmission().WithRelated(AnEntry().WithEntryUuid("d"), type, target).Build())["d"];
  }

  void PutInto(const std::string& document, const std::string& folder) {
    RegisteredIds(ASubmission().Filing(document, folder).Build());
  }
};

TEST_F(ReplacementTest, Check78DeprecatesWhatIsReplaced) {
  for (const char* type : {kReplace, kTransformAndReplace}) {
    SCOPED_TRACE(type);
    const std::string old = Registered(AnEntry());
    const std::string replacement = Related(type, old);
    EXPECT_FALSE(IsApproved(old));
    EXPECT_TRUE(IsApproved(replacement));
    EXPECT_THAT(LinksTo(old), Contains(Pair(replacement, type)));
  }
}

TEST_F(ReplacementTest, Check78LeavesTheTargetsOfOtherRelationships) {
  for (const char* type : {kTransform, kAppend, kSigns}) {
    SCOPED_TRACE(type);
    const std::string old = Registered(AnEntry());
    EXPECT_TRUE(IsApproved(Related(type, old)));
    EXPECT_TRUE(IsApproved(old));
  }
}

TEST_F(ReplacementTest, Check78DeprecatesTransformationsAndAddendaAtAnyDepth) {
  const std::string old = Registered(AnEntry());
  const std::string addendum = Related(kAppend, old);
  const std::string transformation = Related(kTransform, addendum);
  const std::string of_transformation = Related(kTransform, transformation);
  const std::string signature = Related(kSigns, old);
  const std::string replacement = Related(kReplace, old);
  EXPECT_FALSE(IsApproved(addendum));
  EXPECT_FALSE(IsApproved(transformation));
  EXPECT_FALSE(IsApproved(of_transformation));
  EXPECT_TRUE(IsApproved(signature));
  EXPECT_TRUE(IsApproved(replacement));
}

TEST_F(ReplacementTest, Check78LeavesWhatADependentDependsOn) {
  const std::string original = Registered(AnEntry());
  const std::string addendum = Related(kAppend, original);
  const std::string corrected = Related(kReplace, addendum);
  EXPECT_TRUE(IsApproved(original));
  EXPECT_FALSE(IsApproved(addendum));
  EXPECT_TRUE(IsApproved(corrected));
}

TEST_F(ReplacementTest, Check78EndsWhereAssociationsFormACircle) {
  auto ids = RegisteredIds(ASubmission()
                               .With(AnEntry().WithEntryUuid("a"))
                               .With(AnEntry().WithEntryUuid("b"))
                               .With(AnEntry().WithEntryUuid("c"))
                               .WithAssociation(kAppend, "a", "b")
                               .WithAssociation(kAppend, "b", "c")
                               .WithAssociation(kAppend, "c", "a")
                               .Build());
  Related(kReplace, ids["b"]);
  EXPECT_FALSE(IsApproved(ids["a"]));
  EXPECT_FALSE(IsApproved(ids["b"]));
  EXPECT_FALSE(IsApproved(ids["c"]));
}

// What comes with the replacement is new: it is about the replacement's world.
TEST_F(ReplacementTest, Check77LeavesTheDocumentsOfTheSubmissionApproved) {
  const std::string old = Registered(AnEntry());
  auto ids = RegisteredIds(ASubmission()
                               .WithRelated(AnEntry().WithEntryUuid("new"), kReplace, old)
                               .WithRelated(AnEntry().WithEntryUuid("addendum"), kAppend, old)
                               .WithAssociation(kTransform, "new", old)
                               .Build());
  EXPECT_FALSE(IsApproved(old));
  EXPECT_TRUE(IsApproved(ids["new"]));
  EXPECT_TRUE(IsApproved(ids["addendum"]));
}

TEST_F(ReplacementTest, Check79PutsTheReplacementIntoEveryApprovedFolder) {
  const std::string old = Registered(AnEntry());
  const std::string first = Registered(AFolder());
  const std::string second = Registered(AFolder());
  const std::string closed = Registered(AFolder());
  for (const std::string& folder : {first, second, closed}) PutInto(old, folder);
  DeprecateFolder(closed);
  now_s_ += 100;
  auto ids = RegisteredIds(
      ASubmission().WithRelated(AnEntry().WithEntryUuid("new"), kReplace, old).Build());
  for (const std::string& folder : {first, second}) {
    EXPECT_THAT(LinksFrom(folder),
                UnorderedElementsAre(Pair(old, kHasMember), Pair(ids["new"], kHasMember)));
    EXPECT_EQ(Folder(folder).last_update_time(), "20231114221500");
  }
  EXPECT_THAT(LinksFrom(closed), ElementsAre(Pair(old, kHasMember)));
  EXPECT_EQ(Folder(closed).last_update_time(), "20231114221320");
  // The document itself, and each of the two new members.
  EXPECT_EQ(LinksFrom(ids["submission-set"]).size(), 3u);
  for (const auto& [member, type] : LinksFrom(ids["submission-set"])) {
    EXPECT_EQ(type, kHasMember);
    if (member == ids["new"]) continue;
    auto link = ReadAssociation(store_, Uuid(member));
    ASSERT_TRUE(link.ok() && link->has_value());
    EXPECT_EQ((*link)->association.target_object(), ids["new"]);
    EXPECT_EQ((*link)->association.availability_status(),
              metadata::v1::AVAILABILITY_STATUS_APPROVED);
  }
}

TEST_F(ReplacementTest, Check79LeavesFoldersOfDependentDocuments) {
  const std::string old = Registered(AnEntry());
  const std::string addendum = Related(kAppend, old);
  const std::string folder = Registered(AFolder());
  PutInto(addendum, folder);
  Related(kReplace, old);
  EXPECT_THAT(LinksFrom(folder), ElementsAre(Pair(addendum, kHasMember)));
}

TEST_F(ReplacementTest, Check79LeavesMembershipsThatEnded) {
  const std::string old = Registered(AnEntry());
  const std::string folder = Registered(AFolder());
  auto ids = RegisteredIds(ASubmission().Filing(old, folder).Build());
  Edit([&](ObjectEditor& editor) {
    return editor.SetAssociationStatus(Uuid(ids["member-1"]),
                                       metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  });
  Related(kReplace, old);
  EXPECT_EQ(LinksFrom(folder).size(), 1u);
}

TEST_F(ReplacementTest, Check79MakesNoMemberThatTheSubmissionMakes) {
  const std::string old = Registered(AnEntry());
  const std::string folder = Registered(AFolder());
  PutInto(old, folder);
  auto ids = RegisteredIds(ASubmission()
                               .WithRelated(AnEntry().WithEntryUuid("new"), kReplace, old)
                               .Filing("new", folder)
                               .Build());
  EXPECT_THAT(LinksFrom(folder),
              UnorderedElementsAre(Pair(old, kHasMember), Pair(ids["new"], kHasMember)));
}

TEST_F(ReplacementTest, Check79MakesOneMemberOfADocumentThatReplacesTwo) {
  const std::string first = Registered(AnEntry());
  const std::string second = Registered(AnEntry());
  const std::string folder = Registered(AFolder());
  PutInto(first, folder);
  PutInto(second, folder);
  auto ids = RegisteredIds(ASubmission()
                               .WithRelated(AnEntry().WithEntryUuid("new"), kReplace, first)
                               .WithAssociation(kReplace, "new", second)
                               .Build());
  EXPECT_FALSE(IsApproved(first));
  EXPECT_FALSE(IsApproved(second));
  EXPECT_THAT(LinksFrom(folder),
              UnorderedElementsAre(Pair(first, kHasMember), Pair(second, kHasMember),
                                   Pair(ids["new"], kHasMember)));
}

// Nobody can take a UUID away from the associations that the registry makes.
TEST_F(ReplacementTest, UuidsThatWereChosenToMeetDerivedOnesAreLeftAlone) {
  const std::string old = Registered(AnEntry());
  const std::string folder = Registered(AFolder());
  PutInto(old, folder);
  const auto request = ASubmission()
                           .WithUniqueId("2.999.20.4711")
                           .WithRelated(AnEntry().WithEntryUuid("new"), kReplace, old)
                           .Build();
  const std::string name =
      "HasMember\x1f" + folder + "\x1f" + EntryUuid::Derive("2.999.20.4711", "new").ToString();
  const std::string derived =
      ObjectEditor(&store_, {9, 9}).DeriveUuid("2.999.20.4711", name)->ToString();
  Registered(AnEntry().WithEntryUuid(derived));
  auto ids = RegisteredIds(request);
  EXPECT_THAT(LinksFrom(folder), Contains(Pair(ids["new"], kHasMember)));
  EXPECT_EQ(Entry(derived).entry_uuid(), derived);
  for (const auto& [member, type] : LinksFrom(ids["submission-set"])) EXPECT_NE(member, derived);
}

}  // namespace
}  // namespace docshare::registry
