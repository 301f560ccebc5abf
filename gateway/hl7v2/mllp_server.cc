#include "gateway/hl7v2/mllp_server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/port_file.h"

namespace docshare::gateway {
namespace {

using platform::ListenSocket;
using platform::OperationalLog;
using platform::ServerTls;
using platform::SocketStream;
using platform::SslPtr;

constexpr int kMaxConnections = 10000;
// Between looks at descriptors that there were none of.
constexpr absl::Duration kAcceptPause = absl::Milliseconds(100);

absl::Status CheckLimits(const MllpServerOptions& options) {
  if (options.max_connections < 1 || options.max_connections > kMaxConnections) {
    return absl::InvalidArgumentError(absl::StrCat("max_connections is ", options.max_connections,
                                                   "; it has to be 1 to ", kMaxConnections));
  }
  const MllpLimits& limits = options.limits;
  for (const auto time :
       {limits.handshake_time, limits.message_time, limits.idle_time, limits.connection_age}) {
    if (time <= std::chrono::nanoseconds(0)) {
      return absl::InvalidArgumentError("a time limit of MLLP has to be longer than nothing");
    }
  }
  return absl::OkStatus();
}

bool IsFaultOfPeer(MllpEnd end) {
  switch (end) {
    case MllpEnd::kHandshakeFailed:
    case MllpEnd::kUnnamedPeer:
    case MllpEnd::kMessageTooSlow:
    case MllpEnd::kNotMllp:
    case MllpEnd::kAnswerNotTaken:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<MllpServer>> MllpServer::Start(const MllpServerOptions& options,
                                                              MllpHandler handler,
                                                              OperationalLog* log) {
  const absl::Time now = absl::Now();
  if (absl::Status status = CheckLimits(options); !status.ok()) return status;
  if (absl::Status status =
          platform::CheckTransportSecurity(options.security, options.listen_address, now);
      !status.ok()) {
    return status;
  }
  std::unique_ptr<ServerTls> tls;
  if (options.security.tls) {
    absl::StatusOr<std::unique_ptr<ServerTls>> made = ServerTls::Make(*options.security.tls, now);
    if (!made.ok()) return made.status();
    tls = *std::move(made);
  }
  absl::StatusOr<ListenSocket> listener = ListenSocket::Open(options.listen_address);
  if (!listener.ok()) return listener.status();
  const int drain_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (drain_fd < 0) return absl::ResourceExhaustedError("no descriptor is left for MLLP");
  return std::unique_ptr<MllpServer>(new MllpServer(
      options, std::move(handler), log, *std::move(listener), std::move(tls), drain_fd));
}

MllpServer::MllpServer(MllpServerOptions options, MllpHandler handler, OperationalLog* log,
                       ListenSocket listener, std::unique_ptr<ServerTls> tls, int drain_fd)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      log_(log),
      listener_(std::move(listener)),
      tls_(std::move(tls)),
      drain_fd_(drain_fd),
      accepting_([this] { Accept(); }) {
  log_->Info("mllp_started", {{"port", port()}, {"tls", options_.security.tls.has_value()}});
}

MllpServer::~MllpServer() {
  Drain(absl::ZeroDuration());
  close(drain_fd_);
}

absl::Status MllpServer::MarkReady() {
  if (options_.port_file.empty()) return absl::OkStatus();
  return platform::WritePortFile(options_.port_file, port());
}

void MllpServer::Drain(absl::Duration patience) {
  const std::lock_guard<std::mutex> drain_lock(drain_mutex_);
  if (drained_) return;
  drained_ = true;
  eventfd_write(drain_fd_, 1);
  accepting_.join();
  listener_.Close();
  const absl::Time deadline = absl::Now() + patience;
  while (absl::Now() < deadline && counts().connections > 0) {
    absl::SleepFor(std::min(absl::Milliseconds(10), deadline - absl::Now()));
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const Connection& connection : connections_) {
      if (!connection.has_ended) shutdown(connection.fd, SHUT_RDWR);
    }
  }
  // No further entries come.
  for (Connection& connection : connections_) connection.thread.join();
  connections_.clear();
  log_->Info("mllp_drained");
}

MllpServerCounts MllpServer::counts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return counts_;
}

void MllpServer::Accept() {
  const bool has_files = tls_ != nullptr;
  const absl::Duration refresh = options_.security.certificate_refresh;
  absl::Time next_refresh = absl::Now() + refresh;
  pollfd fds[] = {{.fd = listener_.fd(), .events = POLLIN}, {.fd = drain_fd_, .events = POLLIN}};
  while (fds[1].revents == 0) {
    const absl::Duration left =
        std::clamp(next_refresh - absl::Now(), absl::ZeroDuration(), absl::Minutes(1));
    const int timeout = has_files ? static_cast<int>(absl::ToInt64Milliseconds(left)) : -1;
    const int count = poll(fds, 2, timeout);
    // Without a hot loop when the clock was set back.
    if (has_files && (absl::Now() >= next_refresh || next_refresh - absl::Now() > refresh)) {
      RefreshCertificates();
      next_refresh = absl::Now() + refresh;
    }
    if (count > 0 && fds[0].revents != 0 && fds[1].revents == 0) AcceptOne();
  }
}

void MllpServer::AcceptOne() {
  Reap();
  const int fd = accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd < 0) {
    // The connection waits on, and would wake this thread at once again.
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      Warn(refused_lines_, "mllp_connection_refused", "no_descriptor");
      absl::SleepFor(kAcceptPause);
    }
    return;
  }
  SslPtr ssl = tls_ == nullptr ? nullptr : tls_->NewConnection();
  const bool is_full = counts().connections >= options_.max_connections;
  if (is_full || (tls_ != nullptr && ssl == nullptr)) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++counts_.connections_refused;
    }
    close(fd);
    Warn(refused_lines_, "mllp_connection_refused", is_full ? "max_connections" : "no_memory");
    return;
  }
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
  auto stream = std::make_unique<SocketStream>(fd, std::move(ssl));
  const std::lock_guard<std::mutex> lock(mutex_);
  ++counts_.connections;
  Connection& connection = connections_.emplace_back();
  connection.fd = fd;
  connection.thread =
      std::thread([this, &connection, stream = std::move(stream)] { Serve(connection, *stream); });
}

