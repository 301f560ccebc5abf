#include "registry/query/registered_store.h"

#include <utility>

#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/document.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"

namespace docshare::registry {

RegisteredStore::RegisteredStore()
    : store_(*RegistryStore::Open(std::make_unique<platform::MemoryKvStore>(), "urn:oid:2.999.1",
                                  std::string(32, 'k'))) {}

void RegisteredStore::Commit(const platform::KvBatch& batch) {
  ASSERT_TRUE(store_->Commit(batch, store_->commit_position() + 1, true).ok());
}

std::vector<std::string> RegisteredStore::Register(const v1::RegisterDocumentSetRequest& request) {
  storage::v1::FeedPatientCommand feed;
  *feed.mutable_patient_id() = request.submission_set().patient_id();
  platform::KvBatch fed;
  EXPECT_TRUE(ApplyFeedPatient(feed, 1, 1, store_->reader(), fed).ok());
  Commit(fed);

  auto command = PrepareRegisterDocumentSet(request);
  EXPECT_TRUE(command.ok()) << command.status();
  if (!command.ok()) return {};
  platform::KvBatch batch;
  Outcome outcome =
      ApplyRegisterDocumentSet(*command, store_->commit_position() + 1, store_->reader(), batch);
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  Commit(batch);
  std::vector<std::string> urns;
  for (const auto& entry : command->document_entries()) urns.push_back(entry.entry_uuid());
  return urns;
}

std::string RegisteredStore::Register(const docshare::testing::EntryBuilder& entry) {
  const metadata::v1::DocumentEntry built = entry.Build();
  auto urns = Register(
      docshare::testing::ASubmission().OfPatient(built.patient_id().id()).With(built).Build());
  return urns.empty() ? "" : urns.front();
}

void RegisteredStore::ChangeFilterRow(
    const std::string& urn, const std::function<void(storage::v1::DocumentFilterRow&)>& change) {
  const EntryUuid uuid = *EntryUuid::Parse(urn);
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
