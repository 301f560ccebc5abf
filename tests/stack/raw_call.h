#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace docshare::tests {

// Calls whose messages are any bytes, also such as no stub would send. `method` is
// "/package.Service/Method". What the server answers is read to its end and thrown away; the
// result is its status, with the standard's errors (see RegistryErrorsOf).

absl::Status RawUnaryCall(grpc::Channel& channel, const std::string& method,
                          const std::string& request);

// Sends the messages until the server answers or all are sent, then says that there are no more.
absl::Status RawClientStream(grpc::Channel& channel, const std::string& method,
                             const std::vector<std::string>& requests);

absl::Status RawServerStream(grpc::Channel& channel, const std::string& method,
                             const std::string& request);

}  // namespace docshare::tests
