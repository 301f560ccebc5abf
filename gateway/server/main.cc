// docshare-gateway: the standards' edge.

#include <malloc.h>

#include <cstdio>
#include <string>
#include <utility>

#include "docshare/config/v1/gateway_config.pb.h"
#include "gateway/server/release.h"
#include "gateway/server/settings.h"
#include "gateway/server/wiring.h"
#include "platform/config/server_command_line.h"
#include "platform/config/text_config.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/rpc/grpc_log_capture.h"

namespace {

constexpr char kHelp[] =
    R"(docshare-gateway: speaks SOAP (XDS.b and XCA) to systems that do not speak gRPC,
and asks the registry and the repositories of the community in their names. It
keeps nothing.

Usage:
  docshare-gateway --config FILE   serve until SIGTERM or SIGINT
  docshare-gateway --help          this text
  docshare-gateway --version       the release

FILE is a docshare.config.v1.GatewayConfig in protobuf text format, for example:

  home_community_id: "urn:oid:2.999.1"
  registry {
    address: "registry.example.org:7400"
    tls {
      certificate_chain: "/etc/docshare/gateway.crt"
      private_key: "/etc/docshare/gateway.key"
      trusted_authorities: "/etc/docshare/ca.crt"
    }
  }
  repositories {
    repository_unique_id: "2.999.2.1"
    endpoint {
      address: "repository.example.org:7401"
      tls {
        certificate_chain: "/etc/docshare/gateway.crt"
        private_key: "/etc/docshare/gateway.key"
        trusted_authorities: "/etc/docshare/ca.crt"
      }
    }
  }
  soap {
    address: "0.0.0.0:7443"
    tls {
      certificate_chain: "/etc/docshare/gateway.crt"
      private_key: "/etc/docshare/gateway.key"
      trusted_authorities: "/etc/docshare/ca.crt"
    }
  }
  missing_assertion: MISSING_ASSERTION_REFUSED

Every field is explained in proto/docshare/config/v1/gateway_config.proto.
Registry and repositories have to grant ROLE_ACT_FOR to the name in the gateway's
certificate, and to the systems behind it the roles that they need:

  peers { name: "gateway" roles: ROLE_ACT_FOR }
  peers { name: "hospital-ehr" roles: ROLE_QUERY }

The services are described at their paths with ?wsdl, for example
https://HOST:7443/Registry/services/RegistryService?wsdl

Exit codes: 0 drained after a signal, 1 cannot serve, 2 wrong usage or configuration,
128 + N a second signal N while draining.
)";

// A fixed threshold, since glibc raises its own to the largest block that was freed: after some
// large messages each thread's heap would keep hundreds of MiB that no message needs.
constexpr int kMappedBlockBytes = 4 << 20;

constexpr int kCannotServe = 1;
constexpr int kWrongUsage = 2;

int Fail(const absl::Status& status, int code) {
  std::fprintf(stderr, "docshare-gateway: %s\n", std::string(status.message()).c_str());
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  mallopt(M_MMAP_THRESHOLD, kMappedBlockBytes);
  // Before any thread exists, so that all of them leave the signals to the waiting one.
  docshare::platform::ShutdownSignals signals;
  auto command_line = docshare::platform::ParseServerCommandLine(argc, argv);
  if (!command_line.ok()) return Fail(command_line.status(), kWrongUsage);
  using Action = docshare::platform::ServerCommandLine::Action;
  if (command_line->action == Action::kHelp) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (command_line->action == Action::kVersion) {
    std::printf("docshare-gateway %s\n", docshare::gateway::kRelease);
    return 0;
  }

  docshare::config::v1::GatewayConfig config;
  absl::Status read = docshare::platform::ReadTextConfig(command_line->config_path, &config);
  if (!read.ok()) return Fail(read, kWrongUsage);
  auto settings = docshare::gateway::CheckedSettings(config, command_line->config_path);
  if (!settings.ok()) return Fail(settings.status(), kWrongUsage);

  docshare::platform::OperationalLog log("gateway");
  const docshare::platform::GrpcLogCapture grpc_log(&log);
  auto gateway = docshare::gateway::Gateway::Open(*std::move(settings), &log);
  if (!gateway.ok()) return Fail(gateway.status(), kCannotServe);
  if (absl::Status served = (*gateway)->Serve(signals); !served.ok()) {
    return Fail(served, kCannotServe);
  }
  return 0;
}
