#include "platform/rpc/testing/test_service.h"

#include <grpcpp/impl/codegen/method_handler.h>
#include <grpcpp/impl/codegen/rpc_service_method.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

ServerOptions OnFreePort(ServerOptions options) {
  if (options.listen_address.empty()) options.listen_address = "127.0.0.1:0";
  return options;
}

}  // namespace

TestService::TestService(Handler handler) : handler_(std::move(handler)) {
  AddMethod(new grpc::internal::RpcServiceMethod(
      kCall, grpc::internal::RpcMethod::NORMAL_RPC,
      new grpc::internal::RpcMethodHandler<TestService, grpc::ByteBuffer, grpc::ByteBuffer>(
          [](TestService* service, grpc::ServerContext* context, const grpc::ByteBuffer* request,
             grpc::ByteBuffer* response) { return service->Call(context, request, response); },
          this)));
}

grpc::Status TestService::Call(grpc::ServerContext* context, const grpc::ByteBuffer* request,
                               grpc::ByteBuffer* response) {
  std::string answer;
  const grpc::Status status = handler_(*context, BytesOf(*request), answer);
  const grpc::Slice slice(answer);
  *response = grpc::ByteBuffer(&slice, 1);
  return status;
}

grpc::Status Echo(grpc::ServerContext&, const std::string& request, std::string& response) {
  response = request;
  return grpc::Status::OK;
}

struct TestServer::Lines {
  mutable std::mutex mutex;
  std::vector<std::string> lines;
};

TestServer::TestServer(ServerOptions options, TestService::Handler handler)
    : lines_(std::make_shared<Lines>()),
      log_("test",
           [lines = lines_](absl::string_view line) {
             const std::lock_guard<std::mutex> lock(lines->mutex);
             lines->lines.emplace_back(line);
           }),
      service_(std::move(handler)) {
  absl::StatusOr<std::unique_ptr<ServerRunner>> runner =
      ServerRunner::Start(OnFreePort(std::move(options)), {{TestService::kName, &service_}}, &log_);
  if (!runner.ok()) {
    std::fprintf(stderr, "%s\n", runner.status().ToString().c_str());
    std::abort();
  }
  runner_ = *std::move(runner);
}

std::string TestServer::address() const { return absl::StrCat("127.0.0.1:", runner_->port()); }

std::vector<std::string> TestServer::LogLines() const {
  const std::lock_guard<std::mutex> lock(lines_->mutex);
  return lines_->lines;
}

}  // namespace docshare::platform
