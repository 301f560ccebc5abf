#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/http/server_tls.h"

namespace docshare::platform {

// How much patience a transfer gets: it is given up once `time` has been waited without
// `min_bytes` having moved, so that neither silence nor a trickle holds a thread for long. Time
// that is not spent waiting for the peer does not count.
struct StallLimit {
  std::chrono::nanoseconds time;
  size_t min_bytes = 16 << 10;
};

// One connection: a socket, with TLS or without. Owned and used by one thread at a time.
class SocketStream {
 public:
  enum class Result {
    kDone,
    kWantRead,   // Nothing moved: call again when the socket can be read,
    kWantWrite,  // or written. Never for the other side of plain text.
    kEnd,        // The peer sends nothing more.
    kBroken,
  };
  struct Outcome {
    Result result;
    size_t bytes = 0;  // Of kDone; at least 1.
  };

  // Takes the non-blocking socket. `ssl` is null for plain text.
  SocketStream(int fd, SslPtr ssl);
  ~SocketStream();

  SocketStream(const SocketStream&) = delete;
  SocketStream& operator=(const SocketStream&) = delete;

  int fd() const { return fd_; }
  // Null for plain text.
  const SSL* ssl() const { return ssl_.get(); }

  // These do not wait.
  Outcome Handshake();
  Outcome Read(char* buffer, size_t size);
  Outcome Write(absl::string_view bytes);

  // Why the last call of the three was kBroken, in words of OpenSSL or the system.
  const std::string& fault() const { return fault_; }

  // These wait. Both return kDeadlineExceeded over `limit` and kUnavailable on a broken connection.
  // 0 bytes at the end.
  absl::StatusOr<size_t> ReadWithin(const StallLimit& limit, char* buffer, size_t size);
  absl::Status WriteWithin(const StallLimit& limit, absl::string_view bytes);

  // Tells the peer that nothing more will be sent. What it sends can still be read.
  void EndWriting();

  // Makes the destructor reset the connection, which the peer sees as a fault.
  void ResetOnClose();

 private:
  // How long has been waited since enough bytes moved.
  struct Waited {
    std::chrono::nanoseconds time{0};
    size_t moved_bytes = 0;
    void Moved(size_t bytes, const StallLimit& limit);
  };

  Outcome OutcomeOf(int returned, size_t bytes);
  Outcome OutcomeOfErrno(Result want);
  // Waits until the socket is ready for what `result` wants. False over the limit.
  bool WaitFor(Result result, const StallLimit& limit, Waited& waited) const;

  const int fd_;
  const SslPtr ssl_;
  bool failed_ = false;  // TLS may not be shut down after a fault.
  std::string fault_;
  Waited reading_;
  Waited writing_;
};

}  // namespace docshare::platform
