#include "registry/objects/testing/edited_store.h"

#include <utility>

#include "domain/ids/patient_id.h"
#include "domain/metadata/submission_ids.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/meta.h"
#include "registry/index/patient.h"

namespace docshare::registry {
namespace {

using docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED;

template <typename Object>
void Complete(Object& object) {
  object.set_availability_status(AVAILABILITY_STATUS_APPROVED);
  if (object.logical_id().empty()) object.set_logical_id(object.entry_uuid());
  if (object.version() == 0) object.set_version(1);
}

}  // namespace

EditedStore::EditedStore()
    : store_(*RegistryStore::Open(std::make_unique<platform::MemoryKvStore>(), "urn:oid:2.999.1",
                                  std::string(32, 'k'))) {}

uint64_t EditedStore::AddPatient(const std::string& id) {
  const auto patient = *PatientId::FromProto(docshare::testing::APatient(id));
  const uint64_t number = *ReadCounter(reader(), kMetaNextPatient, 1);
  storage::v1::PatientRow row;
  *row.mutable_patient_id() = patient.ToProto();
  row.set_fed_s(1000);
  platform::KvBatch batch;
  WritePatient(patient, number, row, batch);
  WriteCounter(kMetaNextPatient, number + 1, batch);
  Commit(batch);
  return number;
}

void EditedStore::MarkMerged(uint64_t subsumed, uint64_t surviving) {
  auto row = ReadPatient(reader(), subsumed);
  ASSERT_TRUE(row.ok()) << row.status();
  row->set_merged_into(surviving);
  row->set_merge_position(store_->commit_position() + 1);
  platform::KvBatch batch;
  WritePatient(*PatientId::FromProto(row->patient_id()), subsumed, *row, batch);
  Commit(batch);
}

std::map<std::string, EntryUuid> EditedStore::Register(v1::RegisterDocumentSetRequest request) {
  std::map<std::string, EntryUuid> uuids;
  for (const v1::AssignedId& assigned : ResolveSubmissionIds(request)) {
    uuids.emplace(assigned.submitted_id(), *EntryUuid::Parse(assigned.entry_uuid()));
  }
  const auto patient = *PatientId::FromProto(request.submission_set().patient_id());
  const auto number = *FindPatientNumber(reader(), patient);
  EXPECT_TRUE(number.has_value());
  if (!number.has_value()) return uuids;
  Edit([&](ObjectEditor& editor) {
    auto& set = *request.mutable_submission_set();
    set.set_availability_status(AVAILABILITY_STATUS_APPROVED);
    storage::v1::SubmissionSetRow row;
    row.set_commit_position(editor.origin().position);
    EXPECT_TRUE(editor.AddSubmissionSet(set, row, *number).ok());
    for (auto& entry : *request.mutable_document_entries()) {
      Complete(entry);
      EXPECT_TRUE(editor.AddDocument(entry, *number, storage::v1::CHANGE_KIND_REGISTERED).ok());
    }
    for (auto& folder : *request.mutable_folders()) {
      Complete(folder);
      EXPECT_TRUE(editor.AddFolder(folder, *number, storage::v1::CHANGE_KIND_REGISTERED).ok());
    }
    for (const auto& association : request.associations()) {
      EXPECT_TRUE(editor.AddAssociation(association).ok());
    }
  });
  return uuids;
}

EntryUuid EditedStore::Register(const docshare::testing::EntryBuilder& entry) {
  const metadata::v1::DocumentEntry built = entry.Build();
  return Register(docshare::testing::ASubmission()
                      .OfPatient(built.patient_id().id())
                      .With(built)
                      .Build())
      .at(built.entry_uuid());
}

uint64_t EditedStore::Edit(const std::function<void(ObjectEditor&)>& edit) {
  ChangeOrigin origin;
  origin.position = store_->commit_position() + 1;
  origin.committed_s = 1000 + static_cast<int64_t>(origin.position);
  origin.caller = "test-system";
  ObjectEditor editor(&reader(), origin);
  edit(editor);
  EXPECT_TRUE(store_->Commit(editor.TakeBatch(), origin.position, true).ok());
  return origin.position;
}

void EditedStore::Commit(const platform::KvBatch& batch) {
  ASSERT_TRUE(store_->Commit(batch, store_->commit_position() + 1, true).ok());
}

std::map<std::string, std::string> EditedStore::Rows() const {
  std::map<std::string, std::string> rows;
  for (auto it = reader().Scan("\x02", ""); it->Valid(); it->Next()) {
    rows.emplace(it->key(), it->value());
  }
  return rows;
}

}  // namespace docshare::registry
