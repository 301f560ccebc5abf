#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "platform/rpc/transport_security.h"

namespace docshare::platform {

// Credentials for a server that listens on `address` ("host:port").
//
// Every client has to present a certificate that `trusted_authorities` issued and that is valid
// now; others are refused in the handshake. Files replaced on disk are used for new connections
// within `certificate_refresh`, so replace key and certificate together (rename both): while they
// do not match, new connections fail and are retried. Running connections are not touched.
//
// Returns the errors of CheckTransportSecurity.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const TransportSecurity& security, absl::string_view address, absl::Time now);

// Credentials for a client of the server at `address`. The server's certificate has to name the
// host of that address as a DNS or IP subject alternative name. Otherwise as above.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(
    const TransportSecurity& security, absl::string_view address, absl::Time now);

}  // namespace docshare::platform
