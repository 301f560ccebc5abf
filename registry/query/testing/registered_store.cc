#include "registry/query/testing/registered_store.h"

#include <atomic>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/patient_id.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/document.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/patient.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

using docshare::testing::ACode;
using docshare::testing::APatient;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;

// 2024-01-01T00:00:00Z.
constexpr int64_t kFirstCommit = 1'704'067'200;

EntryUuid Uuid(const std::string& urn) {
  auto uuid = EntryUuid::Parse(urn);
  EXPECT_TRUE(uuid.ok()) << uuid.status();
  return *uuid;
}

template <typename Object>
void SetFirstVersion(Object& object) {
  if (object.availability_status() == metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED) {
    object.set_availability_status(AVAILABILITY_STATUS_APPROVED);
  }
  if (object.logical_id().empty()) object.set_logical_id(object.entry_uuid());
  if (object.version() == 0) object.set_version(1);
}

template <typename Object>
void SetNextVersion(const Object& previous, Object& object) {
  object.set_unique_id(previous.unique_id());
  object.set_logical_id(previous.logical_id());
  object.set_version(previous.version() + 1);
}

}  // namespace

metadata::v1::Folder AFolder(absl::string_view patient) {
  static std::atomic<uint64_t> counter = 0;
  metadata::v1::Folder folder;
  folder.set_unique_id(absl::StrCat("2.999.50.", ++counter));
  *folder.mutable_patient_id() = APatient(patient);
  *folder.add_codes() = ACode("A00-1", "2.16.578.1.12.4.1.1.9602");
  folder.mutable_title()->add_localized()->set_value("Mappe");
  return folder;
}

metadata::v1::SubmissionSet ASubmissionSet(absl::string_view patient) {
  metadata::v1::SubmissionSet set =
      docshare::testing::ASubmission().OfPatient(patient).Build().submission_set();
  set.clear_entry_uuid();
  return set;
}

RegisteredStore::RegisteredStore()
    : store_(*RegistryStore::Open(std::make_unique<platform::MemoryKvStore>(), "urn:oid:2.999.1",
                                  std::string(32, 'k'))) {}

std::string RegisteredStore::NewUrn() {
  return EntryUuid::Derive("2.999.99", absl::StrCat(next_urn_++)).ToString();
}

void RegisteredStore::Commit(const platform::KvBatch& batch) {
  ASSERT_TRUE(store_->Commit(batch, store_->commit_position() + 1, true).ok());
}

uint64_t RegisteredStore::AddPatient(const metadata::v1::PatientIdentifier& patient) {
  const auto id = PatientId::FromProto(patient);
  EXPECT_TRUE(id.ok()) << id.status();
  auto known = FindPatientNumber(store_->reader(), *id);
  EXPECT_TRUE(known.ok()) << known.status();
  if (known->has_value()) return **known;
  storage::v1::PatientRow row;
  *row.mutable_patient_id() = patient;
  platform::KvBatch batch;
  WritePatient(*id, next_patient_, row, batch);
  Commit(batch);
  return next_patient_++;
}

void RegisteredStore::Edit(const std::function<void(ObjectEditor&)>& edit) {
  const uint64_t position = store_->commit_position() + 1;
  ObjectEditor editor(&store_->reader(),
                      {position, kFirstCommit + static_cast<int64_t>(position), "test", ""});
  edit(editor);
  Commit(editor.TakeBatch());
}

std::string RegisteredStore::AddDocument(metadata::v1::DocumentEntry entry) {
  if (!absl::StartsWith(entry.entry_uuid(), "urn:uuid:")) entry.set_entry_uuid(NewUrn());
  std::string urn = entry.entry_uuid();
  SetFirstVersion(entry);
  const uint64_t number = AddPatient(entry.patient_id());
  Edit([&](ObjectEditor& editor) {
    const absl::Status added =
        editor.AddDocument(std::move(entry), number, storage::v1::CHANGE_KIND_REGISTERED);
    EXPECT_TRUE(added.ok()) << added;
  });
  return urn;
}

std::string RegisteredStore::AddFolder(metadata::v1::Folder folder) {
  if (!absl::StartsWith(folder.entry_uuid(), "urn:uuid:")) folder.set_entry_uuid(NewUrn());
  std::string urn = folder.entry_uuid();
  SetFirstVersion(folder);
  const uint64_t number = AddPatient(folder.patient_id());
  Edit([&](ObjectEditor& editor) {
    const absl::Status added =
        editor.AddFolder(std::move(folder), number, storage::v1::CHANGE_KIND_REGISTERED);
    EXPECT_TRUE(added.ok()) << added;
  });
  return urn;
}

std::string RegisteredStore::AddSubmissionSet(metadata::v1::SubmissionSet set) {
  if (!absl::StartsWith(set.entry_uuid(), "urn:uuid:")) set.set_entry_uuid(NewUrn());
  std::string urn = set.entry_uuid();
  if (set.availability_status() == metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED) {
    set.set_availability_status(AVAILABILITY_STATUS_APPROVED);
  }
  const uint64_t number = AddPatient(set.patient_id());
  Edit([&](ObjectEditor& editor) {
    const absl::Status added = editor.AddSubmissionSet(std::move(set), {}, number);
    EXPECT_TRUE(added.ok()) << added;
  });
  return urn;
}

