#include "platform/rpc/peer_identity.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {
namespace {

constexpr char kInsecureTransport[] = "insecure";

std::vector<std::string> ValuesOf(const grpc::AuthContext& context, const char* property) {
  std::vector<std::string> values;
  for (const grpc::string_ref& value : context.FindPropertyValues(property)) {
    values.emplace_back(value.data(), value.size());
  }
  return values;
}

bool IsOnThisMachine(absl::string_view peer) {
  return absl::StartsWith(peer, "ipv4:127.") || absl::StartsWith(peer, "ipv6:[::1]") ||
         absl::StartsWith(peer, "ipv6:%5B::1%5D") || absl::StartsWith(peer, "unix:");
}

}  // namespace

absl::StatusOr<PeerIdentity> IdentifyPeer(const grpc::ServerContextBase& context) {
  const std::shared_ptr<const grpc::AuthContext> auth = context.auth_context();
  const std::vector<std::string> transport =
      ValuesOf(*auth, GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  if (transport.empty() || transport.front() == kInsecureTransport) {
    if (!IsOnThisMachine(context.peer())) {
      return absl::UnauthenticatedError("calls without TLS are served on this machine only");
    }
    return PeerIdentity{.name = kPlaintextPeerName};
  }
  absl::StatusOr<std::string> name = SystemNameOf(ValuesOf(*auth, GRPC_PEER_URI_PROPERTY_NAME),
                                                  ValuesOf(*auth, GRPC_X509_CN_PROPERTY_NAME));
  if (!name.ok()) return name.status();
  return PeerIdentity{.name = *std::move(name)};
}

absl::optional<std::string> ActingFor(const grpc::ServerContextBase& context) {
  const auto [begin, end] = context.client_metadata().equal_range(kActingForKey);
  if (begin == end) return absl::nullopt;
  if (std::next(begin) != end) return "";
  return std::string(begin->second.data(), begin->second.size());
}

}  // namespace docshare::platform
