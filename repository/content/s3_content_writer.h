#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/crypto/secret_key.h"
#include "platform/kv/kv_store.h"
#include "platform/s3/s3_client.h"
#include "repository/content/chunk_object_writer.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_id.h"
#include "repository/content/content_row.h"
#include "repository/content/content_store.h"
#include "repository/content/document_keys.h"

namespace docshare::repository {

// Writes one document of an S3ContentStore: gathers the first chunk in memory, and goes on in an
// object when there is more.
class S3ContentWriter : public ContentWriter {
 public:
  // The pointers must outlive the writer. `expected_size_bytes` is a hint.
  S3ContentWriter(const ContentId& id, uint64_t expected_size_bytes,
                  const HashAlgorithms* hash_algorithms, const std::string& prefix,
                  size_t part_bytes, platform::S3Client* client, DocumentKeys* keys,
                  platform::KvStore* kv);
  ~S3ContentWriter() override;

  absl::Status Append(absl::string_view bytes) override;
  absl::StatusOr<StoredContent> Finish() override;

 private:
  absl::Status Take(absl::string_view bytes);
  absl::Status BeginObject();
  absl::Status StoreInObject(const StoredContent& content);
  absl::Status WriteRows(const ContentRow& row);

  // Takes everything back that there is of the document so far.
  void Discard();

  const ContentId id_;
  const std::string object_key_;
  const size_t part_bytes_;
  platform::S3Client* const client_;
  DocumentKeys* const keys_;
  platform::KvStore* const kv_;
  const platform::SecretKey key_ = platform::SecretKey::Random();
  ContentHasher hasher_;
  // Bytes that are in no object yet: at most one chunk.
  std::string buffer_;
  std::unique_ptr<ChunkObjectWriter> object_;
  // The first error; every later call returns it.
  absl::Status status_;
  // Or tried to.
  bool mark_written_ = false;
  bool row_written_ = false;
  bool finished_ = false;
};

}  // namespace docshare::repository
