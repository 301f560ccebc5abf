// The machine's limit for an RPC: a server with the registry's methods, transport and message
// sizes that does no work. It answers every call with the bytes of a file.

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "docshare/config/v1/registry_config.pb.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "platform/config/text_config.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/rpc/server_runner.h"
#include "platform/rpc/transport_config.h"

namespace {

using docshare::registry::v1::RegistryService;

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

class EchoService final
    : public RegistryService::WithRawCallbackMethod_FindDocuments<
          RegistryService::WithRawCallbackMethod_RegisterDocumentSet<RegistryService::Service>> {
 public:
  EchoService(std::string find_reply, std::string register_reply)
      : find_reply_(std::move(find_reply)), register_reply_(std::move(register_reply)) {}

  grpc::ServerUnaryReactor* FindDocuments(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer*,
                                          grpc::ByteBuffer* response) override {
    return Answer(context, find_reply_, response);
  }

  grpc::ServerUnaryReactor* RegisterDocumentSet(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer*,
                                                grpc::ByteBuffer* response) override {
    return Answer(context, register_reply_, response);
  }

 private:
  static grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                          const std::string& reply, grpc::ByteBuffer* response) {
    grpc::Slice slice(reply);
    *response = grpc::ByteBuffer(&slice, 1);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  const std::string find_reply_;
  const std::string register_reply_;
};

}  // namespace

int main(int argc, char** argv) {
  docshare::platform::ShutdownSignals signals;
  if (argc != 4) {
    std::fprintf(stderr, "usage: echo_server CONFIG FIND_REPLY_FILE REGISTER_REPLY_FILE\n");
    return 2;
  }
  docshare::config::v1::RegistryConfig config;
  if (absl::Status read = docshare::platform::ReadTextConfig(argv[1], &config); !read.ok()) {
    std::fprintf(stderr, "echo_server: %s\n", read.ToString().c_str());
    return 2;
  }
  EchoService service(ReadFile(argv[2]), ReadFile(argv[3]));
  docshare::platform::OperationalLog log("echo");
  auto runner = docshare::platform::ServerRunner::Start(
      docshare::platform::ServerOptionsFrom(config.listener()),
      {{RegistryService::service_full_name(), &service}}, &log);
  if (!runner.ok()) {
    std::fprintf(stderr, "echo_server: %s\n", runner.status().ToString().c_str());
    return 1;
  }
  return (*runner)->Run(signals, [] {}).ok() ? 0 : 1;
}
