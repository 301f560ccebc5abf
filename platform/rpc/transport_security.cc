#include "platform/rpc/transport_security.h"

#include <arpa/inet.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace docshare::platform {
namespace {

// Returns the host of "host:port" or "[host]:port", empty for anything else.
std::string HostOf(absl::string_view address) {
  if (absl::ConsumePrefix(&address, "[")) {
    const size_t end = address.find("]:");
    return end == absl::string_view::npos ? "" : std::string(address.substr(0, end));
  }
  const size_t colon = address.find(':');
  if (colon == absl::string_view::npos || colon != address.rfind(':')) return "";
  return std::string(address.substr(0, colon));
}

}  // namespace

bool IsLoopbackAddress(absl::string_view address) {
  if (absl::StartsWith(address, "unix:")) return true;
  const std::string host = HostOf(address);
  if (host == "localhost") return true;
  in_addr v4 = {};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6 = {};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

absl::Status CheckTransportSecurity(const TransportSecurity& security, absl::string_view address,
                                    absl::Time now) {
  if (security.tls.has_value() && security.plaintext_on_loopback) {
    return absl::InvalidArgumentError(
        absl::StrCat("both TLS files and plain text are configured for ", address,
                     "; remove plaintext_on_loopback or the TLS files"));
  }
  if (security.plaintext_on_loopback) {
    if (IsLoopbackAddress(address)) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("plain text is allowed on loopback addresses only, and ", address,
                     " is none; configure TLS files, or use 127.0.0.1, [::1] or localhost"));
  }
  if (!security.tls.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "no TLS files are configured for ", address,
        "; configure a certificate chain, its private key and the trusted authorities"));
  }
  if (security.certificate_refresh < absl::Seconds(1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("certificates cannot be looked at every ",
                     absl::FormatDuration(security.certificate_refresh), "; 1s is the shortest"));
  }
  return CheckTlsFiles(*security.tls, now).status();
}

}  // namespace docshare::platform
