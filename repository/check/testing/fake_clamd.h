#pragma once

#include <functional>
#include <string>
#include <thread>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace docshare::repository {

// The server's end of one connection to a FakeClamd. It ends with the object.
class FakeClamdConnection {
 public:
  explicit FakeClamdConnection(int fd) : fd_(fd) {}
  ~FakeClamdConnection();

  FakeClamdConnection(const FakeClamdConnection&) = delete;
  FakeClamdConnection& operator=(const FakeClamdConnection&) = delete;

  // The next command, "zINSTREAM" or "zPING", without its zero; nullopt when the client has gone.
  absl::optional<std::string> ReadCommand();
  // The next chunk of a document, empty at its end; nullopt when the client has gone.
  absl::optional<std::string> ReadChunk();
  // All chunks to the end of the document.
  absl::optional<std::string> ReadDocument();
  // As it is: an answer ends with a zero.
  void Write(absl::string_view bytes);
  // Reads nothing more until the client has gone.
  void WaitUntilClientGoes();

 private:
  absl::optional<std::string> Read(size_t size);

  const int fd_;
};

// Stands for clamd in tests of what goes wrong with it: a listener on a free port of 127.0.0.1 with
// a thread that serves one connection after the other.
class FakeClamd {
 public:
  using Behaviour = std::function<void(FakeClamdConnection& connection)>;

  // Calls `behaviour` for each connection, and closes the connection after it.
  explicit FakeClamd(Behaviour behaviour);
  ~FakeClamd();

  FakeClamd(const FakeClamd&) = delete;
  FakeClamd& operator=(const FakeClamd&) = delete;

  // "127.0.0.1:PORT".
  const std::string& address() const { return address_; }

 private:
  void Serve();

  const Behaviour behaviour_;
  int listener_ = -1;
  std::string address_;
  std::thread thread_;
};

// Answers PONG to PING. Reads a document and finds "Fake.Virus" in one that has `virus` in it.
FakeClamd::Behaviour FindsVirus(const std::string& virus);

}  // namespace docshare::repository
