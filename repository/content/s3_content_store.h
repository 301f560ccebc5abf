#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/crypto/key_encryption.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "platform/random/uuid_source.h"
#include "platform/s3/s3_client.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_id.h"
#include "repository/content/content_store.h"
#include "repository/content/document_keys.h"
#include "repository/content/open_contents.h"

namespace docshare::repository {

struct S3ContentOptions {
  // Of the objects' keys, e.g. "documents/". Only one store may use it.
  std::string prefix;
  // How much is uploaded at a time, and held in memory by each writer.
  size_t part_bytes = 8 << 20;
  // Wraps the documents' keys. Must not be null.
  std::shared_ptr<platform::KeyEncryption> key_encryption;
};

// A ContentStore in a bucket of an S3 server. Documents of up to kInlineLimitBytes are rows of the
// KvStore (content_row.h), larger ones are objects with the bytes of a chunk file
// (content_object.h, chunk_file_format.h). Each is encrypted under a key of its own
// (document_keys.h), so the server sees no document.
//
// The unclaimed mark of a document is synced before the first request for its object, and goes only
// after the object is known to be gone, or with Claim(). So an object or upload without a mark
// always has its content row, and whatever a crash of this process or of the server leaves is found
// at the next start: a mark with a content row is kUnclaimed, one without kUnfinished.
//
// While the server does not answer, small documents are served and calls for large ones end with
// kUnavailable after the client's total_timeout. What a writer then leaves in the bucket is an
// orphan until the next start: a request that was not answered may still be carried out, so what it
// makes cannot be taken away for certain at once.
//
// Remove() while somebody reads hides the content at once; the object goes with the last reader.
//
// A document takes constant memory, whatever its size. Thread-safe.
class S3ContentStore : public ContentStore {
 public:
  static constexpr uint64_t kInlineLimitBytes = kChunkBytes;

  // The pointers must outlive the store. Makes no request. Returns kInvalidArgument for parts that
  // S3 does not take.
  static absl::StatusOr<std::unique_ptr<S3ContentStore>> Open(const S3ContentOptions& options,
                                                              platform::S3Client* client,
                                                              platform::KvStore* kv,
                                                              platform::UuidSource* uuids);

  absl::StatusOr<std::unique_ptr<ContentWriter>> NewDocument(uint64_t expected_size_bytes) override;
  absl::StatusOr<std::unique_ptr<ContentReader>> Open(const ContentId& id) const override;
  void Claim(const ContentId& id, platform::KvBatch* batch) const override;
  void Release(const ContentId& id, platform::KvBatch* batch) const override;
  void Keep(const StoredContent& /*content*/) override {}
  // Besides: kUnavailable when the server does not answer; then the content is hidden, and stays an
  // orphan.
  absl::Status Remove(const ContentId& id) override;
  DocumentKeys& keys() override { return keys_; }
  absl::Status ForEachOrphan(
      absl::FunctionRef<absl::Status(const ContentId& id, OrphanState state)> visit) const override;
  absl::Status ForEachStray(
      absl::FunctionRef<absl::Status(uint64_t looked_at, const std::vector<StrayContent>& strays)>
          visit) const override;
  absl::Status RemoveStray(const ContentId& id) override;

 private:
  class ObjectContentReader;

  S3ContentStore(const S3ContentOptions& options, HashAlgorithms hash_algorithms,
                 platform::S3Client* client, platform::KvStore* kv, platform::UuidSource* uuids);

  // Open(), while `open_` counts the caller.
  absl::StatusOr<std::unique_ptr<ContentReader>> OpenCounted(const ContentId& id) const;
  void EndReading(const ContentId& id) const;
  // Deletes the object of a content that has a mark and no row, then the mark.
  absl::Status RemoveObjectAndMark(const ContentId& id) const;

  const S3ContentOptions options_;
  const HashAlgorithms hash_algorithms_;
  platform::S3Client* const client_;
  platform::KvStore* const kv_;
  platform::UuidSource* const uuids_;
  DocumentKeys keys_;
  mutable OpenContents open_;
};

}  // namespace docshare::repository
