#include "platform/http/connection_loop.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "absl/time/clock.h"
#include "platform/http/http_reply_writer.h"
#include "platform/rpc/system_name.h"

namespace docshare::platform {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr uint64_t kWakeId = 0;
constexpr uint64_t kListenerId = 1;
constexpr uint64_t kFirstConnectionId = 2;
constexpr int kEventsAtOnce = 64;
constexpr int kAcceptsAtOnce = 16;
constexpr size_t kReadBytes = 16 << 10;
constexpr auto kRefusalTime = seconds(5);
constexpr auto kLingerTime = seconds(2);
constexpr size_t kMaxSkippedBytes = 4 << 20;
// How long nothing is accepted after the system has run out of something.
constexpr auto kAcceptPause = milliseconds(100);

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

ConnectionLoop::ConnectionLoop(const HttpServerOptions& options, ListenSocket listener,
                               std::unique_ptr<ServerTls> tls, HttpHandler* handler,
                               OperationalLog* log)
    : options_(options),
      handler_(handler),
      log_(log),
      port_(listener.port()),
      listener_(std::move(listener)),
      tls_(std::move(tls)),
      next_id_(kFirstConnectionId) {}

absl::StatusOr<std::unique_ptr<ConnectionLoop>> ConnectionLoop::Start(
    const HttpServerOptions& options, ListenSocket listener, std::unique_ptr<ServerTls> tls,
    HttpHandler* handler, OperationalLog* log) {
  auto loop = std::unique_ptr<ConnectionLoop>(
      new ConnectionLoop(options, std::move(listener), std::move(tls), handler, log));
  loop->epoll_ = epoll_create1(EPOLL_CLOEXEC);
  loop->wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (loop->epoll_ < 0 || loop->wake_ < 0) {
    return absl::ResourceExhaustedError("no file descriptors left for the HTTP server");
  }
  loop->Watch(kWakeId, loop->wake_, EPOLLIN, EPOLL_CTL_ADD);
  loop->Watch(kListenerId, loop->listener_.fd(), EPOLLIN, EPOLL_CTL_ADD);
  if (loop->tls_ != nullptr) {
    loop->next_refresh_ = Clock::now() + Nanoseconds(options.security.certificate_refresh);
  }
  loop->pool_ = std::make_unique<CallPool>(options.max_calls, options.max_waiting_calls);
  loop->thread_ = std::thread([loop = loop.get()] { loop->Run(); });
  return loop;
}

ConnectionLoop::~ConnectionLoop() {
  if (wake_ >= 0) close(wake_);
  if (epoll_ >= 0) close(epoll_);
}

HttpServerCounts ConnectionLoop::counts() const {
  return {.connections = counters_.connections,
          .running_calls = counters_.running_calls,
          .handshakes_failed = counters_.handshakes_failed,
          .connections_refused = counters_.connections_refused,
          .requests_refused = counters_.requests_refused,
          .calls_busy = counters_.calls_busy,
          .replies_ok = counters_.replies_ok,
          .replies_4xx = counters_.replies_4xx,
          .replies_5xx = counters_.replies_5xx,
          .calls_cut = counters_.calls_cut};
}

void ConnectionLoop::Drain(absl::Duration patience) {
  const std::lock_guard<std::mutex> drain_lock(drain_mutex_);
  if (drained_) return;
  const absl::Time begin = absl::Now();
  log_->Info("http_drain_started", {{"deadline_ms", absl::ToInt64Milliseconds(patience)}});
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    drain_deadline_ = Clock::now() + Nanoseconds(std::min(patience, absl::Hours(24)));
  }
  draining_ = true;
  eventfd_write(wake_, 1);
  thread_.join();
  pool_.reset();
  drained_ = true;
  log_->Info("http_drain_ended", {{"duration_ms", absl::ToInt64Milliseconds(absl::Now() - begin)}});
}

void ConnectionLoop::Watch(uint64_t id, int fd, uint32_t events, int operation) const {
  epoll_event event = {.events = events, .data = {.u64 = id}};
  epoll_ctl(epoll_, operation, fd, &event);
}

