#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/kv/disk_reserve.h"
#include "repository/content/chunk_file_writer.h"
#include "repository/content/chunked_writer.h"
#include "repository/content/content_folders.h"

namespace docshare::repository {

// Writes one document of a LocalContentStore: a row, or a file when there is more than a chunk.
class LocalContentWriter : public ChunkedWriter {
 public:
  // The pointers must outlive the writer. `expected_size_bytes` is a hint.
  LocalContentWriter(const ContentId& id, uint64_t expected_size_bytes,
                     const HashAlgorithms* hash_algorithms, const platform::DiskReserve* reserve,
                     ContentFolders* folders, DocumentKeys* keys);
  ~LocalContentWriter() override;

 private:
  absl::Status BeginChunks() override;
  absl::Status AppendChunk(absl::string_view bytes) override;
  absl::Status CompleteChunks(const StoredContent& content) override;
  void Discard() override;

  const platform::DiskReserve* const reserve_;
  ContentFolders* const folders_;
  std::unique_ptr<ChunkFileWriter> file_;
  bool file_created_ = false;
};

}  // namespace docshare::repository
