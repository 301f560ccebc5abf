#include "platform/s3/testing/flipping_proxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace docshare::platform {
namespace {

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool SendAll(int socket, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t sent = send(socket, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<size_t>(sent);
  }
  return true;
}

}  // namespace

FlippingProxy::FlippingProxy(uint16_t target_port, uint64_t position)
    : target_port_(target_port),
      position_(position),
      listening_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listening_, generic, size) != 0 || listen(listening_, 16) != 0 ||
      getsockname(listening_, generic, &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

FlippingProxy::~FlippingProxy() {
  ends_ = true;
  // Ends a waiting accept().
  shutdown(listening_, SHUT_RDWR);
  thread_.join();
  close(listening_);
}

void FlippingProxy::Serve() {
  while (true) {
    const int client = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int target = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = Loopback(target_port_);
    if (connect(target, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
      PassOn(client, target);
    }
    close(target);
    close(client);
  }
}

void FlippingProxy::PassOn(int client, int target) {
  char buffer[65536];
  pollfd ends[] = {{client, POLLIN, 0}, {target, POLLIN, 0}};
  while (!ends_) {
    // Looks up now and then whether it is to end.
    if (poll(ends, 2, 100) < 0) return;
    for (const pollfd& end : ends) {
      if (end.revents == 0) continue;
      const ssize_t size = recv(end.fd, buffer, sizeof(buffer), 0);
      if (size <= 0) return;
      const auto count = static_cast<uint64_t>(size);
      if (end.fd == client) {
        const uint64_t begin = seen_.fetch_add(count);
        if (begin <= position_ && position_ < begin + count) buffer[position_ - begin] ^= 1;
      }
      if (!SendAll(end.fd == client ? target : client, buffer, static_cast<size_t>(size))) return;
    }
  }
}

}  // namespace docshare::platform
