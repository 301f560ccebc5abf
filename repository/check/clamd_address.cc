#include "repository/check/clamd_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstdint>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/text/quoted_value.h"

namespace docshare::repository {
namespace {

template <typename Socket>
ClamdAddress AddressOf(absl::string_view text, const Socket& socket) {
  ClamdAddress address = {.text = std::string(text), .socket = {}, .socket_bytes = sizeof(socket)};
  std::memcpy(&address.socket, &socket, sizeof(socket));
  return address;
}

absl::Status NotAnAddress(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("the address of the virus scanner is ", Quote(text),
                   "; expected unix:PATH, 127.0.0.1:PORT or [::1]:PORT"));
}

absl::StatusOr<ClamdAddress> ParsePath(absl::string_view text, absl::string_view path) {
  sockaddr_un socket = {};
  socket.sun_family = AF_UNIX;
  if (path.empty() || absl::StrContains(path, '\0')) return NotAnAddress(text);
  if (path.size() >= sizeof(socket.sun_path)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the path of the virus scanner's socket is longer than ",
                     sizeof(socket.sun_path) - 1, " bytes: ", Quote(text)));
  }
  path.copy(socket.sun_path, path.size());
  return AddressOf(text, socket);
}

}  // namespace

absl::StatusOr<ClamdAddress> ParseClamdAddress(absl::string_view text) {
  absl::string_view rest = text;
  if (absl::ConsumePrefix(&rest, "unix:")) return ParsePath(text, rest);

  const size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos) return NotAnAddress(text);
  const absl::string_view host = text.substr(0, colon);
  uint32_t port = 0;
  if (!absl::SimpleAtoi(text.substr(colon + 1), &port) || port == 0 || port > 65535) {
    return NotAnAddress(text);
  }
  if (host == "[::1]") {
    sockaddr_in6 socket = {};
    socket.sin6_family = AF_INET6;
    socket.sin6_addr = in6addr_loopback;
    socket.sin6_port = htons(static_cast<uint16_t>(port));
    return AddressOf(text, socket);
  }
  sockaddr_in socket = {};
  socket.sin_family = AF_INET;
  socket.sin_port = htons(static_cast<uint16_t>(port));
  // 127.0.0.0/8 is this machine.
  if (inet_pton(AF_INET, std::string(host).c_str(), &socket.sin_addr) != 1 ||
      ntohl(socket.sin_addr.s_addr) >> 24 != 127) {
    return NotAnAddress(text);
  }
  return AddressOf(text, socket);
}

}  // namespace docshare::repository
