#include "platform/rpc/peer_identity.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace docshare::platform {
namespace {

constexpr size_t kMaxNameBytes = 128;
constexpr char kInsecureTransport[] = "insecure";

std::vector<std::string> ValuesOf(const grpc::AuthContext& context, const char* property) {
  std::vector<std::string> values;
  for (const grpc::string_ref& value : context.FindPropertyValues(property)) {
    values.emplace_back(value.data(), value.size());
  }
  return values;
}

// A certificate must not lend itself what callers without one may do.
bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && name != kPlaintextPeerName;
}

bool IsSystemName(absl::string_view name) {
  return IsName(name) && std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' ||
                  c == '-';
         });
}

bool IsCommonName(absl::string_view name) {
  return IsName(name) && std::none_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_iscntrl(static_cast<unsigned char>(c));
         });
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
  for (const std::string& uri : ValuesOf(*auth, GRPC_PEER_URI_PROPERTY_NAME)) {
    absl::string_view name = uri;
    if (absl::ConsumePrefix(&name, kSystemUriPrefix) && IsSystemName(name)) {
      return PeerIdentity{.name = std::string(name)};
    }
  }
  for (const std::string& name : ValuesOf(*auth, GRPC_X509_CN_PROPERTY_NAME)) {
    if (IsCommonName(name)) return PeerIdentity{.name = name};
  }
  return absl::UnauthenticatedError(
      "the client certificate names no system: it needs a subject alternative name "
      "URI:urn:docshare:system:NAME or a common name");
}

absl::optional<std::string> ActingFor(const grpc::ServerContextBase& context) {
  const auto [begin, end] = context.client_metadata().equal_range(kActingForKey);
  if (begin == end) return absl::nullopt;
  if (std::next(begin) != end) return "";
  return std::string(begin->second.data(), begin->second.size());
}

}  // namespace docshare::platform
