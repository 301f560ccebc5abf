#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "platform/random/uuid_source.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_id.h"
#include "repository/content/content_store.h"
#include "repository/content/document_keys.h"

namespace docshare::repository {

// A ContentStore without files, for tests: every document is a content row, whatever its size.
// Its wrapping key is
// TestKeyRing()'s. It lives in memory as far as its KvStore does, and crashes with it. Thread-safe.
class MemoryContentStore : public ContentStore {
 public:
  // `kv` and `uuids` must outlive the store.
  MemoryContentStore(platform::KvStore* kv, platform::UuidSource* uuids);

  absl::StatusOr<std::unique_ptr<ContentWriter>> NewDocument(uint64_t expected_size_bytes) override;
  absl::StatusOr<std::unique_ptr<ContentReader>> Open(const ContentId& id) const override;
  void Claim(const ContentId& id, platform::KvBatch* batch) const override;
  void Release(const ContentId& id, platform::KvBatch* batch) const override;
  void Keep(const StoredContent& /*content*/) override {}
  absl::Status Remove(const ContentId& id) override;
  DocumentKeys& keys() override { return keys_; }
  absl::Status ForEachOrphan(
      absl::FunctionRef<absl::Status(const ContentId& id, OrphanState state)> visit) const override;
  absl::Status ForEachStray(
      absl::FunctionRef<absl::Status(uint64_t looked_at, const std::vector<StrayContent>& strays)>
          visit) const override;
  absl::Status RemoveStray(const ContentId& id) override;

 private:
  const HashAlgorithms hash_algorithms_;
  platform::KvStore* const kv_;
  platform::UuidSource* const uuids_;
  DocumentKeys keys_;
};

}  // namespace docshare::repository
