#include "platform/http/socket_stream.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace docshare::platform {
namespace {

using Clock = std::chrono::steady_clock;

int FdOf(BIO* bio) { return static_cast<int>(reinterpret_cast<intptr_t>(BIO_get_data(bio))); }

bool IsTemporary(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

int SendTo(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent = send(FdOf(bio), bytes, static_cast<size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && IsTemporary(errno)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int ReceiveFrom(BIO* bio, char* buffer, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t received = recv(FdOf(bio), buffer, static_cast<size_t>(size), 0);
  if (received < 0 && IsTemporary(errno)) BIO_set_retry_read(bio);
  return static_cast<int>(received);
}

long Control(BIO*, int command, long, void*) {  // NOLINT: OpenSSL's type.
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

// OpenSSL's own BIO of a socket would raise SIGPIPE when the peer has gone.
BIO* NewSocketBio(int fd) {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made =
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
    BIO_meth_set_write(made, SendTo);
    BIO_meth_set_read(made, ReceiveFrom);
    BIO_meth_set_ctrl(made, Control);
    return made;
  }();
  BIO* bio = BIO_new(method);
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<intptr_t>(fd)));
  BIO_set_init(bio, 1);
  return bio;
}

std::string TextOfErrno() { return std::generic_category().message(errno); }

absl::Status Gone() { return absl::UnavailableError("the peer has closed or lost the connection"); }

}  // namespace

void SocketStream::Waited::Moved(size_t bytes, const StallLimit& limit) {
  moved_bytes += bytes;
  if (moved_bytes < limit.min_bytes) return;
  moved_bytes = 0;
  time = std::chrono::nanoseconds(0);
}

SocketStream::SocketStream(int fd, SslPtr ssl) : fd_(fd), ssl_(std::move(ssl)) {
  if (ssl_ == nullptr) return;
  BIO* const bio = NewSocketBio(fd_);
  SSL_set_bio(ssl_.get(), bio, bio);
}

SocketStream::~SocketStream() { close(fd_); }

SocketStream::Outcome SocketStream::OutcomeOf(int returned, size_t bytes) {
  const int saved_errno = errno;
  if (returned > 0) return {Result::kDone, bytes};
  switch (SSL_get_error(ssl_.get(), returned)) {
    case SSL_ERROR_WANT_READ:
      return {Result::kWantRead};
    case SSL_ERROR_WANT_WRITE:
      return {Result::kWantWrite};
    case SSL_ERROR_ZERO_RETURN:
      return {Result::kEnd};
    default:
      break;
  }
  failed_ = true;
  errno = saved_errno;
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  if (reason != nullptr) {
    fault_ = reason;
  } else {
    fault_ = returned == 0 || errno == 0 ? "closed by the peer" : TextOfErrno();
  }
  ERR_clear_error();
  return {Result::kBroken};
}

SocketStream::Outcome SocketStream::OutcomeOfErrno(Result want) {
  if (IsTemporary(errno)) return {want};
  failed_ = true;
  fault_ = TextOfErrno();
  return {Result::kBroken};
}

SocketStream::Outcome SocketStream::Handshake() {
  if (ssl_ == nullptr) return {Result::kDone, 1};
  ERR_clear_error();
  errno = 0;
  return OutcomeOf(SSL_do_handshake(ssl_.get()), 1);
}

SocketStream::Outcome SocketStream::Read(char* buffer, size_t size) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    errno = 0;
    size_t bytes = 0;
    const int returned = SSL_read_ex(ssl_.get(), buffer, size, &bytes);
    return OutcomeOf(returned, bytes);
  }
  const ssize_t received = recv(fd_, buffer, size, 0);
  if (received > 0) return {Result::kDone, static_cast<size_t>(received)};
  if (received == 0) return {Result::kEnd};
  return OutcomeOfErrno(Result::kWantRead);
}

SocketStream::Outcome SocketStream::Write(absl::string_view bytes) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    errno = 0;
    size_t written = 0;
    const int returned = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written);
    return OutcomeOf(returned, written);
  }
  const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent >= 0) return {Result::kDone, static_cast<size_t>(sent)};
  return OutcomeOfErrno(Result::kWantWrite);
}

bool SocketStream::WaitFor(Result result, const StallLimit& limit, Waited& waited) const {
  pollfd ready = {.fd = fd_,
                  .events = static_cast<short>(result == Result::kWantRead ? POLLIN : POLLOUT)};
  while (waited.time < limit.time) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(limit.time - waited.time);
    const Clock::time_point begin = Clock::now();
    const int count = poll(&ready, 1, static_cast<int>(std::min<int64_t>(left.count(), 60'000)));
    waited.time += Clock::now() - begin;
    // A fault of the socket is for the next read or write to tell.
    if (count > 0) return true;
  }
  return false;
}

absl::StatusOr<size_t> SocketStream::ReadWithin(const StallLimit& limit, char* buffer,
                                                size_t size) {
  for (;;) {
    const Outcome outcome = Read(buffer, size);
    switch (outcome.result) {
      case Result::kDone:
        reading_.Moved(outcome.bytes, limit);
        return outcome.bytes;
      case Result::kEnd:
        return 0;
      case Result::kBroken:
        return Gone();
      default:
        if (!WaitFor(outcome.result, limit, reading_)) {
          return absl::DeadlineExceededError("the peer sends its request too slowly");
        }
    }
  }
}

absl::Status SocketStream::WriteWithin(const StallLimit& limit, absl::string_view bytes) {
  while (!bytes.empty()) {
    const Outcome outcome = Write(bytes);
    switch (outcome.result) {
      case Result::kDone:
        writing_.Moved(outcome.bytes, limit);
        bytes.remove_prefix(outcome.bytes);
        break;
      case Result::kEnd:
      case Result::kBroken:
        return Gone();
      default:
        if (!WaitFor(outcome.result, limit, writing_)) {
          return absl::DeadlineExceededError("the peer takes its reply too slowly");
        }
    }
  }
  return absl::OkStatus();
}

void SocketStream::EndWriting() {
  if (ssl_ != nullptr && !failed_) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }
  shutdown(fd_, SHUT_WR);
}

void SocketStream::ResetOnClose() {
  failed_ = true;
  const linger reset = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

}  // namespace docshare::platform
