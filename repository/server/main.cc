// docshare-repository: a Document Repository.

#include <cstdio>
#include <string>
#include <utility>

#include "docshare/config/v1/repository_config.pb.h"
#include "platform/config/server_command_line.h"
#include "platform/config/text_config.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/rpc/grpc_log_capture.h"
#include "repository/server/release.h"
#include "repository/server/settings.h"
#include "repository/server/wiring.h"

namespace {

constexpr char kHelp[] =
    R"(docshare-repository: a Document Repository, over gRPC. It keeps the bytes of
documents and registers their metadata with the registry of the community.

Usage:
  docshare-repository --config FILE   serve until SIGTERM or SIGINT
  docshare-repository --help          this text
  docshare-repository --version       the release

FILE is a docshare.config.v1.RepositoryConfig in protobuf text format, for example:

  repository_unique_id: "2.999.2.1"
  data_dir: "/var/lib/docshare/repository"
  key_ring: "/etc/docshare/key-ring.textproto"
  listener {
    address: "0.0.0.0:7401"
    tls {
      certificate_chain: "/etc/docshare/hospital-repository.crt"
      private_key: "/etc/docshare/hospital-repository.key"
      trusted_authorities: "/etc/docshare/ca.crt"
    }
  }
  registry {
    address: "registry.example.org:7400"
    tls {
      certificate_chain: "/etc/docshare/hospital-repository.crt"
      private_key: "/etc/docshare/hospital-repository.key"
      trusted_authorities: "/etc/docshare/ca.crt"
    }
  }
  peers { name: "hospital" roles: ROLE_PROVIDE roles: ROLE_RETRIEVE }
  peers { name: "municipality" roles: ROLE_RETRIEVE }

Every field is explained in proto/docshare/config/v1/repository_config.proto.
A peer's name is the part after "urn:docshare:system:" of a URI in its certificate;
tools/dev-certs makes certificates for development. The registry has to grant
ROLE_REGISTER to the name in this repository's own certificate.

repository_unique_id is fixed when data_dir is made: it stands in the metadata of
every document. One process at a time may use a data_dir.

Exit codes: 0 drained after a signal, 1 cannot serve or the disk failed, 2 wrong usage or
configuration, 128 + N a second signal N while draining.
)";

constexpr int kCannotServe = 1;
constexpr int kWrongUsage = 2;

int Fail(const absl::Status& status, int code) {
  std::fprintf(stderr, "docshare-repository: %s\n", std::string(status.message()).c_str());
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
    std::printf("docshare-repository %s\n", docshare::repository::kRelease);
    return 0;
  }

  docshare::config::v1::RepositoryConfig config;
  absl::Status read = docshare::platform::ReadTextConfig(command_line->config_path, &config);
  if (!read.ok()) return Fail(read, kWrongUsage);
  auto settings = docshare::repository::CheckedSettings(config, command_line->config_path);
  if (!settings.ok()) return Fail(settings.status(), kWrongUsage);

  docshare::platform::OperationalLog log("repository");
  const docshare::platform::GrpcLogCapture grpc_log(&log);
  auto repository = docshare::repository::Repository::Open(*std::move(settings), &log);
  if (!repository.ok()) return Fail(repository.status(), kCannotServe);
  if (absl::Status served = (*repository)->Serve(signals); !served.ok()) {
    return Fail(served, kCannotServe);
  }
  return 0;
}
