#include "platform/http/testing/test_client.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/http/chunked_decoder.h"

namespace docshare::platform {
namespace {

constexpr StallLimit kPatience = {.time = std::chrono::seconds(10), .min_bytes = 1};

int ConnectTo(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(static_cast<uint16_t>(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) std::abort();
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  return fd;
}

SslPtr MakeSsl(const TestTls& tls) {
  const std::unique_ptr<SSL_CTX, FreeSsl> context(SSL_CTX_new(TLS_client_method()));
  // So that what the server refuses is not refused here already.
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), tls.max_version);
  if (!tls.ciphers_1_2.empty() &&
      SSL_CTX_set_cipher_list(context.get(), tls.ciphers_1_2.c_str()) != 1) {
    std::abort();
  }
  if (tls.with_certificate) {
    const bool usable = SSL_CTX_use_certificate_chain_file(
                            context.get(), tls.files.certificate_chain.c_str()) == 1 &&
                        SSL_CTX_use_PrivateKey_file(context.get(), tls.files.private_key.c_str(),
                                                    SSL_FILETYPE_PEM) == 1;
    if (!usable) std::abort();
  }
  SslPtr ssl(SSL_new(context.get()));
  SSL_set_connect_state(ssl.get());
  SSL_set_mode(ssl.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return ssl;
}

bool WaitFor(int fd, SocketStream::Result result, std::chrono::milliseconds time) {
  pollfd ready = {
      .fd = fd,
      .events = static_cast<short>(result == SocketStream::Result::kWantWrite ? POLLOUT : POLLIN)};
  return poll(&ready, 1, static_cast<int>(time.count())) > 0;
}

}  // namespace

std::string TestReply::Header(absl::string_view name) const {
  for (const absl::string_view line : absl::StrSplit(head, "\r\n")) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(": ", 1));
    if (absl::EqualsIgnoreCase(parts.first, name)) return std::string(parts.second);
  }
  return "";
}

TestClient::TestClient(int port, const std::optional<TestTls>& tls)
    : stream_(std::make_unique<SocketStream>(ConnectTo(port),
                                             tls.has_value() ? MakeSsl(*tls) : nullptr)) {
  for (;;) {
    const SocketStream::Outcome outcome = stream_->Handshake();
    connected_ = outcome.result == SocketStream::Result::kDone;
    const bool waits = outcome.result == SocketStream::Result::kWantRead ||
                       outcome.result == SocketStream::Result::kWantWrite;
    if (!waits || !WaitFor(fd(), outcome.result, std::chrono::seconds(10))) return;
  }
}

bool TestClient::Send(absl::string_view bytes) {
  return stream_->WriteWithin(kPatience, bytes).ok();
}

bool TestClient::ReceiveMore() {
  char buffer[64 << 10];
  const absl::StatusOr<size_t> size = stream_->ReadWithin(kPatience, buffer, sizeof buffer);
  if (!size.ok() || *size == 0) return false;
  received_.append(buffer, *size);
  return true;
}

std::string TestClient::Receive() {
  if (received_.empty()) ReceiveMore();
  return std::exchange(received_, "");
}

TestReply TestClient::Read(bool to_head) {
  TestReply reply;
  size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!ReceiveMore()) return reply;
  }
  reply.head = received_.substr(0, end + 4);
  received_.erase(0, end + 4);
  if (!absl::SimpleAtoi(absl::string_view(reply.head).substr(9, 3), &reply.status)) return reply;
  if (reply.status < 200 || reply.status == 204 || reply.status == 304 || to_head) {
    reply.whole = true;
    return reply;
  }
  uint64_t length = 0;
  if (absl::SimpleAtoi(reply.Header("Content-Length"), &length)) {
    while (received_.size() < length && ReceiveMore()) {
    }
    reply.body = received_.substr(0, length);
    reply.whole = reply.body.size() == length;
    received_.erase(0, reply.body.size());
    return reply;
  }
  if (reply.Header("Transfer-Encoding") == "chunked") {
    ChunkedDecoder decoder;
    do {
      absl::string_view input = received_;
      while (!input.empty() && !decoder.ended()) {
        const absl::StatusOr<absl::string_view> content = decoder.Next(input);
        if (!content.ok()) return reply;
        reply.body.append(content->data(), content->size());
      }
      received_.erase(0, received_.size() - input.size());
    } while (!decoder.ended() && ReceiveMore());
    reply.whole = decoder.ended();
    return reply;
  }
  char byte = 0;
  do {
    reply.body += std::exchange(received_, "");
    // Told apart from a fault, which only this form cannot show otherwise.
    const absl::StatusOr<size_t> size = stream_->ReadWithin(kPatience, &byte, 1);
    if (!size.ok() || *size == 0) {
      reply.whole = size.ok();
      return reply;
    }
    received_.push_back(byte);
  } while (true);
}

bool TestClient::IsClosedWithin(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  for (;;) {
    char buffer[4096];
    const SocketStream::Outcome outcome = stream_->Read(buffer, sizeof buffer);
    if (outcome.result == SocketStream::Result::kDone) continue;
    if (outcome.result == SocketStream::Result::kEnd ||
        outcome.result == SocketStream::Result::kBroken) {
      return true;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !WaitFor(fd(), outcome.result, left)) return false;
  }
}

}  // namespace docshare::platform
