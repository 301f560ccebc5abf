#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "platform/metrics/metrics.h"
#include "platform/operations/operational_log.h"

namespace docshare::platform {

// Serves the metrics of a process in the text format of Prometheus at http://ADDRESS/metrics, to
// anybody who can connect: without TLS, without authentication.
//
// Has threads of its own, so that whoever reads slowly, or connects and says nothing, holds up no
// call of the server. Such a connection is closed after two seconds; while there are too many of
// them the page waits. Thread-safe.
class MetricsPage {
 public:
  // `address` is an IP address and a port, which 0 leaves to the system: "127.0.0.1:9464",
  // "[::1]:9464". `metrics` must outlive the page, and not be added to any more.
  // The log is told the port. Returns kUnavailable when the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<MetricsPage>> Start(const std::string& address,
                                                            const Metrics* metrics,
                                                            OperationalLog* log);
  // Waits for requests that are being answered.
  ~MetricsPage();

  MetricsPage(const MetricsPage&) = delete;
  MetricsPage& operator=(const MetricsPage&) = delete;

  // The port it listens on.
  int port() const { return port_; }

 private:
  // The libraries that do the work.
  struct Server;

  MetricsPage();

  const std::unique_ptr<Server> server_;
  int port_ = 0;
};

}  // namespace docshare::platform
