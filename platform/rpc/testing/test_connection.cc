#include "platform/rpc/testing/test_connection.h"

#include <grpcpp/client_context.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/rpc_method.h>
#include <grpcpp/support/byte_buffer.h>

#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::platform {

TestConnection::TestConnection(std::string address, TransportSecurity security) {
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel =
      OpenChannel({.address = std::move(address), .security = std::move(security)});
  if (!channel.ok()) {
    std::fprintf(stderr, "%s\n", channel.status().ToString().c_str());
    std::abort();
  }
  channel_ = *std::move(channel);
}

TestConnection::TestConnection(std::shared_ptr<grpc::Channel> channel)
    : channel_(std::move(channel)) {}

absl::StatusOr<std::string> TestConnection::Call(const std::string& request,
                                                 absl::Duration timeout) const {
  std::string response;
  const absl::Status status =
      FromGrpcStatus(RawCall("/docshare.test.TestService/Call", request, response, timeout));
  if (!status.ok()) return status;
  return response;
}

grpc::Status TestConnection::RawCall(const std::string& method, const std::string& request,
                                     std::string& response, absl::Duration timeout) const {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  const grpc::Slice slice(request);
  const grpc::ByteBuffer request_buffer(&slice, 1);
  grpc::ByteBuffer response_buffer;
  const grpc::Status status = grpc::internal::BlockingUnaryCall(
      channel_.get(),
      grpc::internal::RpcMethod(method.c_str(), grpc::internal::RpcMethod::NORMAL_RPC), &context,
      request_buffer, &response_buffer);
  std::vector<grpc::Slice> slices;
  if (status.ok() && response_buffer.Dump(&slices).ok()) {
    for (const grpc::Slice& piece : slices) {
      response.append(reinterpret_cast<const char*>(piece.begin()), piece.size());
    }
  }
  return status;
}

absl::StatusOr<bool> TestConnection::IsServing(const std::string& service) const {
  // HealthCheckRequest { string service = 1; }, HealthCheckResponse { ServingStatus status = 1; }.
  std::string request;
  if (!service.empty()) {
    request = absl::StrCat("\x0A", std::string(1, static_cast<char>(service.size())), service);
  }
  std::string response;
  const absl::Status status =
      FromGrpcStatus(RawCall("/grpc.health.v1.Health/Check", request, response));
  if (!status.ok()) return status;
  return response == "\x08\x01";
}

}  // namespace docshare::platform
