#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_id.h"
#include "repository/content/posix_file.h"

namespace docshare::repository {

// Reads a chunk file (chunk_file_format.h) and checks every byte before it hands it out.
class ChunkFileReader {
 public:
  // Checks the size of the file, its header and its trailer. Returns kDataLoss, naming the
  // content, unless the file is that of the cipher's content with `size_bytes` bytes.
  static absl::StatusOr<std::unique_ptr<ChunkFileReader>> Open(
      PosixFile file, std::unique_ptr<ContentCipher> cipher, uint64_t size_bytes);

  // See ContentReader.
  absl::StatusOr<absl::string_view> Read();
  absl::Status Seek(uint64_t offset);

 private:
  ChunkFileReader(PosixFile file, std::unique_ptr<ContentCipher> cipher, uint64_t size_bytes);

  const PosixFile file_;
  const std::unique_ptr<ContentCipher> cipher_;
  const uint64_t size_bytes_;
  // The byte of the document that Read() gives next.
  uint64_t position_ = 0;
  // One chunk with its tag, opened in place.
  std::string buffer_;
};

}  // namespace docshare::repository
