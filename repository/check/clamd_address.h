#pragma once

#include <sys/socket.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::repository {

// Where a clamd listens.
struct ClamdAddress {
  // As it was configured, for messages.
  std::string text;
  sockaddr_storage socket;
  socklen_t socket_bytes = 0;
};

// Parses "unix:/run/clamav/clamd.ctl", "127.0.0.1:3310" or "[::1]:3310". Other hosts are refused:
// clamd's protocol sends documents in the clear.
// Returns kInvalidArgument for anything else, and for a path that is too long for a socket.
absl::StatusOr<ClamdAddress> ParseClamdAddress(absl::string_view text);

}  // namespace docshare::repository
