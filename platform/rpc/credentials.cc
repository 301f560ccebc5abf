#include "platform/rpc/credentials.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <algorithm>

#include "absl/status/status.h"

namespace docshare::platform {
namespace {

using ::grpc::experimental::FileWatcherCertificateProvider;
using ::grpc::experimental::TlsChannelCredentialsOptions;
using ::grpc::experimental::TlsCredentialsOptions;
using ::grpc::experimental::TlsServerCredentialsOptions;

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

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const TransportSecurity& security, absl::string_view address, absl::Time now) {
  const absl::Status status = CheckTransportSecurity(security, address, now);
  if (!status.ok()) return status;
  if (security.plaintext_on_loopback) return grpc::InsecureServerCredentials();
  TlsServerCredentialsOptions options(Watch(security));
  UseWatchedFiles(options);
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(
    const TransportSecurity& security, absl::string_view address, absl::Time now) {
  const absl::Status status = CheckTransportSecurity(security, address, now);
  if (!status.ok()) return status;
  if (security.plaintext_on_loopback) return grpc::InsecureChannelCredentials();
  TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watch(security));
  UseWatchedFiles(options);
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace docshare::platform
