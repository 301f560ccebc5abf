#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/crypto/secret_key.h"
#include "platform/kv/kv_store.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_id.h"
#include "repository/content/content_row.h"
#include "repository/content/content_store.h"
#include "repository/content/document_keys.h"

namespace docshare::repository {

// What is alike in writing one document, wherever it goes: gathers the first chunk in memory, which
// becomes a row when there is no more, and else hands on chunk after chunk.
class ChunkedWriter : public ContentWriter {
 public:
  absl::Status Append(absl::string_view bytes) final;
  absl::StatusOr<StoredContent> Finish() final;

 protected:
  // The pointers must outlive the writer. `expected_size_bytes` is a hint.
  ChunkedWriter(const ContentId& id, uint64_t expected_size_bytes,
                const HashAlgorithms* hash_algorithms, DocumentKeys* keys);

  // There is more than a row takes: chunks follow.
  virtual absl::Status BeginChunks() = 0;
  virtual absl::Status AppendChunk(absl::string_view bytes) = 0;
  // Every chunk came: makes them a document, rows and all.
  virtual absl::Status CompleteChunks(const StoredContent& content) = 0;

  // Takes everything back that there is of the document so far. Called once, after the first error;
  // a destructor calls it when is_abandoned().
  virtual void Discard() = 0;
  bool is_abandoned() const { return !finished_ && status_.ok(); }

  // The content row, the unclaimed mark and the key's row, in one write.
  absl::Status WriteRows(const ContentRow& row, platform::Durability durability);

  const ContentId& id() const { return id_; }
  const platform::SecretKey& key() const { return key_; }
  DocumentKeys& keys() { return *keys_; }
  // The first error; every later call returns it.
  const absl::Status& status() const { return status_; }
  // Or tried to.
  bool row_written() const { return row_written_; }

 private:
  absl::Status Take(absl::string_view bytes);
  absl::Status Store(const StoredContent& content);

  const ContentId id_;
  DocumentKeys* const keys_;
  const platform::SecretKey key_ = platform::SecretKey::Random();
  ContentHasher hasher_;
  // Bytes that were not handed on yet: at most one chunk.
  std::string buffer_;
  bool in_chunks_ = false;
  absl::Status status_;
  bool row_written_ = false;
  bool finished_ = false;
};

}  // namespace docshare::repository
