#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// A socket that listens for TCP connections; closed by its destructor.
class ListenSocket {
 public:
  // Listens on "host:port" or "[host]:port". Port 0 takes a free one. Returns kInvalidArgument for
  // an address of another form, kUnavailable when it cannot be bound, with the reason.
  static absl::StatusOr<ListenSocket> Open(absl::string_view address);

  ListenSocket(ListenSocket&& other) noexcept;
  ListenSocket& operator=(ListenSocket&&) = delete;
  ~ListenSocket();

  int fd() const { return fd_; }
  int port() const { return port_; }

  // Stops listening; connections that nobody has accepted are refused.
  void Close();

 private:
  ListenSocket(int fd, int port) : fd_(fd), port_(port) {}

  int fd_;
  int port_;
};

}  // namespace docshare::platform
