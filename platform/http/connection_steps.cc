// The steps of one connection, from its handshake to its end. What moves all of them on is in
// connection_loop.cc.

#include <netdb.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>
#include <variant>

#include "platform/http/connection_loop.h"
#include "platform/http/http_reply_writer.h"
#include "platform/rpc/system_name.h"

namespace docshare::platform {
namespace {

using std::chrono::seconds;

constexpr size_t kReadBytes = 16 << 10;
constexpr auto kRefusalTime = seconds(5);
constexpr auto kLingerTime = seconds(2);
constexpr size_t kMaxSkippedBytes = 64 << 20;
// So that nobody who sends fast keeps the others waiting.
constexpr int kSkipsAtOnce = 16;

std::chrono::nanoseconds Nanoseconds(absl::Duration duration) {
  return absl::ToChronoNanoseconds(duration);
}

std::string AddressOf(int fd) {
  sockaddr_storage address = {};
  socklen_t size = sizeof address;
  char host[NI_MAXHOST] = "";
  if (getpeername(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    getnameinfo(reinterpret_cast<sockaddr*>(&address), size, host, sizeof host, nullptr, 0,
                NI_NUMERICHOST);
  }
  return host;
}

}  // namespace

void ConnectionLoop::Proceed(Connection& connection) {
  switch (connection.state) {
    case State::kHandshaking:
      return Handshake(connection);
    case State::kIdle:
    case State::kHead:
      return ReadHead(connection);
    case State::kCalling:
      return;  // An old event: the thread that has it sees for itself.
    case State::kRefusing:
      return SendRefusal(connection);
    case State::kLingering:
      return Skip(connection);
  }
}

void ConnectionLoop::Handshake(Connection& connection) {
  const SocketStream::Outcome outcome = connection.stream.Handshake();
  if (outcome.result == SocketStream::Result::kWantRead ||
      outcome.result == SocketStream::Result::kWantWrite) {
    return Await(connection, outcome.result);
  }
  if (outcome.result != SocketStream::Result::kDone) {
    ++counters_.handshakes_failed;
    int64_t left_out = 0;
    if (MayLog(handshake_lines_, left_out)) {
      log_->Warning("tls_handshake_failed", {{"address", AddressOf(connection.stream.fd())},
                                             {"reason", connection.stream.fault()},
                                             {"left_out", left_out}});
    }
    // The peer gets to read the alert.
    return Linger(connection);
  }
  const SSL* ssl = connection.stream.ssl();
  connection.peer = ssl == nullptr ? std::string(kPlaintextPeerName) : SystemNameOf(*ssl);
  connection.state = State::kIdle;
  SetDeadline(connection, Nanoseconds(options_.idle_time));
  ReadHead(connection);
}

void ConnectionLoop::ReadHead(Connection& connection) {
  char buffer[kReadBytes];
  for (;;) {
    if (!connection.received.empty()) {
      if (connection.state == State::kIdle) {
        connection.state = State::kHead;
        SetDeadline(connection, Nanoseconds(options_.head_time));
      }
      const absl::StatusOr<size_t> end = connection.scanner.FindEnd(connection.received);
      if (!end.ok()) {
        const int status = absl::IsResourceExhausted(end.status()) ? 431 : 400;
        return Refuse(connection, status, end.status().message());
      }
      if (*end > 0) return Dispatch(connection, *end);
    }
    const SocketStream::Outcome outcome = connection.stream.Read(buffer, sizeof buffer);
    switch (outcome.result) {
      case SocketStream::Result::kDone:
        connection.received.append(buffer, outcome.bytes);
        break;
      case SocketStream::Result::kEnd:
        connection.stream.EndWriting();
        return Close(connection);
      case SocketStream::Result::kBroken:
        return Close(connection);
      default:
        return Await(connection, outcome.result);
    }
  }
}

void ConnectionLoop::Dispatch(Connection& connection, size_t head_bytes) {
  const absl::string_view bytes = absl::string_view(connection.received).substr(0, head_bytes);
  std::variant<RequestHead, HttpRefusal> parsed = ParseRequestHead(bytes, options_.head_limits);
  if (const auto* refusal = std::get_if<HttpRefusal>(&parsed)) {
    return Refuse(connection, refusal->status, refusal->reason);
  }
  if (!connection.peer.ok()) return Refuse(connection, 403, connection.peer.status().message());
  if (draining_) return Refuse(connection, 503, "the server is stopping");
  connection.head = std::get<RequestHead>(std::move(parsed));
  connection.head.request.peer = *connection.peer;
  connection.received.erase(0, head_bytes);
  connection.state = State::kCalling;
  ClearDeadline(connection);
  ++counters_.running_calls;
  // From here on the connection is its thread's.
  if (pool_->Submit([this, &connection] { Call(connection); })) return;
  --counters_.running_calls;
  ++counters_.calls_busy;
  Refuse(connection, 503, "too many requests are running");
}

void ConnectionLoop::Refuse(Connection& connection, int status, absl::string_view reason) {
  ++counters_.requests_refused;
  connection.refusal = ClosingReply(status, reason);
  connection.state = State::kRefusing;
  SetDeadline(connection, kRefusalTime);
  SendRefusal(connection);
}

void ConnectionLoop::SendRefusal(Connection& connection) {
  while (!connection.refusal.empty()) {
    const SocketStream::Outcome outcome = connection.stream.Write(connection.refusal);
    switch (outcome.result) {
      case SocketStream::Result::kDone:
        connection.refusal.erase(0, outcome.bytes);
        break;
      case SocketStream::Result::kWantRead:
      case SocketStream::Result::kWantWrite:
        return Await(connection, outcome.result);
      default:
        return Close(connection);
    }
  }
  Linger(connection);
}

void ConnectionLoop::Linger(Connection& connection) {
  connection.stream.EndWriting();
  connection.state = State::kLingering;
  connection.received = std::string();
  SetDeadline(connection, kLingerTime);
  Skip(connection);
}

void ConnectionLoop::Skip(Connection& connection) {
  // Past TLS: nobody reads it, and the end of the socket is all that matters.
  char buffer[kReadBytes];
  for (int i = 0; i < kSkipsAtOnce; ++i) {
    const ssize_t count = recv(connection.stream.fd(), buffer, sizeof buffer, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (count <= 0) return Close(connection);
    connection.skipped_bytes += static_cast<size_t>(count);
    if (connection.skipped_bytes > kMaxSkippedBytes) return Close(connection);
  }
  Await(connection, SocketStream::Result::kWantRead);
}

void ConnectionLoop::Close(Connection& connection) {
  ClearDeadline(connection);
  --counters_.connections;
  connections_.erase(connection.id);
}

void ConnectionLoop::Call(Connection& connection) {
  const ExchangeOptions options = {
      .stall_limit = {.time = Nanoseconds(options_.stall_time), .min_bytes = options_.stall_bytes},
      .max_skipped_body_bytes = options_.max_skipped_body_bytes};
  const auto may_stay_open = [&] {
    return !draining_ &&
           Clock::now() - connection.opened < Nanoseconds(options_.max_connection_age);
  };
  const ExchangeResult result = Exchange(connection.head, options, may_stay_open, *handler_,
                                         connection.received, connection.stream);
  CountReply(result);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    returned_.push_back({&connection, result.next});
  }
  eventfd_write(wake_, 1);
}

void ConnectionLoop::CountReply(const ExchangeResult& result) {
  if (result.next == ExchangeResult::Next::kCut) {
    ++counters_.calls_cut;
  } else if (result.status < 400) {
    ++counters_.replies_ok;
  } else if (result.status < 500) {
    ++counters_.replies_4xx;
  } else {
    ++counters_.replies_5xx;
  }
  if (result.handled != absl::StatusCode::kOk) {
    log_->Warning("http_call_failed", {{"code", absl::StatusCodeToString(result.handled)},
                                       {"status", result.status},
                                       {"cut", result.next == ExchangeResult::Next::kCut}});
  }
}

}  // namespace docshare::platform
