#include "registry/update/update_operations.h"

#include <functional>
#include <string>
#include <utility>
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
using metadata::v1::Association;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Pair;

using Request = v1::RegisterDocumentSetRequest;
using Errors = std::vector<std::pair<std::string, std::string>>;

const char kEntryUuid[] = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a11";
const char kOtherUuid[] = "urn:uuid:0b7f0f0e-6f3c-4a44-9a4e-0c6a4b3f2a12";
const char kOperationError[] = "XDSMetadataUpdateOperationError";
const char kUpdateError[] = "XDSMetadataUpdateError";

metadata::v1::DocumentEntry AVersion() {
  metadata::v1::DocumentEntry entry = AnEntry().Build();
  entry.set_logical_id(kEntryUuid);
  return entry;
}

metadata::v1::Folder AFolderVersion() {
  metadata::v1::Folder folder = AFolder().Build();
  folder.set_logical_id(kEntryUuid);
  return folder;
}

Errors FaultsOf(const Request& request, UpdateScope scope = UpdateScope::kAll) {
  RegistryErrors errors;
  DecodeUpdate(UpdateContent(request), scope, errors);
  return ErrorsOf(errors.ToStatus());
}

TEST(UpdateOperationsTest, DecodesEachOperationFromItsTrigger) {
  const Request request = AnUpdate()
                              .NewVersion(AVersion(), 1)
                              .Deprecate(kOtherUuid)
                              .Submit("link", kAppend, kEntryUuid, kOtherUuid)
                              .Also([](Request& update) {
                                metadata::v1::Folder folder = AFolderVersion();
                                folder.set_logical_id(kOtherUuid);
                                *update.add_folders() = folder;
                                Association& member = *update.add_associations();
                                member.set_association_type(kHasMember);
                                member.set_source_object(update.submission_set().entry_uuid());
                                member.set_target_object(folder.entry_uuid());
                                member.set_previous_version(7);
                              })
                              .Build();
  RegistryErrors errors;
  const UpdateOperations operations =
      DecodeUpdate(UpdateContent(request), UpdateScope::kAll, errors);
  EXPECT_THAT(ErrorsOf(errors.ToStatus()), IsEmpty());
  ASSERT_EQ(operations.new_versions.size(), 2u);
  EXPECT_FALSE(operations.new_versions[0].is_folder);
  EXPECT_EQ(operations.new_versions[0].trigger, 0);
  EXPECT_TRUE(operations.new_versions[1].is_folder);
  EXPECT_EQ(operations.new_versions[1].trigger, 4);
  EXPECT_THAT(operations.status_updates, ElementsAre(1));
  ASSERT_EQ(operations.submitted_associations.size(), 1u);
  EXPECT_EQ(operations.submitted_associations[0].association, 2);
  EXPECT_EQ(operations.submitted_associations[0].trigger, 3);
}

TEST(UpdateOperationsTest, WantsASubmissionSet) {
  Request request = AnUpdate().NewVersion(AVersion(), 1).Build();
  request.clear_submission_set();
  EXPECT_THAT(FaultsOf(request), Contains(Pair(kUpdateError, "submission_set")));
}

TEST(UpdateOperationsTest, Check61RefusesInitialVersions) {
  struct Case {
    std::string logical_id;
    std::string entry_uuid;
  };
  for (const Case& c : {Case{"", "new"}, Case{kEntryUuid, kEntryUuid}, Case{"symbolic", "new"},
                        Case{"urn:uuid:0B7F0F0E-6F3C-4A44-9A4E-0C6A4B3F2A11", "new"}}) {
    metadata::v1::DocumentEntry entry = AVersion();
    entry.set_logical_id(c.logical_id);
    entry.set_entry_uuid(c.entry_uuid);
    EXPECT_THAT(FaultsOf(AnUpdate().NewVersion(entry, 1).Build()),
                ElementsAre(Pair("XDSInvalidRequestException", "document_entries[0].logical_id")))
        << c.logical_id;
    metadata::v1::Folder folder = AFolderVersion();
    folder.set_logical_id(c.logical_id);
    folder.set_entry_uuid(c.entry_uuid);
    EXPECT_THAT(FaultsOf(AnUpdate().NewVersion(folder, 1).Build()),
                ElementsAre(Pair("XDSInvalidRequestException", "folders[0].logical_id"),
                            Pair(kUpdateError, "folders[0].logical_id")))
        << c.logical_id;
  }
}

// One change of a good update that makes it bad, and where.
struct AttributeCase {
  const char* what;
  std::function<void(Association&)> change;
  const char* field;
};

