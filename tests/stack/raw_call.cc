#include "tests/stack/raw_call.h"

#include <grpcpp/client_context.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/rpc_method.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/sync_stream.h>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::tests {
namespace {

using grpc::ByteBuffer;
using grpc::internal::RpcMethod;

constexpr absl::Duration kLimit = absl::Seconds(60);

ByteBuffer Wrap(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return ByteBuffer(&slice, 1);
}

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + kLimit));
}

}  // namespace

absl::Status RawUnaryCall(grpc::Channel& channel, const std::string& method,
                          const std::string& request) {
  grpc::ClientContext context;
  SetDeadline(context);
  ByteBuffer response;
  return platform::FromGrpcStatus(
      grpc::internal::BlockingUnaryCall(&channel, RpcMethod(method.c_str(), RpcMethod::NORMAL_RPC),
                                        &context, Wrap(request), &response));
}

absl::Status RawClientStream(grpc::Channel& channel, const std::string& method,
                             const std::vector<std::string>& requests) {
  grpc::ClientContext context;
  SetDeadline(context);
  ByteBuffer response;
  std::unique_ptr<grpc::ClientWriter<ByteBuffer>> writer(
      grpc::internal::ClientWriterFactory<ByteBuffer>::Create(
          &channel, RpcMethod(method.c_str(), RpcMethod::CLIENT_STREAMING), &context, &response));
  for (const std::string& request : requests) {
    if (!writer->Write(Wrap(request))) break;
  }
  writer->WritesDone();
  return platform::FromGrpcStatus(writer->Finish());
}

absl::Status RawServerStream(grpc::Channel& channel, const std::string& method,
                             const std::string& request) {
  grpc::ClientContext context;
  SetDeadline(context);
  std::unique_ptr<grpc::ClientReader<ByteBuffer>> reader(
      grpc::internal::ClientReaderFactory<ByteBuffer>::Create(
          &channel, RpcMethod(method.c_str(), RpcMethod::SERVER_STREAMING), &context,
          Wrap(request)));
  for (ByteBuffer response; reader->Read(&response);) {
  }
  return platform::FromGrpcStatus(reader->Finish());
}

}  // namespace docshare::tests