void ConnectionLoop::Run() {
  epoll_event events[kEventsAtOnce];
  while (!drain_begun_ || !connections_.empty()) {
    const int count = epoll_wait(epoll_, events, kEventsAtOnce, MillisecondsToNextDeadline());
    for (int i = 0; i < count; ++i) {
      const uint64_t id = events[i].data.u64;
      if (id == kWakeId) {
        eventfd_t ignored = 0;
        eventfd_read(wake_, &ignored);
      } else if (id == kListenerId) {
        Accept();
      } else if (const auto found = connections_.find(id); found != connections_.end()) {
        Proceed(*found->second);
      }
    }
    TakeReturned();
    if (draining_) BeginDrain();
    Expire();
    RefreshCertificates();
  }
}

int ConnectionLoop::MillisecondsToNextDeadline() const {
  Clock::time_point next = std::min(next_refresh_, accept_again_);
  if (!deadlines_.empty()) next = std::min(next, deadlines_.begin()->first);
  // Written before the drain began, and not after.
  if (drain_begun_ && !cut_) next = std::min(next, drain_deadline_);
  const Clock::time_point now = Clock::now();
  if (next <= now) return 0;
  // Not to the maximum: it does not fit what rounds up.
  const auto left = std::min<Clock::duration>(next - now, seconds(60));
  return static_cast<int>(std::chrono::ceil<milliseconds>(left).count());
}

void ConnectionLoop::Accept() {
  for (int i = 0; i < kAcceptsAtOnce; ++i) {
    const int fd = accept4(listener_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return;
      const int error = errno;
      Watch(kListenerId, listener_.fd(), 0, EPOLL_CTL_MOD);
      accept_again_ = Clock::now() + kAcceptPause;
      int64_t left_out = 0;
      if (MayLog(accept_lines_, left_out)) {
        log_->Error("http_accept_failed",
                    {{"reason", std::generic_category().message(error)}, {"left_out", left_out}});
      }
      return;
    }
    const bool full = connections_.size() >= static_cast<size_t>(options_.max_connections);
    SslPtr ssl = tls_ == nullptr ? nullptr : tls_->NewConnection();
    if ((full && !GiveUpAnIdleConnection()) || (tls_ != nullptr && ssl == nullptr)) {
      close(fd);
      ++counters_.connections_refused;
      int64_t left_out = 0;
      if (MayLog(accept_lines_, left_out)) {
        log_->Warning("http_connection_refused",
                      {{"max_connections", options_.max_connections}, {"left_out", left_out}});
      }
      continue;
    }
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const uint64_t id = next_id_++;
    auto made =
        std::make_unique<Connection>(id, fd, std::move(ssl), options_.head_limits.max_bytes);
    Connection& connection = *made;
    connections_.emplace(id, std::move(made));
    ++counters_.connections;
    Watch(id, fd, EPOLLONESHOT, EPOLL_CTL_ADD);
    SetDeadline(connection, Nanoseconds(options_.head_time));
    Handshake(connection);
  }
}

bool ConnectionLoop::GiveUpAnIdleConnection() {
  // All idle ones have been given the same time, so the first has been idle longest.
  for (const auto& [deadline, id] : deadlines_) {
    Connection& connection = *connections_.at(id);
    if (connection.state != State::kIdle) continue;
    connection.stream.EndWriting();
    Close(connection);
    return true;
  }
  return false;
}

void ConnectionLoop::RefreshCertificates() {
  const Clock::time_point now = Clock::now();
  if (accept_again_ <= now) {
    accept_again_ = Clock::time_point::max();
    if (listener_.fd() >= 0) Watch(kListenerId, listener_.fd(), EPOLLIN, EPOLL_CTL_MOD);
  }
  if (now < next_refresh_) return;
  next_refresh_ = now + Nanoseconds(options_.security.certificate_refresh);
  const absl::StatusOr<bool> changed = tls_->Refresh(absl::Now());
  if (!changed.ok() && !files_faulty_) {
    log_->Error("tls_files_refused", {{"reason", changed.status().message()}});
  }
  files_faulty_ = !changed.ok();
  if (changed.ok() && *changed) {
    log_->Info("tls_files_replaced",
               {{"certificate_days_left", absl::ToInt64Hours(tls_->expires() - absl::Now()) / 24}});
  }
}

