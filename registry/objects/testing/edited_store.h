#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/testing/submission_builder.h"
#include "platform/kv/kv_batch.h"
#include "registry/objects/object_editor.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// A registry store in memory whose objects are made through ObjectEditor alone, without the rules
// of any transaction: for tests of what reads or repairs stored rows. Every change is committed at
// the next position, at second 1000 + position, by "test-system". A failure fails the test.
class EditedStore {
 public:
  EditedStore();

  // Makes a patient known and returns its number.
  uint64_t AddPatient(const std::string& id);
  // Says in the row of a patient that it was merged.
  void MarkMerged(uint64_t subsumed, uint64_t surviving);

  // Registers all objects of a submission, ids resolved. Its patient must be known.
  // Returns the entryUUIDs by the ids of the request.
  std::map<std::string, EntryUuid> Register(v1::RegisterDocumentSetRequest request);
  // A submission of this one entry.
  EntryUuid Register(const docshare::testing::EntryBuilder& entry);

  // Commits what `edit` does. Returns the position.
  uint64_t Edit(const std::function<void(ObjectEditor&)>& edit);

  // Writes rows as they are.
  void Commit(const platform::KvBatch& batch);

  // Every row but those of meta.
  std::map<std::string, std::string> Rows() const;

  RegistryStore& store() { return *store_; }
  const platform::KvReader& reader() const { return store_->reader(); }

 private:
  std::unique_ptr<RegistryStore> store_;
};

}  // namespace docshare::registry
