#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "platform/http/socket_stream.h"
#include "platform/rpc/tls_files.h"

namespace docshare::platform {

// How a test connects with TLS. The server's certificate is not looked at.
struct TestTls {
  TlsFiles files;
  bool with_certificate = true;
  int max_version = 0;      // 0: the newest.
  std::string ciphers_1_2;  // Empty: OpenSSL's own.
};

// A reply as it came.
struct TestReply {
  int status = 0;      // 0: no head.
  std::string head;    // With its empty line.
  std::string body;    // Without its framing.
  bool whole = false;  // To the end that its framing names.

  // Value of a header, "" without it.
  std::string Header(absl::string_view name) const;
};

// A client on 127.0.0.1 that sends any bytes and reads replies. Each wait is given up after ten
// seconds.
class TestClient {
 public:
  explicit TestClient(int port, const std::optional<TestTls>& tls = std::nullopt);

  // False when the handshake has failed on this side; with TLS 1.3 the server may still refuse.
  bool connected() const { return connected_; }
  const SSL* ssl() const { return stream_->ssl(); }
  int fd() const { return stream_->fd(); }

  // False when the connection breaks first.
  bool Send(absl::string_view bytes);

  // Reads one reply; `to_head`: the reply to a HEAD request.
  TestReply Read(bool to_head = false);

  // Sends a request and reads its reply.
  TestReply Ask(absl::string_view bytes) {
    Send(bytes);
    return Read();
  }

  // Bytes of at least one piece, empty at the end or after a fault.
  std::string Receive();

  // True when the server ends the connection, of its own accord or by a reset, within the time.
  bool IsClosedWithin(std::chrono::milliseconds time);

  // Ends sending.
  void EndSending() { stream_->EndWriting(); }

 private:
  // Adds to received_. False at the end or after a fault.
  bool ReceiveMore();

  std::unique_ptr<SocketStream> stream_;
  bool connected_ = false;
  std::string received_;
};

}  // namespace docshare::platform