std::string RegisteredStore::Associate(const std::string& source, const std::string& type,
                                       const std::string& target) {
  metadata::v1::Association association;
  std::string urn = NewUrn();
  association.set_entry_uuid(urn);
  association.set_association_type(type);
  association.set_source_object(source);
  association.set_target_object(target);
  Edit([&](ObjectEditor& editor) {
    const absl::Status added = editor.AddAssociation(std::move(association));
    EXPECT_TRUE(added.ok()) << added;
  });
  return urn;
}

std::string RegisteredStore::UpdateDocument(const std::string& urn,
                                            metadata::v1::DocumentEntry entry) {
  auto previous = ReadDocument(store_->reader(), Uuid(urn));
  EXPECT_TRUE(previous.ok() && previous->has_value());
  SetNextVersion((*previous)->entry, entry);
  Edit([&](ObjectEditor& editor) { EXPECT_TRUE(editor.SupersedeDocument(Uuid(urn)).ok()); });
  return AddDocument(std::move(entry));
}

std::string RegisteredStore::UpdateFolder(const std::string& urn, metadata::v1::Folder folder) {
  auto previous = ReadFolder(store_->reader(), Uuid(urn));
  EXPECT_TRUE(previous.ok() && previous->has_value());
  SetNextVersion((*previous)->folder, folder);
  Edit([&](ObjectEditor& editor) { EXPECT_TRUE(editor.SupersedeFolder(Uuid(urn)).ok()); });
  return AddFolder(std::move(folder));
}

void RegisteredStore::Deprecate(const std::string& urn) {
  const EntryUuid uuid = Uuid(urn);
  auto locator = FindObject(store_->reader(), uuid);
  ASSERT_TRUE(locator.ok() && locator->has_value());
  Edit([&](ObjectEditor& editor) {
    absl::Status status;
    switch ((*locator)->kind()) {
      case storage::v1::OBJECT_KIND_DOCUMENT_ENTRY:
        status = editor.SetDocumentStatus(uuid, AVAILABILITY_STATUS_DEPRECATED);
        break;
      case storage::v1::OBJECT_KIND_FOLDER:
        status = editor.SetFolderStatus(uuid, AVAILABILITY_STATUS_DEPRECATED);
        break;
      default:
        status = editor.SetAssociationStatus(uuid, AVAILABILITY_STATUS_DEPRECATED);
    }
    EXPECT_TRUE(status.ok()) << status;
  });
}

std::vector<std::string> RegisteredStore::Register(const v1::RegisterDocumentSetRequest& request) {
  std::map<std::string, std::string> urns;
  const auto resolve = [&](const std::string& id) {
    if (absl::StartsWith(id, "urn:uuid:")) return id;
    auto& urn = urns[id];
    if (urn.empty()) urn = NewUrn();
    return urn;
  };
  const uint64_t number = AddPatient(request.submission_set().patient_id());
  std::vector<std::string> documents;
  Edit([&](ObjectEditor& editor) {
    metadata::v1::SubmissionSet set = request.submission_set();
    set.set_entry_uuid(resolve(set.entry_uuid()));
    set.set_availability_status(AVAILABILITY_STATUS_APPROVED);
    EXPECT_TRUE(editor.AddSubmissionSet(std::move(set), {}, number).ok());
    for (metadata::v1::DocumentEntry entry : request.document_entries()) {
      entry.set_entry_uuid(resolve(entry.entry_uuid()));
      SetFirstVersion(entry);
      documents.push_back(entry.entry_uuid());
      EXPECT_TRUE(
          editor.AddDocument(std::move(entry), number, storage::v1::CHANGE_KIND_REGISTERED).ok());
    }
    for (metadata::v1::Folder folder : request.folders()) {
      folder.set_entry_uuid(resolve(folder.entry_uuid()));
      SetFirstVersion(folder);
      EXPECT_TRUE(
          editor.AddFolder(std::move(folder), number, storage::v1::CHANGE_KIND_REGISTERED).ok());
    }
    for (metadata::v1::Association association : request.associations()) {
      association.set_entry_uuid(NewUrn());
      association.set_source_object(resolve(association.source_object()));
      association.set_target_object(resolve(association.target_object()));
      EXPECT_TRUE(editor.AddAssociation(std::move(association)).ok());
    }
  });
  return documents;
}

std::string RegisteredStore::Register(const docshare::testing::EntryBuilder& entry) {
  const metadata::v1::DocumentEntry built = entry.Build();
  auto urns = Register(
      docshare::testing::ASubmission().OfPatient(built.patient_id().id()).With(built).Build());
  return urns.empty() ? "" : urns.front();
}

void RegisteredStore::ChangeFilterRow(
    const std::string& urn, const std::function<void(storage::v1::DocumentFilterRow&)>& change) {
  const EntryUuid uuid = Uuid(urn);
  auto locator = FindObject(store_->reader(), uuid);
  ASSERT_TRUE(locator.ok() && locator->has_value());
  const std::string key =
      DocumentFilterKey({(*locator)->patient_number(), (*locator)->sort_s(), uuid});
  auto bytes = store_->reader().Get(key);
  ASSERT_TRUE(bytes.ok() && bytes->has_value());
  storage::v1::DocumentFilterRow row;
  ASSERT_TRUE(DecodeRow(**bytes, row).ok());
  change(row);
  platform::KvBatch batch;
  batch.Put(key, EncodeRow(row));
  Commit(batch);
}

}  // namespace docshare::registry
