#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "repository/check/clamd_address.h"

namespace docshare::repository {

// One connection to clamd: bytes there, one answer back. All errors are kUnavailable and name the
// address. One thread at a time.
class ClamdConnection {
 public:
  // `address` must outlive the connection.
  static absl::StatusOr<std::unique_ptr<ClamdConnection>> Open(const ClamdAddress* address,
                                                               absl::Duration timeout);
  ~ClamdConnection();

  ClamdConnection(const ClamdConnection&) = delete;
  ClamdConnection& operator=(const ClamdConnection&) = delete;

  // Sends `first` and then `second`, all of it within `timeout`. Gives false when clamd has closed
  // the connection: its answer, if it gave one, can still be read.
  absl::StatusOr<bool> Send(absl::string_view first, absl::string_view second,
                            absl::Duration timeout);

  // The answer up to the zero at its end, which is not part of it. It is an error when it is not
  // all there within `timeout`, or longer than a few kilobytes.
  absl::StatusOr<std::string> ReadReply(absl::Duration timeout);

 private:
  ClamdConnection(const ClamdAddress* address, int fd) : address_(address), fd_(fd) {}

  // Waits until the socket can be read or written, or has failed.
  absl::Status Await(short events, absl::Time deadline) const;

  const ClamdAddress* const address_;
  const int fd_;
};

}  // namespace docshare::repository
