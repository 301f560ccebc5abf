#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"

namespace docshare::platform {

// An HTTP server on 127.0.0.1 that answers from a script, for faults that a real server does not
// show on demand. One connection at a time, one request a connection. Thread-safe.
class ScriptedHttpServer {
 public:
  // Of the answer: all that goes over the wire, after which the connection closes. Empty: it closes
  // without an answer.
  using Script = std::vector<std::string>;

  // Gives the answers in turn, and the last one to all further requests. A request whose turn is
  // at kStall is never answered.
  explicit ScriptedHttpServer(const Script& script);
  ~ScriptedHttpServer();

  static constexpr char kStall[] = "stall";

  // An answer with this body and a fitting Content-Length. `headers` end in CRLF each.
  static std::string Answer(int status, absl::string_view body, absl::string_view headers = "");

  // "http://127.0.0.1:port".
  std::string url() const;

  // Head and body of the requests so far.
  std::vector<std::string> requests() const;

 private:
  void Serve();
  void ServeOne(int connection);

  const Script script_;
  int listening_;
  uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace docshare::platform
