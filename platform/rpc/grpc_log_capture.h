#pragma once

#include "platform/operations/operational_log.h"

namespace docshare::platform {

// While it lives, what gRPC itself logs in this process goes to an OperationalLog as event
// "grpc_error", with gRPC's source file, line and text, instead of to stderr as plain text. Refused
// handshakes are among it: an expired or foreign certificate leaves no other trace on a server.
//
// One at a time in a process, made in main() before the first server or channel and destroyed after
// the last. `log` has to outlive it.
class GrpcLogCapture {
 public:
  explicit GrpcLogCapture(OperationalLog* log);
  ~GrpcLogCapture();

  GrpcLogCapture(const GrpcLogCapture&) = delete;
  GrpcLogCapture& operator=(const GrpcLogCapture&) = delete;
};

}  // namespace docshare::platform
