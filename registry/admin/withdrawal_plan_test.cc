#include "registry/admin/withdrawal_plan.h"

#include "domain/errors/xds_error.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/objects/testing/edited_store.h"
#include "registry/remove/remove_metadata.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;

constexpr char kKari[] = "12838520020";

class WithdrawalPlanTest : public ::testing::Test {
 protected:
  WithdrawalPlanTest() : kari_(edited_.AddPatient(kKari)) {}

  std::vector<PlannedRemoval> Plan(const EntryUuid& document) {
    auto plan = PlanWithdrawal(edited_.reader(), document);
    EXPECT_TRUE(plan.ok()) << plan.status();
    return plan.ok() ? *plan : std::vector<PlannedRemoval>();
  }

  static int Count(const std::vector<PlannedRemoval>& plan, admin::v1::ObjectKind kind) {
    int count = 0;
    for (const PlannedRemoval& object : plan) count += object.kind == kind ? 1 : 0;
    return count;
  }

  // Whether Remove Metadata does what is planned.
  absl::Status Remove(const std::vector<PlannedRemoval>& plan) {
    storage::v1::RemoveMetadataCommand command;
    for (const PlannedRemoval& object : plan) command.add_entry_uuids(object.uuid.ToString());
    ChangeOrigin origin;
    origin.position = 99;
    platform::KvBatch batch;
    return ApplyRemoveMetadata(command, origin, edited_.reader(), batch).status();
  }

  EditedStore edited_;
  const uint64_t kari_;
};

TEST_F(WithdrawalPlanTest, DocumentThatIsAloneTakesItsSubmissionSetWithIt) {
  const EntryUuid document = edited_.Register(AnEntry().OfPatient(kKari));
  const auto plan = Plan(document);
  ASSERT_EQ(plan.size(), 3u);
  EXPECT_EQ(plan[0].uuid, document);
  EXPECT_EQ(plan[0].kind, admin::v1::OBJECT_KIND_DOCUMENT_ENTRY);
  EXPECT_EQ(plan[1].kind, admin::v1::OBJECT_KIND_ASSOCIATION);
  EXPECT_EQ(plan[1].association_type, kHasMember);
  EXPECT_EQ(plan[2].kind, admin::v1::OBJECT_KIND_SUBMISSION_SET);
  EXPECT_TRUE(Remove(plan).ok());
}

TEST_F(WithdrawalPlanTest, SubmissionSetWithOtherDocumentsStays) {
  const auto uuids = edited_.Register(
      ASubmission().OfPatient(kKari).With(AnEntry().WithEntryUuid("goes")).With(AnEntry()).Build());
  const auto plan = Plan(uuids.at("goes"));
  EXPECT_EQ(plan.size(), 2u);
  EXPECT_TRUE(Remove(plan).ok());
}

TEST_F(WithdrawalPlanTest, MembershipOfAFolderGoesWithTheMembershipOfThat) {
  const auto uuids = edited_.Register(ASubmission()
                                          .OfPatient(kKari)
                                          .With(AnEntry().WithEntryUuid("goes"))
                                          .With(AFolder().WithEntryUuid("folder"))
                                          .Filing("goes", "folder")
                                          .Build());
  const auto plan = Plan(uuids.at("goes"));
  // Set to document, folder to document, set to the latter. The folder keeps the set.
  EXPECT_EQ(Count(plan, admin::v1::OBJECT_KIND_ASSOCIATION), 3);
  EXPECT_EQ(Count(plan, admin::v1::OBJECT_KIND_SUBMISSION_SET), 0);
  EXPECT_TRUE(Remove(plan).ok());
}

TEST_F(WithdrawalPlanTest, EveryVersionAndEveryRelationshipGoes) {
  const EntryUuid old = edited_.Register(AnEntry().OfPatient(kKari));
  const auto uuids =
      edited_.Register(ASubmission()
                           .OfPatient(kKari)
                           .WithRelated(AnEntry().WithEntryUuid("new"), kReplace, old.ToString())
                           .Build());
  const EntryUuid version_2 = *EntryUuid::Parse("urn:uuid:0f1a2b3c-1111-4222-8333-444455556666");
  edited_.Edit([&](ObjectEditor& editor) {
    metadata::v1::DocumentEntry next = (*ReadDocument(editor.now(), uuids.at("new")))->entry;
    next.set_entry_uuid(version_2.ToString());
    next.set_version(2);
    EXPECT_TRUE(editor.SupersedeDocument(uuids.at("new")).ok());
    EXPECT_TRUE(editor.AddDocument(next, kari_, storage::v1::CHANGE_KIND_UPDATED).ok());
  });
  // Whichever version is named.
  for (const EntryUuid& named : {uuids.at("new"), version_2}) {
    const auto plan = Plan(named);
    EXPECT_EQ(Count(plan, admin::v1::OBJECT_KIND_DOCUMENT_ENTRY), 2);
    // From the set, and RPLC. The replaced document stays.
    EXPECT_EQ(Count(plan, admin::v1::OBJECT_KIND_ASSOCIATION), 2);
    EXPECT_EQ(Count(plan, admin::v1::OBJECT_KIND_SUBMISSION_SET), 1);
    EXPECT_TRUE(Remove(plan).ok()) << Remove(plan);
  }
}

TEST_F(WithdrawalPlanTest, SetThatOnlyFiledTheDocumentGoesToo) {
  const auto first = edited_.Register(ASubmission()
                                          .OfPatient(kKari)
                                          .With(AnEntry().WithEntryUuid("goes"))
                                          .With(AFolder().WithEntryUuid("folder"))
                                          .Build());
  edited_.Register(ASubmission()
                       .OfPatient(kKari)
                       .Filing(first.at("goes").ToString(), first.at("folder").ToString())
                       .Build());
  const auto plan = Plan(first.at("goes"));
  EXPECT_EQ(Count(plan, admin::v1::OBJECT_KIND_SUBMISSION_SET), 1);
  EXPECT_TRUE(Remove(plan).ok()) << Remove(plan);
}

TEST_F(WithdrawalPlanTest, OnlyDocumentsAreWithdrawn) {
  const auto uuids = edited_.Register(
      ASubmission().OfPatient(kKari).With(AFolder().WithEntryUuid("folder")).Build());
  const absl::Status status = PlanWithdrawal(edited_.reader(), uuids.at("folder")).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_TRUE(RegistryErrorsOf(status).has_value());
  EXPECT_TRUE(absl::IsNotFound(
      PlanWithdrawal(edited_.reader(), EntryUuid::Derive("1.2", "nothing")).status()));
}

}  // namespace
}  // namespace docshare::registry
