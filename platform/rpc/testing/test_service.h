#pragma once

#include <grpcpp/impl/codegen/service_type.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/operations/operational_log.h"
#include "platform/rpc/server_runner.h"

namespace docshare::platform {

// A service of one unary method, /docshare.test.TestService/Call, whose messages are plain bytes.
class TestService final : public grpc::Service {
 public:
  static constexpr char kName[] = "docshare.test.TestService";
  static constexpr char kCall[] = "/docshare.test.TestService/Call";

  using Handler = std::function<grpc::Status(grpc::ServerContext& context,
                                             const std::string& request, std::string& response)>;

  explicit TestService(Handler handler);

 private:
  grpc::Status Call(grpc::ServerContext* context, const grpc::ByteBuffer* request,
                    grpc::ByteBuffer* response);

  const Handler handler_;
};

// Answers with the request.
grpc::Status Echo(grpc::ServerContext& context, const std::string& request, std::string& response);

// A ServerRunner with a TestService on a free port of 127.0.0.1. Aborts when it does not start.
class TestServer {
 public:
  explicit TestServer(ServerOptions options, TestService::Handler handler = Echo);

  ServerRunner& runner() { return *runner_; }
  std::string address() const;
  // Lines of the ordinary log so far.
  std::vector<std::string> LogLines() const;

 private:
  struct Lines;

  std::shared_ptr<Lines> lines_;
  OperationalLog log_;
  TestService service_;
  std::unique_ptr<ServerRunner> runner_;
};

}  // namespace docshare::platform
