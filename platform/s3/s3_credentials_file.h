#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "platform/s3/s3_signature.h"

namespace docshare::platform {

// Reads docshare.config.v1.S3Credentials in protobuf text format. Returns the errors of
// ReadTextConfig(), kInvalidArgument for a missing value, and kFailedPrecondition when others than
// the file's owner may read or write it. No message has anything of the secret in it.
absl::StatusOr<S3Credentials> ReadS3Credentials(const std::string& path);

}  // namespace docshare::platform
