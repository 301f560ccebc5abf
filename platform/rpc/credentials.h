#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "platform/rpc/tls_files.h"

namespace docshare::platform {

// How a connection is protected: mutual TLS, or nothing on the machine itself. Exactly one of `tls`
// and `plaintext_on_loopback` has to be set.
struct TransportSecurity {
  std::optional<TlsFiles> tls;
  bool plaintext_on_loopback = false;
  // Time between looks at the files, in whole seconds, at least 1 s.
  absl::Duration certificate_refresh = absl::Seconds(10);
};

// True for "127.x.y.z:port", "[::1]:port", "localhost:port" and "unix:path", and for nothing else.
bool IsLoopbackAddress(absl::string_view address);

// Credentials for a server that listens on `address` ("host:port").
//
// Every client has to present a certificate that `trusted_authorities` issued and that is valid
// now; others are refused in the handshake. Files replaced on disk are used for new connections
// within `certificate_refresh`, so replace key and certificate together (rename both): while they
// do not match, new connections fail and are retried. Running connections are not touched.
//
// Returns the errors of CheckTlsFiles, and kInvalidArgument for plain text on an address that is
// not loopback, for neither or both kinds of protection, and for a refresh below one second.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const TransportSecurity& security, absl::string_view address, absl::Time now);

// Credentials for a client of the server at `address`. The server's certificate has to name the
// host of that address as a DNS or IP subject alternative name. Otherwise as above.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(
    const TransportSecurity& security, absl::string_view address, absl::Time now);

}  // namespace docshare::platform
