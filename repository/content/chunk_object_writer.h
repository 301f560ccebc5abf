#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/s3/s3_client.h"
#include "repository/content/content_cipher.h"

namespace docshare::repository {

// Writes an S3 object with the bytes of a chunk file (chunk_file_format.h). What fits one part is
// put at once, more goes up part by part; there is an object only after Finish(). Takes the memory
// of one part and a chunk, whatever the size of the document. What it leaves when it goes early is
// the caller's to remove (content_object.h).
//
// Errors: those of ObjectError(), and kResourceExhausted for more than 10000 parts.
class ChunkObjectWriter {
 public:
  // `client` must outlive the writer. Requires part_bytes >= S3Client::kMinPartBytes.
  ChunkObjectWriter(platform::S3Client* client, std::string key,
                    std::unique_ptr<ContentCipher> cipher, size_t part_bytes);

  // Requires exactly kChunkBytes; fewer, but not none, in the last chunk.
  absl::Status AppendChunk(absl::string_view bytes);

  // Completes the object. It is durable. Call it once.
  absl::Status Finish();

  // Whether the server was asked for anything that would have to be removed.
  bool has_asked() const { return has_asked_; }

 private:
  // Uploads the first bytes of the buffer as the next part.
  absl::Status UploadPart(size_t part_bytes);
  absl::Status CompleteUpload();

  platform::S3Client* const client_;
  const std::string key_;
  const std::unique_ptr<ContentCipher> cipher_;
  const size_t part_bytes_;
  // Sealed bytes that are not uploaded yet.
  std::string buffer_;
  uint64_t chunk_count_ = 0;
  uint64_t content_bytes_ = 0;
  // Empty until the first part is full.
  std::string upload_id_;
  // There may be other uploads of the key, begun by requests whose answers were lost.
  bool other_uploads_ = false;
  std::vector<std::string> etags_;
  bool has_asked_ = false;
};

}  // namespace docshare::repository
