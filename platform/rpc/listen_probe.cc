#include "platform/rpc/listen_probe.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace docshare::platform {
namespace {

constexpr absl::string_view kNoReason = "the address cannot be bound";

// Returns 0 or the errno of binding `address`.
int TryToBind(const addrinfo& address) {
  const int fd = socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);  // As gRPC does.
  int error = bind(fd, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (error == 0 && listen(fd, 1) != 0) error = errno;
  close(fd);
  return error;
}

}  // namespace

std::string ReasonNotToListen(absl::string_view address) {
  if (absl::ConsumePrefix(&address, "unix:")) {
    return absl::StrCat("no socket can be made at ", address,
                        "; the path may have 107 characters, and its folder has to be writable");
  }
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return "the address has to be host:port";
  std::string host(address.substr(0, colon));
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  const std::string port(address.substr(colon + 1));
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0) {
    return gai_strerror(error);
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    if (const int error = TryToBind(*each); error != 0) {
      return std::generic_category().message(error);
    }
  }
  return std::string(kNoReason);
}

}  // namespace docshare::platform
