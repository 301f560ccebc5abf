#include "platform/s3/testing/scripted_http_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

constexpr absl::string_view kHeadEnd = "\r\n\r\n";

// How many bytes of body the head announces.
size_t BodyBytes(absl::string_view head) {
  const std::string lower = absl::AsciiStrToLower(head);
  constexpr absl::string_view kName = "\r\ncontent-length:";
  const size_t at = lower.find(kName.data(), 0, kName.size());
  if (at == std::string::npos) return 0;
  const size_t begin = at + kName.size();
  size_t size = 0;
  const std::string value = lower.substr(begin, lower.find('\r', begin) - begin);
  return absl::SimpleAtoi(value, &size) ? size : 0;
}

// Empty when the client goes first.
std::string ReadRequest(int connection) {
  std::string bytes;
  char buffer[65536];
  while (true) {
    const size_t head_end = bytes.find(kHeadEnd.data(), 0, kHeadEnd.size());
    if (head_end != std::string::npos) {
      const size_t head_bytes = head_end + kHeadEnd.size();
      if (bytes.size() >= head_bytes + BodyBytes(absl::string_view(bytes).substr(0, head_bytes))) {
        return bytes;
      }
    }
    const ssize_t size = recv(connection, buffer, sizeof(buffer), 0);
    if (size <= 0) return "";
    bytes.append(buffer, static_cast<size_t>(size));
  }
}

void SendAll(int connection, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(size));
  }
}

}  // namespace

ScriptedHttpServer::ScriptedHttpServer(const Script& script)
    : script_(script), listening_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (script_.empty() || bind(listening_, generic, size) != 0 || listen(listening_, 16) != 0 ||
      getsockname(listening_, generic, &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

ScriptedHttpServer::~ScriptedHttpServer() {
  // Ends a waiting accept().
  shutdown(listening_, SHUT_RDWR);
  thread_.join();
  close(listening_);
}

std::string ScriptedHttpServer::Answer(int status, absl::string_view body,
                                       absl::string_view headers) {
  return absl::StrCat("HTTP/1.1 ", status, " X\r\nContent-Length: ", body.size(),
                      "\r\nConnection: close\r\n", headers, "\r\n", body);
}

std::string ScriptedHttpServer::url() const { return absl::StrCat("http://127.0.0.1:", port_); }

std::vector<std::string> ScriptedHttpServer::requests() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_;
}

void ScriptedHttpServer::Serve() {
  while (true) {
    const int connection = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    ServeOne(connection);
    close(connection);
  }
}

void ScriptedHttpServer::ServeOne(int connection) {
  const std::string request = ReadRequest(connection);
  if (request.empty()) return;
  std::string answer;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    answer = script_[std::min(requests_.size(), script_.size() - 1)];
    requests_.push_back(request);
  }
  if (answer != kStall) return SendAll(connection, answer);
  // Until the client has had enough.
  char byte;
  while (recv(connection, &byte, 1, 0) > 0) continue;
}

}  // namespace docshare::platform
