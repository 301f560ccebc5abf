#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// Where an S3 server listens.
struct S3Endpoint {
  // "https" or "http".
  std::string scheme;
  // As in the Host header: without the port when it is the scheme's own.
  std::string host;

  std::string Url() const { return scheme + "://" + host; }
};

// Reads "https://host" or "https://host:port", with or without a slash at the end. "http://" only
// for 127.0.0.1, [::1] and localhost: anywhere else documents' bytes would go unprotected against
// a change on the way. Returns kInvalidArgument, saying why, for anything else.
absl::StatusOr<S3Endpoint> ParseS3Endpoint(absl::string_view text);

}  // namespace docshare::platform
