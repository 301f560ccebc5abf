#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_cipher.h"
#include "repository/content/posix_file.h"

namespace docshare::repository {

// Writes a chunk file (chunk_file_format.h). The data moves to the disk as it comes: at most
// 16 MiB of it wait in the system's memory, whatever the size of the document.
class ChunkFileWriter {
 public:
  // `file` must be empty. An error to write the header comes with the first chunk.
  ChunkFileWriter(PosixFile file, std::unique_ptr<ContentCipher> cipher);

  // Requires exactly kChunkBytes; fewer, but not none, in the last chunk.
  absl::Status AppendChunk(absl::string_view bytes);

  // Completes the file and makes its bytes durable. Call it once.
  absl::Status Finish();

 private:
  absl::Status Append(absl::string_view bytes);
  absl::Status LimitDirtyBytes();

  PosixFile file_;
  const std::unique_ptr<ContentCipher> cipher_;
  // One chunk with its tag.
  std::string sealed_;
  uint64_t chunk_count_ = 0;
  uint64_t content_bytes_ = 0;
  uint64_t file_bytes_ = 0;
  // Up to where the system was told to move the data to the disk, and where it has done so.
  uint64_t started_bytes_ = 0;
  uint64_t written_back_bytes_ = 0;
};

}  // namespace docshare::repository
