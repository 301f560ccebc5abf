#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/crypto/secret_key.h"
#include "platform/kv/disk_reserve.h"
#include "platform/kv/kv_store.h"
#include "repository/content/chunk_file_writer.h"
#include "repository/content/content_folders.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_id.h"
#include "repository/content/content_row.h"
#include "repository/content/content_store.h"
#include "repository/content/document_keys.h"

namespace docshare::repository {

// Writes one document of a LocalContentStore: gathers the first chunk in memory, and goes on
// in a file when there is more.
class LocalContentWriter : public ContentWriter {
 public:
  // The pointers must outlive the writer. `expected_size_bytes` is a hint.
  LocalContentWriter(const ContentId& id, uint64_t expected_size_bytes,
                     const HashAlgorithms* hash_algorithms, const platform::DiskReserve* reserve,
                     ContentFolders* folders, DocumentKeys* keys);
  ~LocalContentWriter() override;

  absl::Status Append(absl::string_view bytes) override;
  absl::StatusOr<StoredContent> Finish() override;

 private:
  absl::Status Take(absl::string_view bytes);
  absl::Status BeginFile();
  absl::Status AppendChunk(absl::string_view bytes);
  absl::Status StoreInRow(const StoredContent& content);
  absl::Status StoreInFile(const StoredContent& content);
  absl::Status WriteRows(const ContentRow& row, platform::Durability durability);

  // Takes everything back that there is of the document so far.
  void Discard();

  const ContentId id_;
  const platform::DiskReserve* const reserve_;
  ContentFolders* const folders_;
  DocumentKeys* const keys_;
  const platform::SecretKey key_ = platform::SecretKey::Random();
  ContentHasher hasher_;
  // Bytes that are in no file yet: at most one chunk.
  std::string buffer_;
  std::unique_ptr<ChunkFileWriter> file_;
  // The first error; every later call returns it.
  absl::Status status_;
  bool file_created_ = false;
  // Or tried to.
  bool row_written_ = false;
  bool finished_ = false;
};

}  // namespace docshare::repository
