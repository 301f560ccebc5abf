#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/s3/s3_client.h"
#include "repository/content/content_cipher.h"

namespace docshare::repository {

// Reads an S3 object with the bytes of a chunk file (chunk_file_format.h), eight chunks a request,
// and checks every byte before it hands it out. Takes the memory of nine chunks.
//
// Errors: those of ObjectError(), and kDataLoss, naming the content, for an object that is gone or
// not that of the cipher's content with `size_bytes` bytes.
class ChunkObjectReader {
 public:
  // Reads and checks the first chunks. `client` must outlive the reader.
  static absl::StatusOr<std::unique_ptr<ChunkObjectReader>> Open(
      platform::S3Client* client, std::string key, std::unique_ptr<ContentCipher> cipher,
      uint64_t size_bytes);

  // See ContentReader.
  absl::StatusOr<absl::string_view> Read();
  absl::Status Seek(uint64_t offset);

 private:
  ChunkObjectReader(platform::S3Client* client, std::string key,
                    std::unique_ptr<ContentCipher> cipher, uint64_t size_bytes);

  // Reads chunks from that number on into the window: with the header before the first chunk and
  // the trailer behind the last, which it checks.
  absl::Status Fetch(uint64_t first_chunk);

  platform::S3Client* const client_;
  const std::string key_;
  const std::unique_ptr<ContentCipher> cipher_;
  const uint64_t size_bytes_;
  // The byte of the document that Read() gives next.
  uint64_t position_ = 0;
  // Sealed bytes of the object, and where they begin in it.
  std::string window_;
  uint64_t window_begin_ = 0;
  // The chunk that was opened last.
  std::string chunk_;
};

}  // namespace docshare::repository
