#include "registry/admin/stored_object.h"

#include "domain/errors/xds_error.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/objects/testing/edited_store.h"

namespace docshare::registry {
namespace {

using admin::v1::StoredObject;
using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;

constexpr char kKari[] = "12838520020";

class StoredObjectTest : public ::testing::Test {
 protected:
  StoredObjectTest() : kari_(edited_.AddPatient(kKari)) {
    uuids_ = edited_.Register(ASubmission()
                                  .OfPatient(kKari)
                                  .With(AnEntry().WithEntryUuid("entry").WithUniqueId("2.999.7.1"))
                                  .With(AFolder().WithEntryUuid("folder"))
                                  .Filing("entry", "folder")
                                  .Build());
  }

  absl::StatusOr<admin::v1::GetObjectResponse> Get(const std::string& entry_uuid) {
    admin::v1::GetObjectRequest request;
    request.set_entry_uuid(entry_uuid);
    return GetObject(edited_.reader(), request);
  }

  StoredObject GetOne(const EntryUuid& uuid) {
    auto response = Get(uuid.ToString());
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok() || response->objects_size() != 1) return {};
    return response->objects(0);
  }

  EditedStore edited_;
  const uint64_t kari_;
  std::map<std::string, EntryUuid> uuids_;
};

TEST_F(StoredObjectTest, DocumentComesWithVersionsAssociationsAndHistory) {
  edited_.Edit([&](ObjectEditor& editor) {
    metadata::v1::DocumentEntry next = (*ReadDocument(editor.now(), uuids_.at("entry")))->entry;
    next.set_entry_uuid("urn:uuid:0f1a2b3c-1111-4222-8333-444455556666");
    next.set_version(2);
    EXPECT_TRUE(editor.SupersedeDocument(uuids_.at("entry")).ok());
    EXPECT_TRUE(editor.AddDocument(next, kari_, storage::v1::CHANGE_KIND_UPDATED).ok());
  });
  const StoredObject object = GetOne(uuids_.at("entry"));
  EXPECT_EQ(object.kind(), admin::v1::OBJECT_KIND_DOCUMENT_ENTRY);
  EXPECT_EQ(object.patient_number(), kari_);
  EXPECT_EQ(object.document_entry().unique_id(), "2.999.7.1");
  EXPECT_FALSE(object.is_newest_version());
  ASSERT_EQ(object.versions_size(), 2);
  EXPECT_EQ(object.versions(1).version(), 2u);
  EXPECT_EQ(object.versions(1).entry_uuid(), "urn:uuid:0f1a2b3c-1111-4222-8333-444455556666");
  // From the submission set and from the folder.
  EXPECT_EQ(object.associations_size(), 2);
  ASSERT_EQ(object.history_size(), 1);
  EXPECT_EQ(object.history(0).kind(), admin::v1::OBJECT_EVENT_KIND_DEPRECATED);
  EXPECT_EQ(object.history(0).caller(), "test-system");
  EXPECT_EQ(object.history(0).committed_s(),
            1000 + static_cast<int64_t>(object.history(0).position()));
}

TEST_F(StoredObjectTest, EveryKindOfObjectIsFound) {
  const StoredObject folder = GetOne(uuids_.at("folder"));
  EXPECT_TRUE(folder.has_folder());
  EXPECT_TRUE(folder.is_newest_version());
  EXPECT_EQ(folder.versions_size(), 1);
  const StoredObject set = GetOne(uuids_.at("submission-set"));
  EXPECT_TRUE(set.has_submission_set());
  // To the entry, the folder, and the association between them.
  EXPECT_EQ(set.associations_size(), 3);
  ASSERT_EQ(folder.associations_size(), 2);
  const auto association = *EntryUuid::Parse(folder.associations(0).entry_uuid());
  const StoredObject found = GetOne(association);
  EXPECT_EQ(found.kind(), admin::v1::OBJECT_KIND_ASSOCIATION);
  EXPECT_EQ(found.association().association_type(), kHasMember);
  EXPECT_EQ(found.patient_number(), 0u);
}

TEST_F(StoredObjectTest, UniqueIdFindsEveryObjectThatHasIt) {
  edited_.Register(AnEntry().OfPatient(kKari).WithUniqueId("2.999.7.1"));
  admin::v1::GetObjectRequest request;
  request.set_unique_id("2.999.7.1");
  auto response = GetObject(edited_.reader(), request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->objects_size(), 2);
}

TEST_F(StoredObjectTest, TooManyObjectsOfOneUniqueIdAreRefused) {
  auto submission = ASubmission().OfPatient(kKari);
  for (int i = 0; i < 101; ++i) submission.With(AnEntry().WithUniqueId("2.999.7.2"));
  edited_.Register(submission.Build());
  admin::v1::GetObjectRequest request;
  request.set_unique_id("2.999.7.2");
  EXPECT_TRUE(absl::IsFailedPrecondition(GetObject(edited_.reader(), request).status()));
}

TEST_F(StoredObjectTest, RemovedObjectLeavesItsHistory) {
  edited_.Edit([&](ObjectEditor& editor) { EXPECT_TRUE(editor.Remove(uuids_.at("entry")).ok()); });
  const StoredObject object = GetOne(uuids_.at("entry"));
  EXPECT_EQ(object.kind(), admin::v1::OBJECT_KIND_UNSPECIFIED);
  EXPECT_EQ(object.object_case(), StoredObject::OBJECT_NOT_SET);
  ASSERT_EQ(object.history_size(), 1);
  EXPECT_EQ(object.history(0).kind(), admin::v1::OBJECT_EVENT_KIND_REMOVED);
}

TEST_F(StoredObjectTest, UnknownIdsAreNotFoundAndMalformedOnesRefused) {
  EXPECT_TRUE(absl::IsNotFound(Get("urn:uuid:0f1a2b3c-9999-4222-8333-444455556666").status()));
  for (const char* id : {"", "0f1a2b3c-9999-4222-8333-444455556666", "urn:uuid:x"}) {
    const absl::Status status = Get(id).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << id;
    EXPECT_TRUE(RegistryErrorsOf(status).has_value()) << id;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(GetObject(edited_.reader(), {}).status()));
  admin::v1::GetObjectRequest request;
  request.set_unique_id("2.999.7.404");
  EXPECT_TRUE(absl::IsNotFound(GetObject(edited_.reader(), request).status()));
}

}  // namespace
}  // namespace docshare::registry
