#include "domain/metadata/submission_ids.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "domain/ids/entry_uuid.h"
#include "domain/metadata/testing/submission_builder.h"

namespace docshare {
namespace {

using google::protobuf::util::MessageDifferencer;
using registry::v1::RegisterDocumentSetRequest;
using testing::AFolder;
using testing::AnEntry;
using testing::ASubmission;

constexpr char kUuid[] = "urn:uuid:00000000-0000-4000-8000-000000000001";

RegisterDocumentSetRequest TwoEntries() {
  return ASubmission()
      .WithUniqueId("2.999.1")
      .With(AnEntry().WithEntryUuid("a"))
      .With(AnEntry().WithEntryUuid(kUuid))
      .Build();
}

TEST(SubmissionIdsTest, Check76ReplacesSymbolicIdsConsistently) {
  RegisterDocumentSetRequest request = TwoEntries();
  const auto assigned = ResolveSubmissionIds(request);
  const std::string set = EntryUuid::Derive("2.999.1", "submission-set").ToString();
  const std::string a = EntryUuid::Derive("2.999.1", "a").ToString();
  EXPECT_EQ(request.submission_set().entry_uuid(), set);
  EXPECT_EQ(request.document_entries(0).entry_uuid(), a);
  EXPECT_EQ(request.document_entries(1).entry_uuid(), kUuid);
  for (const auto& association : request.associations()) {
    EXPECT_EQ(association.source_object(), set);
    EXPECT_TRUE(EntryUuid::Parse(association.entry_uuid()).ok());
  }
  EXPECT_EQ(request.associations(0).target_object(), a);
  EXPECT_EQ(request.associations(1).target_object(), kUuid);
  ASSERT_EQ(assigned.size(), 5u);
  EXPECT_EQ(assigned[0].submitted_id(), "submission-set");
  EXPECT_EQ(assigned[0].entry_uuid(), set);
  EXPECT_EQ(assigned[1].submitted_id(), "a");
  EXPECT_EQ(assigned[1].entry_uuid(), a);
  EXPECT_EQ(assigned[2].submitted_id(), kUuid);
  EXPECT_EQ(assigned[2].entry_uuid(), kUuid);
  EXPECT_EQ(assigned[3].submitted_id(), "");
  EXPECT_EQ(assigned[3].entry_uuid(), request.associations(0).entry_uuid());
  EXPECT_EQ(assigned[4].entry_uuid(), request.associations(1).entry_uuid());
}

TEST(SubmissionIdsTest, Check76ReplacesIdsOfFoldersAndTheirMembers) {
  RegisterDocumentSetRequest request = ASubmission()
                                           .WithUniqueId("2.999.1")
                                           .With(AnEntry().WithEntryUuid("a"))
                                           .With(AFolder().WithEntryUuid("f"))
                                           .Filing("a", "f")
                                           .Build();
  const auto assigned = ResolveSubmissionIds(request);
  const std::string folder = EntryUuid::Derive("2.999.1", "f").ToString();
  const std::string member = EntryUuid::Derive("2.999.1", "member-1").ToString();
  EXPECT_EQ(request.folders(0).entry_uuid(), folder);
  ASSERT_EQ(assigned.size(), 7u);
  EXPECT_EQ(assigned[2].submitted_id(), "f");
  EXPECT_EQ(assigned[2].entry_uuid(), folder);
  EXPECT_EQ(request.associations(1).target_object(), folder);
  EXPECT_EQ(request.associations(2).source_object(), folder);
  EXPECT_EQ(request.associations(2).entry_uuid(), member);
  EXPECT_EQ(request.associations(3).target_object(), member);
}

TEST(SubmissionIdsTest, EveryObjectGetsItsOwnId) {
  RegisterDocumentSetRequest request = TwoEntries();
  // The same association twice: wrong, and still two objects.
  *request.add_associations() = request.associations(0);
  std::set<std::string> ids;
  for (const auto& id : ResolveSubmissionIds(request)) ids.insert(id.entry_uuid());
  EXPECT_EQ(ids.size(), 6u);
}

TEST(SubmissionIdsTest, RepeatedSubmissionGetsTheSameIds) {
  RegisterDocumentSetRequest first = TwoEntries();
  RegisterDocumentSetRequest second = first;
  ResolveSubmissionIds(first);
  ResolveSubmissionIds(second);
  EXPECT_TRUE(MessageDifferencer::Equals(first, second));
}

TEST(SubmissionIdsTest, AnotherSubmissionGetsOtherIds) {
  RegisterDocumentSetRequest first = TwoEntries();
  RegisterDocumentSetRequest second = first;
  second.mutable_submission_set()->set_unique_id("2.999.2");
  ResolveSubmissionIds(first);
  ResolveSubmissionIds(second);
  EXPECT_NE(first.document_entries(0).entry_uuid(), second.document_entries(0).entry_uuid());
  EXPECT_NE(first.associations(1).entry_uuid(), second.associations(1).entry_uuid());
}

TEST(SubmissionIdsTest, ResolvingAgainChangesNothing) {
  RegisterDocumentSetRequest request = TwoEntries();
  const auto assigned = ResolveSubmissionIds(request);
  const RegisterDocumentSetRequest resolved = request;
  const auto again = ResolveSubmissionIds(request);
  EXPECT_TRUE(MessageDifferencer::Equals(request, resolved));
  ASSERT_EQ(again.size(), assigned.size());
  for (size_t i = 0; i < again.size(); ++i) {
    EXPECT_EQ(again[i].entry_uuid(), assigned[i].entry_uuid());
    EXPECT_EQ(again[i].submitted_id(), assigned[i].entry_uuid());
  }
}

TEST(SubmissionIdsTest, AssociationsMayHaveAndNameSymbolicIds) {
  RegisterDocumentSetRequest request = TwoEntries();
  request.mutable_associations(0)->set_entry_uuid("link");
  request.mutable_associations(1)->set_target_object("link");
  ResolveSubmissionIds(request);
  EXPECT_EQ(request.associations(0).entry_uuid(), EntryUuid::Derive("2.999.1", "link").ToString());
  EXPECT_EQ(request.associations(1).target_object(), request.associations(0).entry_uuid());
}

TEST(SubmissionIdsTest, LeavesWhatItCannotResolve) {
  RegisterDocumentSetRequest request = TwoEntries();
  request.mutable_associations(0)->set_target_object("nobody");
  request.mutable_associations(1)->clear_source_object();
  request.mutable_document_entries(0)->clear_entry_uuid();
  request.mutable_document_entries(1)->set_entry_uuid("urn:uuid:broken");
  ResolveSubmissionIds(request);
  EXPECT_EQ(request.associations(0).target_object(), "nobody");
  EXPECT_EQ(request.associations(1).source_object(), "");
  EXPECT_EQ(request.document_entries(0).entry_uuid(), "");
  EXPECT_EQ(request.document_entries(1).entry_uuid(), "urn:uuid:broken");
}

TEST(SubmissionIdsTest, EmptyRequestStaysEmpty) {
  RegisterDocumentSetRequest request;
  const auto assigned = ResolveSubmissionIds(request);
  EXPECT_EQ(request.ByteSizeLong(), 0u);
  ASSERT_EQ(assigned.size(), 1u);
  EXPECT_EQ(assigned[0].entry_uuid(), "");
}

TEST(SubmissionIdsTest, AssigningAloneLeavesTheRequest) {
  RegisterDocumentSetRequest request = TwoEntries();
  const RegisterDocumentSetRequest before = request;
  const auto planned = AssignSubmissionIds(request);
  EXPECT_TRUE(MessageDifferencer::Equals(request, before));
  const auto assigned = ResolveSubmissionIds(request);
  ASSERT_EQ(planned.size(), assigned.size());
  for (size_t i = 0; i < planned.size(); ++i) {
    EXPECT_TRUE(MessageDifferencer::Equals(planned[i], assigned[i]));
  }
}

// Ids already given depend on it.
TEST(SubmissionIdsTest, DerivationIsFrozen) {
  RegisterDocumentSetRequest request = TwoEntries();
  ResolveSubmissionIds(request);
  EXPECT_EQ(request.document_entries(0).entry_uuid(),
            "urn:uuid:f6662cad-2a03-4e72-ba11-3a7b8c4804bc");
  EXPECT_EQ(request.associations(0).entry_uuid(), "urn:uuid:f6662cad-2a03-4e72-b183-b024b2b598bb");
}

}  // namespace
}  // namespace docshare
