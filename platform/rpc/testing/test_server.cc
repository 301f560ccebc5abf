// A server process for shutdown_test:
//
//   test_server FOLDER CERTIFICATES
//
// serves TestService as "registry" with the files of the folder CERTIFICATES, until a signal ends
// it. Writes FOLDER/port when ready, FOLDER/called when a call begins and FOLDER/drained at the
// end. A call with the request "wait" ends when FOLDER/release exists.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/time/clock.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/rpc/testing/test_service.h"

namespace docshare::platform {
namespace {

void Touch(const std::string& path) { std::ofstream(path) << "\n"; }

int Main(const std::string& folder, const std::string& certificates) {
  ShutdownSignals signals;
  ServerOptions options;
  options.security.tls = TlsFiles{.certificate_chain = certificates + "/registry.crt",
                                  .private_key = certificates + "/registry.key",
                                  .trusted_authorities = certificates + "/ca.crt"};
  options.port_file = folder + "/port";
  options.drain_deadline = absl::Seconds(60);
  TestServer server(options, [&](grpc::ServerContext& context, const std::string& request,
                                 std::string& response) {
    Touch(folder + "/called");
    while (request == "wait" && !std::filesystem::exists(folder + "/release")) {
      absl::SleepFor(absl::Milliseconds(5));
    }
    return Echo(context, request, response);
  });
  const absl::Status status = server.runner().Run(signals, [&] { Touch(folder + "/drained"); });
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}

}  // namespace
}  // namespace docshare::platform

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: test_server FOLDER CERTIFICATES\n");
    return 2;
  }
  return docshare::platform::Main(argv[1], argv[2]);
}
