#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "platform/http/call_pool.h"
#include "platform/http/http_exchange.h"
#include "platform/http/http_handler.h"
#include "platform/http/http_server_options.h"
#include "platform/http/listen_socket.h"
#include "platform/http/request_head.h"
#include "platform/http/server_tls.h"
#include "platform/http/socket_stream.h"
#include "platform/operations/operational_log.h"

namespace docshare::platform {

// The thread that owns all connections of a server. It accepts them, shakes hands, reads heads and
// sends refusals, none of which waits; a connection whose head has come is lent to a thread of the
// pool until its reply is done. A limit of time stands over every state but that one.
class ConnectionLoop {
 public:
  // `tls` is null for plain text. `options`, `handler` and `log` have to outlive the loop. Returns
  // kResourceExhausted without the descriptors it needs.
  static absl::StatusOr<std::unique_ptr<ConnectionLoop>> Start(const HttpServerOptions& options,
                                                               ListenSocket listener,
                                                               std::unique_ptr<ServerTls> tls,
                                                               HttpHandler* handler,
                                                               OperationalLog* log);

  // Requires a Drain() before.
  ~ConnectionLoop();

  ConnectionLoop(const ConnectionLoop&) = delete;
  ConnectionLoop& operator=(const ConnectionLoop&) = delete;

  int port() const { return port_; }
  HttpServerCounts counts() const;

  // As HttpServer::Drain().
  void Drain(absl::Duration patience);

 private:
  using Clock = std::chrono::steady_clock;

  enum class State {
    kHandshaking,
    kIdle,       // No byte of a request has come.
    kHead,       // A part of a head has come.
    kCalling,    // Lent to the pool.
    kRefusing,   // Sending a refusal.
    kLingering,  // Nothing more is sent; what comes is dropped, so that the peer gets to read.
  };

  struct Connection {
    Connection(uint64_t number, int fd, SslPtr ssl, size_t max_head_bytes)
        : id(number), stream(fd, std::move(ssl)), scanner(max_head_bytes) {}

    const uint64_t id;
    SocketStream stream;
    State state = State::kHandshaking;
    Clock::time_point opened = Clock::now();
    Clock::time_point deadline;        // As in deadlines_.
    absl::StatusOr<std::string> peer;  // After the handshake.
    HeadScanner scanner;
    std::string received;  // From the beginning of a head; while kCalling, what follows it.
    RequestHead head;      // Of the running call.
    std::string refusal;   // What is left to send of it.
    size_t skipped_bytes = 0;
  };

  struct Returned {
    Connection* connection;
    ExchangeResult::Next next;
  };

  // Lets a line into the log once a second, with the number of those left out.
  struct LineLimit {
    Clock::time_point next;
    int64_t left_out = 0;
  };

  struct Counters {
    std::atomic<int64_t> connections{0};
    std::atomic<int64_t> running_calls{0};
    std::atomic<uint64_t> handshakes_failed{0};
    std::atomic<uint64_t> connections_refused{0};
    std::atomic<uint64_t> requests_refused{0};
    std::atomic<uint64_t> calls_busy{0};
    std::atomic<uint64_t> replies_ok{0};
    std::atomic<uint64_t> replies_4xx{0};
    std::atomic<uint64_t> replies_5xx{0};
    std::atomic<uint64_t> calls_cut{0};
  };

  ConnectionLoop(const HttpServerOptions& options, ListenSocket listener,
                 std::unique_ptr<ServerTls> tls, HttpHandler* handler, OperationalLog* log);

  void Run();
  int MillisecondsToNextDeadline() const;
  void Watch(uint64_t id, int fd, uint32_t events, int operation) const;

  void Accept();
  bool GiveUpAnIdleConnection();
  void RefreshCertificates();
  void TakeReturned();
  void Expire();
  void BeginDrain();
  void CutAll();

  // Each goes on with a connection as far as it gets without waiting; the connection may be lent
  // or closed afterwards.
  void Proceed(Connection& connection);
  void Handshake(Connection& connection);
  void ReadHead(Connection& connection);
  void Dispatch(Connection& connection, size_t head_bytes);
  void Refuse(Connection& connection, int status, absl::string_view reason);
  void SendRefusal(Connection& connection);
  void Linger(Connection& connection);
  void Skip(Connection& connection);
  void Close(Connection& connection);

  void Await(Connection& connection, SocketStream::Result what) const;
  void SetDeadline(Connection& connection, Clock::duration time);
  void ClearDeadline(Connection& connection);

  // Runs on a thread of the pool.
  void Call(Connection& connection);
  void CountReply(const ExchangeResult& result);

  // True when the line may be written, with how many were left out before it.
  bool MayLog(LineLimit& limit, int64_t& left_out) const;

  const HttpServerOptions& options_;
  HttpHandler* const handler_;
  OperationalLog* const log_;
  const int port_;
  Counters counters_;
  std::atomic<bool> draining_{false};
  int epoll_ = -1;
  int wake_ = -1;  // An eventfd.

  std::mutex mutex_;
  // Guarded by mutex_.
  std::vector<Returned> returned_;
  Clock::time_point drain_deadline_ = Clock::time_point::max();

  std::mutex drain_mutex_;  // Held by a drain from begin to end.
  bool drained_ = false;    // Guarded by drain_mutex_.

  // Of the loop's thread.
  ListenSocket listener_;
  std::unique_ptr<ServerTls> tls_;
  std::unordered_map<uint64_t, std::unique_ptr<Connection>> connections_;
  std::set<std::pair<Clock::time_point, uint64_t>> deadlines_;
  uint64_t next_id_;
  Clock::time_point next_refresh_ = Clock::time_point::max();
  Clock::time_point accept_again_ = Clock::time_point::max();
  bool files_faulty_ = false;
  bool drain_begun_ = false;
  bool cut_ = false;
  LineLimit handshake_lines_;
  LineLimit accept_lines_;

  std::unique_ptr<CallPool> pool_;
  std::thread thread_;
};

}  // namespace docshare::platform
