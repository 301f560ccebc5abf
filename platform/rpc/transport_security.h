#pragma once

#include <optional>

#include "absl/status/status.h"
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

// Checks that `security` can protect connections to `address` ("host:port") at `now`.
//
// Returns the errors of CheckTlsFiles, and kInvalidArgument for plain text on an address that is
// not loopback, for neither or both kinds of protection, and for a refresh below one second.
absl::Status CheckTransportSecurity(const TransportSecurity& security, absl::string_view address,
                                    absl::Time now);

}  // namespace docshare::platform
