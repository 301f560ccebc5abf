#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/channel.h"

namespace docshare::platform {

// A client for tests whose messages are plain bytes, so that it needs no generated stub.
class TestConnection {
 public:
  // Aborts when the channel cannot be opened.
  TestConnection(std::string address, TransportSecurity security);

  explicit TestConnection(std::shared_ptr<grpc::Channel> channel);

  // Makes a unary call of /docshare.test.TestService/Call.
  absl::StatusOr<std::string> Call(const std::string& request,
                                   absl::Duration timeout = absl::Seconds(20)) const;

  // The same with gRPC's own status.
  grpc::Status RawCall(const std::string& method, const std::string& request, std::string& response,
                       absl::Duration timeout = absl::Seconds(20)) const;

  // Asks grpc.health.v1.Health. Returns kNotFound for a service the server does not know.
  absl::StatusOr<bool> IsServing(const std::string& service) const;

 private:
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace docshare::platform
