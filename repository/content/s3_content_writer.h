#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/kv/kv_store.h"
#include "platform/s3/s3_client.h"
#include "repository/content/chunk_object_writer.h"
#include "repository/content/chunked_writer.h"

namespace docshare::repository {

// Writes one document of an S3ContentStore: a row, or an object when there is more than a chunk.
class S3ContentWriter : public ChunkedWriter {
 public:
  // The pointers must outlive the writer. `expected_size_bytes` is a hint.
  S3ContentWriter(const ContentId& id, uint64_t expected_size_bytes,
                  const HashAlgorithms* hash_algorithms, const std::string& prefix,
                  size_t part_bytes, platform::S3Client* client, DocumentKeys* keys,
                  platform::KvStore* kv);
  ~S3ContentWriter() override;

 private:
  absl::Status BeginChunks() override;
  absl::Status AppendChunk(absl::string_view bytes) override;
  absl::Status CompleteChunks(const StoredContent& content) override;
  void Discard() override;

  const std::string object_key_;
  const size_t part_bytes_;
  platform::S3Client* const client_;
  platform::KvStore* const kv_;
  std::unique_ptr<ChunkObjectWriter> object_;
  // Before the object was begun; or tried to.
  bool mark_written_ = false;
};

}  // namespace docshare::repository