void MllpServer::Serve(Connection& connection, SocketStream& stream) {
  const MllpHandler counting_handler = [this](absl::string_view message,
                                              const std::string& system) {
    std::string answer = handler_(message, system);
    const std::lock_guard<std::mutex> lock(mutex_);
    ++counts_.messages;
    return answer;
  };
  const MllpEnd end = MllpSession(stream, options_.limits, counting_handler, drain_fd_).Run();
  if (IsFaultOfPeer(end)) Warn(cut_lines_, "mllp_connection_cut", MllpEndText(end));
  const std::lock_guard<std::mutex> lock(mutex_);
  if (IsFaultOfPeer(end)) ++counts_.connections_cut;
  --counts_.connections;
  // The stream, and so the descriptor, lives until this lock is given up.
  connection.has_ended = true;
}

void MllpServer::Reap() {
  std::list<Connection> ended;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (auto it = connections_.begin(); it != connections_.end();) {
      const auto next = std::next(it);
      if (it->has_ended) ended.splice(ended.end(), connections_, it);
      it = next;
    }
  }
  for (Connection& connection : ended) connection.thread.join();
}

void MllpServer::RefreshCertificates() {
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

void MllpServer::Warn(LineLimit& limit, absl::string_view event, absl::string_view reason) {
  int64_t left_out = 0;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now < limit.next) {
      ++limit.left_out;
      return;
    }
    limit.next = now + std::chrono::seconds(1);
    left_out = std::exchange(limit.left_out, 0);
  }
  log_->Warning(event, {{"reason", reason}, {"left_out", left_out}});
}

}  // namespace docshare::gateway
