#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// The code in the body of a failed request, e.g. "NoSuchKey"; empty when there is none.
std::string S3ErrorCode(absl::string_view body);

// Whether the same request may well succeed later. Source: "Error responses" in the Amazon S3 API
// Reference; Ceph answers 503 while it starts.
bool IsPassingS3Error(int http_status, absl::string_view code);

// A failed request as a status; its message names status and code and says what to check, but has
// nothing that the server wrote besides.
//
//   kUnavailable         what passes
//   kNotFound            no such object or upload
//   kFailedPrecondition  no such bucket, wrong region or endpoint
//   kPermissionDenied    keys, clock or rights
//   kResourceExhausted   quota or storage used up
//   kOutOfRange          a range that begins behind the end of the object
//   kInternal            anything else
absl::Status S3ErrorStatus(int http_status, absl::string_view code);

}  // namespace docshare::platform
