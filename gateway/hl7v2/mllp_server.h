#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/hl7v2/mllp_session.h"
#include "platform/http/listen_socket.h"
#include "platform/http/server_tls.h"
#include "platform/http/socket_stream.h"
#include "platform/operations/operational_log.h"
#include "platform/rpc/transport_security.h"

namespace docshare::gateway {

struct MllpServerOptions {
  // "host:port". Port 0 takes a free one.
  std::string listen_address;
  platform::TransportSecurity security;
  // When not empty, MarkReady() writes the port here (port_file.h).
  std::string port_file;
  // Each is a thread. Those beyond are closed at once.
  int max_connections = 64;
  MllpLimits limits;
};

// What a server has done since its start, for metrics.
struct MllpServerCounts {
  int64_t connections = 0;  // Open now.
  uint64_t connections_refused = 0;
  // Ended by us for a fault of the peer (MllpEnd).
  uint64_t connections_cut = 0;
  uint64_t messages = 0;
};

// HL7 v2 over MLLP: mutual TLS, or plain text on loopback. Each connection has a thread, and its
// messages are answered in order.
//
// Source: ITI TF-2: C.2.1, HL7 v2.5 implementation guide, appendix C.
//
// Thread-safe.
class MllpServer {
 public:
  // Binds the address and starts to answer. `log` has to outlive the server, and so has what
  // `handler` refers to.
  //
  // Returns the errors of CheckTransportSecurity, ServerTls and ListenSocket, and kInvalidArgument
  // for a limit that cannot work.
  static absl::StatusOr<std::unique_ptr<MllpServer>> Start(const MllpServerOptions& options,
                                                           MllpHandler handler,
                                                           platform::OperationalLog* log);

  // Drains without patience when that has not been done.
  ~MllpServer();

  MllpServer(const MllpServer&) = delete;
  MllpServer& operator=(const MllpServer&) = delete;

  int port() const { return listener_.port(); }

  // Writes the port file. Returns kUnavailable when it cannot be written.
  absl::Status MarkReady();

  // Stops listening and ends connections that are between messages, or in the middle of one. Those
  // whose message is being answered get the answer first; they are cut after `patience`. Returns
  // when no handler runs any more. Safe to call again.
  void Drain(absl::Duration patience);

  MllpServerCounts counts() const;

 private:
  struct Connection {
    std::thread thread;
    int fd = -1;
    bool has_ended = false;
  };
  // At most a line a second of a kind that a stranger can cause.
  struct LineLimit {
    std::chrono::steady_clock::time_point next;
    int64_t left_out = 0;
  };

  MllpServer(MllpServerOptions options, MllpHandler handler, platform::OperationalLog* log,
             platform::ListenSocket listener, std::unique_ptr<platform::ServerTls> tls,
             int drain_fd);

  void Accept();
  void AcceptOne();
  void RefreshCertificates();
  void Serve(Connection& connection, platform::SocketStream& stream);
  // Joins the threads that have ended.
  void Reap();
  void Warn(LineLimit& limit, absl::string_view event, absl::string_view reason);

  const MllpServerOptions options_;
  const MllpHandler handler_;
  platform::OperationalLog* const log_;
  platform::ListenSocket listener_;
  // Null for plain text. Used by the accepting thread alone.
  const std::unique_ptr<platform::ServerTls> tls_;
  bool files_faulty_ = false;
  const int drain_fd_;

  std::mutex drain_mutex_;
  bool drained_ = false;  // Guarded by drain_mutex_.

  mutable std::mutex mutex_;
  // All guarded by mutex_; a thread's own entry stays where it is until it has ended.
  std::list<Connection> connections_;
  MllpServerCounts counts_;
  LineLimit refused_lines_;
  LineLimit cut_lines_;

  // Last, since it uses all of the above.
  std::thread accepting_;
};

}  // namespace docshare::gateway
