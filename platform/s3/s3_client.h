#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "platform/clock/clock.h"
#include "platform/s3/s3_exchange.h"
#include "platform/s3/s3_options.h"

namespace docshare::platform {

// A multipart upload that was begun and is neither completed nor aborted.
struct S3Upload {
  std::string key;
  std::string upload_id;
  // Infinite future when the server does not say.
  absl::Time begun = absl::InfiniteFuture();
};

struct S3Range {
  // How many bytes there are in the buffer: fewer than it holds only at the end of the object.
  size_t size_bytes = 0;
  // Size of the whole object.
  uint64_t object_bytes = 0;
};

struct S3ObjectPage {
  struct Object {
    std::string key;
    uint64_t size_bytes = 0;
    // When it was written; infinite future when the server does not say.
    absl::Time written = absl::InfiniteFuture();
  };
  // In the order of their keys.
  std::vector<Object> objects;
  // More follow after the last of them.
  bool is_truncated = false;
};

// The objects of one bucket of an S3 server. Every call blocks, is repeated while the server does
// not answer or is busy, and sends the SHA-256 of its body, so that the server stores nothing that
// changed on the way. Thread-safe.
//
// Errors of every call: see s3_error.h and http_client.h. After kUnavailable the server may have
// done what was asked, or may still do it.
class S3Client {
 public:
  static constexpr int kMaxParts = 10000;
  // Of any part but the last.
  static constexpr size_t kMinPartBytes = 5 << 20;

  // Makes no request. `clock` must outlive the client. Returns kInvalidArgument for a bad endpoint
  // or an option that is missing.
  static absl::StatusOr<std::unique_ptr<S3Client>> Create(const S3Options& options,
                                                          const Clock* clock);

  absl::Status PutObject(absl::string_view key, absl::string_view bytes);

  struct BegunUpload {
    std::string upload_id;
    // The request was repeated: there may be another upload of the key that nobody knows of.
    bool repeated = false;
  };
  absl::StatusOr<BegunUpload> CreateMultipartUpload(absl::string_view key);

  // Parts are counted from 1 to kMaxParts. Returns the part's ETag.
  absl::StatusOr<std::string> UploadPart(absl::string_view key, absl::string_view upload_id,
                                         int part_number, absl::string_view bytes);

  // Makes the object of all parts, whose ETags are given in order; `object_bytes` is the size of
  // all of them together. After an attempt without an answer it looks what became of that, and
  // repeats it only when there is no object: a Ceph gateway that is cut off between writing the
  // object and forgetting the upload would, asked again, hand the object's own parts to its garbage
  // collection. Requires that nobody else writes the key. Returns kUnavailable also for an upload
  // that was half completed; its object may not be trusted.
  absl::Status CompleteMultipartUpload(absl::string_view key, absl::string_view upload_id,
                                       absl::Span<const std::string> etags, uint64_t object_bytes);

  // No error when there is no such upload.
  absl::Status AbortMultipartUpload(absl::string_view key, absl::string_view upload_id);

  // All uploads of keys that begin with the prefix.
  absl::StatusOr<std::vector<S3Upload>> ListMultipartUploads(absl::string_view prefix);

  // The bytes from `offset` on, as many as the buffer holds and the object has. Requires a buffer
  // that is not empty. Returns kOutOfRange for an offset at or behind the end.
  absl::StatusOr<S3Range> GetRange(absl::string_view key, uint64_t offset, absl::Span<char> buffer);

  // The size of the object in bytes.
  absl::StatusOr<uint64_t> HeadObject(absl::string_view key);

  // No error when there is no such object.
  absl::Status DeleteObject(absl::string_view key);

  // Some of the objects whose keys begin with the prefix and come after `start_after`.
  absl::StatusOr<S3ObjectPage> ListObjects(absl::string_view prefix, absl::string_view start_after);

 private:
  S3Client(const S3Options& options, const S3Endpoint& endpoint, const Clock* clock);

  // What became of an upload that was to be completed.
  enum class Completion { kNone, kHalf, kWhole };
  absl::StatusOr<Completion> FindCompletion(absl::string_view key, absl::string_view upload_id,
                                            uint64_t object_bytes, absl::Time deadline);

  absl::StatusOr<std::vector<S3Upload>> ListUploads(absl::string_view prefix, absl::Time deadline);
  absl::StatusOr<uint64_t> SizeOf(absl::string_view key, absl::Time deadline);

  S3Exchange exchange_;
};

}  // namespace docshare::platform