void ConnectionLoop::TakeReturned() {
  std::vector<Returned> returned;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    returned.swap(returned_);
  }
  for (const Returned& each : returned) {
    Connection& connection = *each.connection;
    --counters_.running_calls;
    if (each.next == ExchangeResult::Next::kCut) {
      connection.stream.ResetOnClose();
      Close(connection);
    } else if (cut_) {
      Close(connection);
    } else if (each.next == ExchangeResult::Next::kClose || draining_) {
      Linger(connection);
    } else {
      connection.state = State::kIdle;
      connection.scanner = HeadScanner(options_.head_limits.max_bytes);
      // Idle connections are many.
      if (connection.received.empty()) connection.received = std::string();
      SetDeadline(connection, Nanoseconds(options_.idle_time));
      ReadHead(connection);
    }
  }
}

void ConnectionLoop::Expire() {
  const Clock::time_point now = Clock::now();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    Connection& connection = *connections_.at(deadlines_.begin()->second);
    switch (connection.state) {
      case State::kHead:
        Refuse(connection, 408, "the head of the request did not come in time");
        break;
      case State::kIdle:
        connection.stream.EndWriting();
        Close(connection);
        break;
      case State::kHandshaking:
        ++counters_.handshakes_failed;
        Close(connection);
        break;
      default:
        Close(connection);
    }
  }
}

void ConnectionLoop::BeginDrain() {
  const Clock::time_point now = Clock::now();
  if (!drain_begun_) {
    drain_begun_ = true;
    listener_.Close();
    accept_again_ = Clock::time_point::max();
    std::vector<Connection*> open;
    for (const auto& [id, connection] : connections_) open.push_back(connection.get());
    for (Connection* connection : open) {
      if (connection->state == State::kIdle) connection->stream.EndWriting();
      if (connection->state == State::kIdle || connection->state == State::kHandshaking) {
        Close(*connection);
      }
    }
  }
  if (!cut_ && now >= drain_deadline_) CutAll();
}

void ConnectionLoop::CutAll() {
  cut_ = true;
  std::vector<Connection*> open;
  for (const auto& [id, connection] : connections_) open.push_back(connection.get());
  for (Connection* connection : open) {
    // Its thread owns what belongs to it, but the socket stays open until it is given back.
    if (connection->state == State::kCalling) {
      shutdown(connection->stream.fd(), SHUT_RDWR);
    } else {
      Close(*connection);
    }
  }
}

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
  for (;;) {
    const ssize_t count = recv(connection.stream.fd(), buffer, sizeof buffer, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      return Await(connection, SocketStream::Result::kWantRead);
    }
    if (count <= 0) return Close(connection);
    connection.skipped_bytes += static_cast<size_t>(count);
    if (connection.skipped_bytes > kMaxSkippedBytes) return Close(connection);
  }
}

void ConnectionLoop::Close(Connection& connection) {
  ClearDeadline(connection);
  --counters_.connections;
  connections_.erase(connection.id);
}

void ConnectionLoop::Await(Connection& connection, SocketStream::Result what) const {
  const uint32_t events = what == SocketStream::Result::kWantWrite ? EPOLLOUT : EPOLLIN;
  Watch(connection.id, connection.stream.fd(), events | EPOLLONESHOT, EPOLL_CTL_MOD);
}

void ConnectionLoop::SetDeadline(Connection& connection, Clock::duration time) {
  ClearDeadline(connection);
  connection.deadline = Clock::now() + time;
  deadlines_.emplace(connection.deadline, connection.id);
}

void ConnectionLoop::ClearDeadline(Connection& connection) {
  deadlines_.erase({connection.deadline, connection.id});
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

bool ConnectionLoop::MayLog(LineLimit& limit, int64_t& left_out) const {
  const Clock::time_point now = Clock::now();
  if (now < limit.next) {
    ++limit.left_out;
    return false;
  }
  left_out = std::exchange(limit.left_out, 0);
  limit.next = now + seconds(1);
  return true;
}

}  // namespace docshare::platform
