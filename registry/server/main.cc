// docshare-registry: the Document Registry of one community.

#include <cstdio>
#include <string>

#include "docshare/config/v1/registry_config.pb.h"
#include "platform/config/server_command_line.h"
#include "platform/config/text_config.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/rpc/grpc_log_capture.h"
#include "registry/server/release.h"
#include "registry/server/wiring.h"

namespace {

constexpr char kHelp[] = R"(docshare-registry: the Document Registry of one community, over gRPC.

Usage:
  docshare-registry --config FILE   serve until SIGTERM or SIGINT
  docshare-registry --help          this text
  docshare-registry --version       the release

FILE is a docshare.config.v1.RegistryConfig in protobuf text format, for example:

  home_community_id: "urn:oid:2.999.1"
  data_dir: "/var/lib/docshare/registry"
  key_ring: "/etc/docshare/key-ring.textproto"
  listener {
    address: "0.0.0.0:7400"
    tls {
      certificate_chain: "/etc/docshare/registry.crt"
      private_key: "/etc/docshare/registry.key"
      trusted_authorities: "/etc/docshare/ca.crt"
    }
  }
  peers { name: "hospital-repository" roles: ROLE_REGISTER }
  peers { name: "municipality" roles: ROLE_QUERY }
  peers {
    name: "admin"
    roles: ROLE_PATIENT_FEED roles: ROLE_QUERY roles: ROLE_REGISTER roles: ROLE_WATCH
    roles: ROLE_ADMINISTER
  }

Every field is explained in proto/docshare/config/v1/registry_config.proto.
A peer's name is the part after "urn:docshare:system:" of a URI in its certificate;
tools/dev-certs makes certificates for development.

Exit codes: 0 drained after a signal, 1 cannot serve or the disk failed, 2 wrong usage or
configuration, 128 + N a second signal N while draining.
)";

constexpr int kCannotServe = 1;
constexpr int kWrongUsage = 2;

int Fail(const absl::Status& status, int code) {
  std::fprintf(stderr, "docshare-registry: %s\n", std::string(status.message()).c_str());
  return code;
}

}  // namespace

int main(int argc, char** argv) {
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
    std::printf("docshare-registry %s\n", docshare::registry::kRelease);
    return 0;
  }

  docshare::config::v1::RegistryConfig config;
  absl::Status read = docshare::platform::ReadTextConfig(command_line->config_path, &config);
  if (read.ok()) read = docshare::registry::CheckConfig(config, command_line->config_path);
  if (!read.ok()) return Fail(read, kWrongUsage);

  docshare::platform::OperationalLog log("registry");
  const docshare::platform::GrpcLogCapture grpc_log(&log);
  auto registry = docshare::registry::Registry::Open(config, &log);
  if (!registry.ok()) return Fail(registry.status(), kCannotServe);
  if (absl::Status served = (*registry)->Serve(signals); !served.ok()) {
    return Fail(served, kCannotServe);
  }
  return 0;
}
