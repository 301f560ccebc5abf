#include "platform/config/transport_check.h"

#include <arpa/inet.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace docshare::platform {
namespace {

using docshare::config::v1::TlsFiles;

bool IsPort(absl::string_view port) {
  uint32_t number = 0;
  return port.find_first_not_of("0123456789") == absl::string_view::npos &&
         absl::SimpleAtoi(port, &number) && number <= 65535;
}

// "1.2.3.4:port" or "[v6]:port".
bool IsIpAddressAndPort(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos || !IsPort(address.substr(colon + 1))) return false;
  absl::string_view host = address.substr(0, colon);
  const bool in_brackets = absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  in6_addr parsed;
  return inet_pton(in_brackets ? AF_INET6 : AF_INET, std::string(host).c_str(), &parsed) == 1;
}

// "host:port" with a port up to 65535, "[v6]:port", or "unix:path".
bool IsAddress(absl::string_view address) {
  if (absl::StartsWith(address, "unix:")) return address.size() > 5;
  size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) return false;
  return IsPort(address.substr(colon + 1));
}

void CheckFile(const std::string& path, absl::string_view field, absl::string_view name,
               absl::string_view example, ConfigFaults& faults) {
  if (!path.empty()) return;
  faults.Missing(absl::StrCat(field, ".tls.", name), absl::StrCat(name, ": \"", example, "\""));
}

void CheckSecurity(bool has_tls, const TlsFiles& tls, bool plaintext, absl::string_view field,
                   ConfigFaults& faults) {
  if (plaintext) {
    if (has_tls) {
      faults.Wrong(absl::StrCat(field, ".plaintext_on_loopback"), "excludes tls: keep one of them",
                   "tls { ... }");
    }
    return;
  }
  if (!has_tls) {
    faults.Missing(absl::StrCat(field, ".tls"),
                   "tls { certificate_chain: \"/etc/docshare/tls/server.pem\" "
                   "private_key: \"/etc/docshare/tls/server.key\" "
                   "trusted_authorities: \"/etc/docshare/tls/ca.pem\" }");
    return;
  }
  CheckFile(tls.certificate_chain(), field, "certificate_chain", "/etc/docshare/tls/server.pem",
            faults);
  CheckFile(tls.private_key(), field, "private_key", "/etc/docshare/tls/server.key", faults);
  CheckFile(tls.trusted_authorities(), field, "trusted_authorities", "/etc/docshare/tls/ca.pem",
            faults);
}

void CheckAddress(const std::string& address, absl::string_view field, absl::string_view example,
                  ConfigFaults& faults) {
  std::string name = absl::StrCat(field, ".address");
  std::string line = absl::StrCat("address: \"", example, "\"");
  if (address.empty()) {
    faults.Missing(name, line);
  } else if (!IsAddress(address)) {
    faults.Wrong(name, "must be host:port", line);
  }
}

}  // namespace

void CheckListener(const docshare::config::v1::Listener& listener, absl::string_view field,
                   ConfigFaults& faults) {
  CheckAddress(listener.address(), field, "0.0.0.0:7443", faults);
  CheckSecurity(listener.has_tls(), listener.tls(), listener.plaintext_on_loopback(), field,
                faults);
}

void CheckMetricsAddress(const std::string& address, ConfigFaults& faults) {
  if (address.empty() || IsIpAddressAndPort(address)) return;
  faults.Wrong("metrics_address", "must be an IP address and a port",
               "metrics_address: \"127.0.0.1:9464\"");
}

void CheckEndpoint(const docshare::config::v1::Endpoint& endpoint, absl::string_view field,
                   ConfigFaults& faults) {
  CheckAddress(endpoint.address(), field, "registry.example.org:7443", faults);
  CheckSecurity(endpoint.has_tls(), endpoint.tls(), endpoint.plaintext_on_loopback(), field,
                faults);
}

}  // namespace docshare::platform
