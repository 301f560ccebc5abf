#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/tls_files.h"

namespace docshare::platform {

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using SslPtr = std::unique_ptr<SSL, FreeSsl>;

// The server's side of mutual TLS: 1.2 and 1.3, every client with a certificate that the trusted
// authorities issued, forward secrecy and authenticated encryption only. Sessions are not resumed:
// each connection proves its certificate anew, against the trust of that moment.
//
// Not thread-safe; connections that were made live on by themselves.
class ServerTls {
 public:
  // Reads the files. Returns the errors of CheckTlsFiles, and kInvalidArgument for what OpenSSL
  // refuses, such as a key that is too short.
  static absl::StatusOr<std::unique_ptr<ServerTls>> Make(const TlsFiles& files, absl::Time now);

  // Reads the files again; new connections use them from then on. While they have a fault, which
  // is returned, those of before stay in use. True when something has changed.
  absl::StatusOr<bool> Refresh(absl::Time now);

  // When the first certificate of the own chain expires.
  absl::Time expires() const { return material_.expires; }

  // The TLS of a new connection, without a socket yet. Null without memory.
  SslPtr NewConnection() const;

 private:
  using ContextPtr = std::unique_ptr<SSL_CTX, FreeSsl>;

  explicit ServerTls(TlsFiles files) : files_(std::move(files)) {}

  static absl::StatusOr<ContextPtr> MakeContext(const TlsMaterial& material, const TlsFiles& files);

  const TlsFiles files_;
  TlsMaterial material_;
  ContextPtr context_;
};

// Name of the system at the other end of a finished handshake (system_name.h). Returns
// kUnauthenticated when its certificate names none.
absl::StatusOr<std::string> SystemNameOf(const SSL& ssl);

}  // namespace docshare::platform
