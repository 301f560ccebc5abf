#include "repository/check/testing/fake_clamd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace docshare::repository {
namespace {

void Require(bool holds, const char* what) {
  if (holds) return;
  std::perror(what);
  std::abort();
}

}  // namespace

FakeClamdConnection::~FakeClamdConnection() { close(fd_); }

absl::optional<std::string> FakeClamdConnection::Read(size_t size) {
  std::string bytes(size, '\0');
  for (size_t have = 0; have < size;) {
    const ssize_t count = recv(fd_, bytes.data() + have, size - have, 0);
    if (count <= 0) return absl::nullopt;
    have += static_cast<size_t>(count);
  }
  return bytes;
}

absl::optional<std::string> FakeClamdConnection::ReadCommand() {
  std::string command;
  while (true) {
    const absl::optional<std::string> next = Read(1);
    if (!next) return absl::nullopt;
    if ((*next)[0] == '\0') return command;
    command += *next;
  }
}

absl::optional<std::string> FakeClamdConnection::ReadChunk() {
  const absl::optional<std::string> header = Read(4);
  if (!header) return absl::nullopt;
  uint32_t size = 0;
  for (const char c : *header) size = size << 8 | static_cast<uint8_t>(c);
  return Read(size);
}

absl::optional<std::string> FakeClamdConnection::ReadDocument() {
  std::string document;
  while (true) {
    const absl::optional<std::string> chunk = ReadChunk();
    if (!chunk) return absl::nullopt;
    if (chunk->empty()) return document;
    document += *chunk;
  }
}

void FakeClamdConnection::Write(absl::string_view bytes) {
  // The client may have gone.
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
}

void FakeClamdConnection::WaitUntilClientGoes() {
  while (Read(1)) {
  }
}

FakeClamd::FakeClamd(Behaviour behaviour) : behaviour_(std::move(behaviour)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Require(listener_ >= 0, "socket");
  // A client soon notices that nothing is read.
  const int buffer_bytes = 64 * 1024;
  Require(setsockopt(listener_, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof(buffer_bytes)) == 0,
          "setsockopt");
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  Require(bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) == 0, "bind");
  Require(listen(listener_, 16) == 0, "listen");
  Require(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  address_ = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  thread_ = std::thread([this] { Serve(); });
}

FakeClamd::~FakeClamd() {
  // Ends the accept() of the thread.
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

void FakeClamd::Serve() {
  while (true) {
    const int fd = accept(listener_, nullptr, nullptr);
    if (fd < 0) return;
    FakeClamdConnection connection(fd);
    behaviour_(connection);
  }
}

FakeClamd::Behaviour FindsVirus(const std::string& virus) {
  return [virus](FakeClamdConnection& connection) {
    const absl::optional<std::string> command = connection.ReadCommand();
    if (command == "zPING") return connection.Write(absl::string_view("PONG\0", 5));
    if (command != "zINSTREAM") return;
    const absl::optional<std::string> document = connection.ReadDocument();
    if (!document) return;
    connection.Write(absl::StrContains(*document, virus)
                         ? absl::string_view("stream: Fake.Virus FOUND\0", 25)
                         : absl::string_view("stream: OK\0", 11));
  };
}

}  // namespace docshare::repository