TEST(UpdateOperationsTest, Check65WantsTheAttributesOfANewVersion) {
  const AttributeCase cases[] = {
      {"no previous version", [](Association& a) { a.clear_previous_version(); },
       "previous_version"},
      {"no version 0", [](Association& a) { a.set_previous_version(0); }, "previous_version"},
      {"propagation of another kind",
       [](Association& a) {
         a.set_association_propagation(static_cast<metadata::v1::AssociationPropagation>(7));
       },
       "association_propagation"},
      {"an original status",
       [](Association& a) { a.set_original_status(metadata::v1::AVAILABILITY_STATUS_APPROVED); },
       "original_status"},
      {"a new status",
       [](Association& a) { a.set_new_status(metadata::v1::AVAILABILITY_STATUS_APPROVED); },
       "new_status"},
  };
  for (const AttributeCase& c : cases) {
    const auto change = [&](Request& update) { c.change(*update.mutable_associations(0)); };
    const auto fault =
        ElementsAre(Pair(kOperationError, std::string("associations[0].") + c.field));
    EXPECT_THAT(FaultsOf(AnUpdate().NewVersion(AVersion(), 1).Also(change).Build()), fault)
        << c.what;
    EXPECT_THAT(FaultsOf(AnUpdate().NewVersion(AFolderVersion(), 1).Also(change).Build()), fault)
        << c.what;
  }
}

TEST(UpdateOperationsTest, Check65WantsTheAttributesOfAStatusChange) {
  const AttributeCase cases[] = {
      {"no original status", [](Association& a) { a.clear_original_status(); }, "original_status"},
      {"no new status", [](Association& a) { a.clear_new_status(); }, "new_status"},
      {"an unknown new status",
       [](Association& a) { a.set_new_status(static_cast<metadata::v1::AvailabilityStatus>(9)); },
       "new_status"},
      {"an unknown original status",
       [](Association& a) {
         a.set_original_status(static_cast<metadata::v1::AvailabilityStatus>(9));
       },
       "original_status"},
      {"no change", [](Association& a) { a.set_new_status(a.original_status()); }, "new_status"},
      {"a previous version", [](Association& a) { a.set_previous_version(1); }, "previous_version"},
      {"propagation",
       [](Association& a) {
         a.set_association_propagation(metadata::v1::ASSOCIATION_PROPAGATION_NO);
       },
       "association_propagation"},
  };
  for (const AttributeCase& c : cases) {
    const Request request =
        AnUpdate()
            .Deprecate(kEntryUuid)
            .Also([&](Request& update) { c.change(*update.mutable_associations(0)); })
            .Build();
    EXPECT_THAT(FaultsOf(request),
                ElementsAre(Pair(kOperationError, std::string("associations[0].") + c.field)))
        << c.what;
  }
}

TEST(UpdateOperationsTest, Check65RefusesTriggerAttributesOnWhatIsSubmitted) {
  const auto spoil = [](Association& association) {
    association.set_previous_version(1);
    association.set_new_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  };
  for (int i : {0, 1}) {
    const Request request = AnUpdate()
                                .Submit("link", kAppend, kEntryUuid, kOtherUuid)
                                .Also([&](Request& r) { spoil(*r.mutable_associations(i)); })
                                .Build();
    const std::string at = "associations[" + std::to_string(i) + "].";
    EXPECT_THAT(FaultsOf(request), ElementsAre(Pair(kOperationError, at + "previous_version"),
                                               Pair(kOperationError, at + "new_status")));
  }
}

TEST(UpdateOperationsTest, Check66RefusesTheSubmissionSetAndItsAssociationsAsTargets) {
  EXPECT_THAT(FaultsOf(AnUpdate().Deprecate("submission-set").Build()),
              ElementsAre(Pair(kUpdateError, "associations[0].target_object")));
  const Request of_member =
      AnUpdate()
          .NewVersion(AVersion(), 1)
          .Also([](Request& r) { r.mutable_associations(0)->set_entry_uuid("member"); })
          .Deprecate("member")
          .Build();
  EXPECT_THAT(FaultsOf(of_member),
              ElementsAre(Pair(kUpdateError, "associations[1].target_object")));
  const Request of_trigger =
      AnUpdate()
          .Submit("link", kAppend, kEntryUuid, kOtherUuid)
          .Also([](Request& r) { r.mutable_associations(1)->set_entry_uuid("trigger"); })
          .Deprecate("trigger")
          .Build();
  EXPECT_THAT(FaultsOf(of_trigger),
              ElementsAre(Pair(kUpdateError, "associations[2].target_object")));
}

