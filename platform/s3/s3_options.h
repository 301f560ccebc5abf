#pragma once

#include <string>

#include "absl/time/time.h"
#include "platform/s3/s3_signature.h"

namespace docshare::platform {

// Where the objects are and how long to try.
struct S3Options {
  // See s3_endpoint.h.
  std::string endpoint;
  // As the server calls itself; Ceph takes any.
  std::string region = "us-east-1";
  // Addressed in the path, https://endpoint/bucket/key. Must exist, without versioning.
  std::string bucket;
  S3Credentials credentials;
  // Certificates of the authorities that may vouch for the server, PEM; empty: the system's.
  std::string ca_file;
  absl::Duration connect_timeout = absl::Seconds(3);
  // A request that moves no byte for so long is given up, and made again. At least a second.
  absl::Duration stall_timeout = absl::Seconds(15);
  // How long one call lasts with all its repetitions.
  absl::Duration total_timeout = absl::Seconds(60);
  // The pause before attempt n + 1 is random between half and all of
  // min(max_backoff, initial_backoff * 2^(n - 1)), so that many callers do not return together.
  absl::Duration initial_backoff = absl::Milliseconds(50);
  absl::Duration max_backoff = absl::Seconds(2);
};

}  // namespace docshare::platform
