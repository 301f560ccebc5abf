#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/metadata/testing/submission_builder.h"
#include "platform/kv/kv_batch.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// A registry store in memory, filled through the real commands, for tests of queries.
class RegisteredStore {
 public:
  RegisteredStore();

  // Feeds the patients of the submission and registers it. Returns the entryUUIDs of its entries.
  std::vector<std::string> Register(const v1::RegisterDocumentSetRequest& request);

  // A submission of this one entry. Returns its entryUUID.
  std::string Register(const docshare::testing::EntryBuilder& entry);

  // Rewrites the filter row of a document.
  void ChangeFilterRow(const std::string& urn,
                       const std::function<void(storage::v1::DocumentFilterRow&)>& change);

  // Writes rows as they are.
  void Commit(const platform::KvBatch& batch);

  const RegistryStore& store() const { return *store_; }

 private:
  std::unique_ptr<RegistryStore> store_;
};

}  // namespace docshare::registry
