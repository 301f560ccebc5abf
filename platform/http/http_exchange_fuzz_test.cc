// Raw bytes at a connection, over a pair of sockets: heads, bodies and pipelined requests, answered
// until the connection ends. Whatever comes, the work ends, and no more requests are answered than
// the bytes hold heads.

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "platform/http/http_exchange.h"

namespace {

using docshare::platform::ByteSource;
using docshare::platform::Exchange;
using docshare::platform::ExchangeOptions;
using docshare::platform::ExchangeResult;
using docshare::platform::HeadScanner;
using docshare::platform::HttpHandler;
using docshare::platform::HttpReply;
using docshare::platform::HttpRequest;
using docshare::platform::ParseRequestHead;
using docshare::platform::RequestHead;
using docshare::platform::SocketStream;
using docshare::platform::StallLimit;

// What a socket pair takes while nobody reads.
constexpr size_t kMaxInputBytes = 16 << 10;
constexpr StallLimit kLimit = {.time = std::chrono::milliseconds(20)};

// Reads none, some or all of the body, as the path says.
class PathHandler : public HttpHandler {
 public:
  absl::Status Handle(const HttpRequest& request, ByteSource& body, HttpReply& reply) override {
    const size_t pieces = request.path == "/" ? SIZE_MAX : request.path.size() % 3;
    size_t bytes = 0;
    for (size_t i = 0; i < pieces; ++i) {
      const auto piece = body.Read();
      if (!piece.ok()) return piece.status();
      if (piece->empty()) break;
      bytes += piece->size();
    }
    if (bytes > kMaxInputBytes) std::abort();
    absl::Status status = reply.Start(200, {}, absl::nullopt);
    return status.ok() ? reply.Write("done") : status;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > kMaxInputBytes) return 0;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0) std::abort();
  const ssize_t sent = send(ends[0], data, size, MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(size)) std::abort();
  shutdown(ends[0], SHUT_WR);
  {
    SocketStream stream(ends[1], nullptr);
    PathHandler handler;
    std::string received;
    HeadScanner scanner(4096);
    size_t answered = 0;
    for (;;) {
      const auto end = scanner.FindEnd(received);
      if (!end.ok()) break;
      if (*end == 0) {
        char buffer[512];
        const auto count = stream.ReadWithin(kLimit, buffer, sizeof buffer);
        if (!count.ok() || *count == 0) break;
        received.append(buffer, *count);
        continue;
      }
      const auto parsed = ParseRequestHead(absl::string_view(received).substr(0, *end), {});
      const auto* head = std::get_if<RequestHead>(&parsed);
      if (head == nullptr) break;
      received.erase(0, *end);
      const ExchangeResult result = Exchange(
          *head, ExchangeOptions{.stall_limit = kLimit}, [] { return true; }, handler, received,
          stream);
      // The shortest head that is served has 18 bytes.
      if (++answered > size / 18) std::abort();
      if (result.next != ExchangeResult::Next::kStayOpen) break;
      scanner = HeadScanner(4096);
    }
  }
  close(ends[0]);
  return 0;
}