TEST(UpdateOperationsTest, Check69RefusesTwoChangesOfOneKind) {
  EXPECT_THAT(FaultsOf(AnUpdate().NewVersion(AVersion(), 1).NewVersion(AVersion(), 2).Build()),
              ElementsAre(Pair(kUpdateError, "document_entries[1].logical_id")));
  EXPECT_THAT(
      FaultsOf(AnUpdate().NewVersion(AVersion(), 1).NewVersion(AFolderVersion(), 2).Build()),
      ElementsAre(Pair(kUpdateError, "folders[0].logical_id")));
  EXPECT_THAT(FaultsOf(AnUpdate().Deprecate(kEntryUuid).Approve(kEntryUuid).Build()),
              ElementsAre(Pair(kUpdateError, "associations[1].target_object")));
}

TEST(UpdateOperationsTest, RefusesATriggerOfNothing) {
  // A reference is no update.
  const Request reference =
      AnUpdate()
          .NewVersion(AVersion(), 1)
          .Also([](Request& r) { r.mutable_associations(0)->set_target_object(kOtherUuid); })
          .Build();
  EXPECT_THAT(FaultsOf(reference),
              IsSupersetOf({Pair(kOperationError, "associations[0].target_object"),
                            Pair(kOperationError, "document_entries[0]")}));
  // Submitting what is not there, or a trigger.
  EXPECT_THAT(FaultsOf(AnUpdate()
                           .Submit("link", kAppend, kEntryUuid, kOtherUuid)
                           .Also([](Request& r) {
                             r.mutable_associations(1)->set_target_object("elsewhere");
                           })
                           .Build()),
              IsSupersetOf({Pair(kOperationError, "associations[1].target_object"),
                            Pair(kOperationError, "associations[0]")}));
  // An association that nothing submits.
  EXPECT_THAT(FaultsOf(AnUpdate()
                           .Submit("link", kAppend, kEntryUuid, kOtherUuid)
                           .Also([](Request& r) { r.mutable_associations()->RemoveLast(); })
                           .Build()),
              ElementsAre(Pair(kOperationError, "associations[0]")));
  // One that is submitted twice.
  EXPECT_THAT(FaultsOf(AnUpdate()
                           .Submit("link", kAppend, kEntryUuid, kOtherUuid)
                           .Also([](Request& r) { *r.add_associations() = r.associations(1); })
                           .Build()),
              ElementsAre(Pair(kOperationError, "associations[0]")));
}

TEST(UpdateOperationsTest, RefusesATriggerThatDoesNotStartAtTheSubmissionSet) {
  const auto elsewhere = [](Request& r) {
    r.mutable_associations(r.associations_size() - 1)->set_source_object(kOtherUuid);
  };
  EXPECT_THAT(FaultsOf(AnUpdate().Deprecate(kEntryUuid).Also(elsewhere).Build()),
              ElementsAre(Pair(kOperationError, "associations[0].source_object")));
  EXPECT_THAT(
      FaultsOf(AnUpdate().Submit("link", kAppend, kEntryUuid, kOtherUuid).Also(elsewhere).Build()),
      ElementsAre(Pair(kOperationError, "associations[1].source_object")));
}

TEST(UpdateOperationsTest, RestrictedUpdatesChangeEntriesOnly) {
  EXPECT_THAT(FaultsOf(AnUpdate().NewVersion(AVersion(), 1).Build(), UpdateScope::kRestricted),
              IsEmpty());
  EXPECT_THAT(
      FaultsOf(AnUpdate().NewVersion(AFolderVersion(), 1).Build(), UpdateScope::kRestricted),
      ElementsAre(Pair("XDSObjectTypeError", "folders[0]")));
  EXPECT_THAT(FaultsOf(AnUpdate().Deprecate(kEntryUuid).Build(), UpdateScope::kRestricted),
              ElementsAre(Pair("UnmodifiableMetadataError", "associations[0].association_type")));
  EXPECT_THAT(FaultsOf(AnUpdate().Submit("link", kAppend, kEntryUuid, kOtherUuid).Build(),
                       UpdateScope::kRestricted),
              Contains(Pair("XDSObjectTypeError", "associations[1].association_type")));
  EXPECT_THAT(
      FaultsOf(AnUpdate()
                   .NewVersion(AVersion(), 1)
                   .Also([](Request& r) { r.mutable_associations(0)->clear_previous_version(); })
                   .Build(),
               UpdateScope::kRestricted),
      ElementsAre(Pair("XDSMetadataAnnotationError", "associations[0].previous_version")));
}

}  // namespace
}  // namespace docshare::registry
