#include "platform/rpc/credentials.h"

#include <arpa/inet.h>
#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace docshare::platform {
namespace {

using ::grpc::experimental::FileWatcherCertificateProvider;
using ::grpc::experimental::TlsChannelCredentialsOptions;
using ::grpc::experimental::TlsCredentialsOptions;
using ::grpc::experimental::TlsServerCredentialsOptions;

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

absl::Status Check(const TransportSecurity& security, absl::string_view address, absl::Time now) {
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

std::shared_ptr<FileWatcherCertificateProvider> Watch(const TransportSecurity& security) {
  return std::make_shared<FileWatcherCertificateProvider>(
      security.tls->private_key, security.tls->certificate_chain, security.tls->trusted_authorities,
      static_cast<unsigned>(
          absl::ToInt64Seconds(std::min(security.certificate_refresh, absl::Hours(24)))));
}

void UseWatchedFiles(TlsCredentialsOptions& options) {
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
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

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const TransportSecurity& security, absl::string_view address, absl::Time now) {
  if (absl::Status status = Check(security, address, now); !status.ok()) return status;
  if (security.plaintext_on_loopback) return grpc::InsecureServerCredentials();
  TlsServerCredentialsOptions options(Watch(security));
  UseWatchedFiles(options);
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(
    const TransportSecurity& security, absl::string_view address, absl::Time now) {
  if (absl::Status status = Check(security, address, now); !status.ok()) return status;
  if (security.plaintext_on_loopback) return grpc::InsecureChannelCredentials();
  TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watch(security));
  UseWatchedFiles(options);
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace docshare::platform
