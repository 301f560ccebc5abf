#include "repository/check/clamd_connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace docshare::repository {
namespace {

// A path of a file and the name of a signature, at their longest.
constexpr size_t kMaxReplyBytes = 8192;

absl::Status Unavailable(const ClamdAddress& address, absl::string_view what) {
  return absl::UnavailableError(absl::StrCat("the virus scanner at ", address.text, " ", what));
}

// With what `error`, a value of errno, means.
absl::Status Failed(const ClamdAddress& address, absl::string_view what, int error) {
  return Unavailable(address, absl::ErrnoToStatus(error, what).message());
}

absl::Status CannotConnect(const ClamdAddress& address, int error) {
  // What connect() gives when its time is over, on one kind of socket and the other.
  if (error == EAGAIN || error == EINPROGRESS) return Unavailable(address, "takes no connection");
  return Failed(address, "cannot be reached", error);
}

// Leaves `parts` with what has not been sent.
void Drop(size_t bytes, iovec (&parts)[2]) {
  for (iovec& part : parts) {
    const size_t dropped = std::min(bytes, part.iov_len);
    part.iov_base = static_cast<char*>(part.iov_base) + dropped;
    part.iov_len -= dropped;
    bytes -= dropped;
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<ClamdConnection>> ClamdConnection::Open(const ClamdAddress* address,
                                                                       absl::Duration timeout) {
  const int fd = socket(address->socket.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return CannotConnect(*address, errno);
  std::unique_ptr<ClamdConnection> connection(new ClamdConnection(address, fd));

  // Bounds connect(), too. A zero would mean to wait for ever.
  const timeval limit = absl::ToTimeval(std::max(timeout, absl::Milliseconds(1)));
  const int on = 1;
  // The last four bytes must not wait for the answer to those before them.
  const bool is_set = setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) == 0 &&
                      (address->socket.ss_family == AF_UNIX ||
                       setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0);
  if (!is_set) return CannotConnect(*address, errno);
  // Linux goes on with a connection that a signal interrupted.
  while (connect(fd, reinterpret_cast<const sockaddr*>(&address->socket), address->socket_bytes) !=
         0) {
    if (errno != EINTR) return CannotConnect(*address, errno);
  }
  return connection;
}

ClamdConnection::~ClamdConnection() { close(fd_); }

absl::StatusOr<bool> ClamdConnection::Send(absl::string_view first, absl::string_view second,
                                           absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  iovec parts[2] = {{const_cast<char*>(first.data()), first.size()},
                    {const_cast<char*>(second.data()), second.size()}};
  msghdr message = {};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  while (parts[0].iov_len + parts[1].iov_len > 0) {
    const ssize_t sent = sendmsg(fd_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      Drop(static_cast<size_t>(sent), parts);
    } else if (errno == EPIPE || errno == ECONNRESET) {
      return false;
    } else if (errno == EAGAIN) {
      if (absl::Status ready = Await(POLLOUT, deadline); !ready.ok()) return ready;
    } else if (errno != EINTR) {
      return Failed(*address_, "cannot be sent a document", errno);
    }
  }
  return true;
}

absl::StatusOr<std::string> ClamdConnection::ReadReply(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  std::string reply;
  char bytes[1024];
  while (reply.size() < kMaxReplyBytes) {
    if (absl::Status ready = Await(POLLIN, deadline); !ready.ok()) return ready;
    const ssize_t count = recv(fd_, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (count == 0) return Unavailable(*address_, "closed the connection without an answer");
    if (count < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      return Failed(*address_, "gave no answer", errno);
    }
    reply.append(bytes, static_cast<size_t>(count));
    const size_t end = reply.find('\0');
    if (end != std::string::npos) return reply.substr(0, end);
  }
  return Unavailable(*address_, "gave an answer that does not end");
}

absl::Status ClamdConnection::Await(short events, absl::Time deadline) const {
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return Unavailable(*address_, "did not answer in time");
    // Not so long that poll() would take it for something else, and never zero.
    const int64_t milliseconds = absl::ToInt64Milliseconds(std::min(left, absl::Minutes(1))) + 1;
    pollfd ready = {.fd = fd_, .events = events, .revents = 0};
    const int count = poll(&ready, 1, static_cast<int>(milliseconds));
    if (count > 0) return absl::OkStatus();
    if (count < 0 && errno != EINTR) return Failed(*address_, "cannot be waited for", errno);
  }
}

}  // namespace docshare::repository
