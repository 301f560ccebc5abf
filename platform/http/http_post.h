#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "platform/http/http_handler.h"

namespace docshare::platform {

struct HttpPostOptions {
  // PEM files of our side and of the authorities that the other is trusted by; empty: none of our
  // own, and the system's authorities.
  std::string certificate_chain;
  std::string private_key;
  std::string trusted_authorities;
  absl::Duration connect_timeout = absl::Seconds(10);
  // A transfer that moves no byte for so long is given up. At least a second.
  absl::Duration stall_timeout = absl::Seconds(30);
};

// One POST whose body is written piece by piece, in constant memory. It takes what a HttpReply
// takes, so that whoever answers a request can answer to somewhere else. Follows no redirect and
// uses no proxy; certificates are always verified. Not thread-safe.
class HttpPost : public HttpReply {
 public:
  // `url` is http or https.
  HttpPost(HttpPostOptions options, std::string url);
  // Breaks off what was not finished.
  ~HttpPost() override;

  // Begins the request. The status is nobody's here.
  absl::Status Start(int status, const HttpHeaders& headers,
                     absl::optional<uint64_t> content_length) override;
  absl::Status Write(absl::string_view bytes) override;

  // Ends the body and waits for the other side. Returns kUnavailable when there is no answer,
  // kFailedPrecondition when its certificate is not to be trusted, kAborted when it does not answer
  // with 200 to 299.
  absl::Status Finish();

 private:
  static size_t GiveBytes(char* out, size_t size, size_t count, void* post);
  static size_t DropBytes(char* bytes, size_t size, size_t count, void* post);

  void Perform(const HttpHeaders& headers, absl::optional<uint64_t> content_length);
  size_t Give(char* out, size_t most);

  const HttpPostOptions options_;
  const std::string url_;

  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // What Write() waits with.
  absl::string_view bytes_;
  bool no_more_ = false;
  bool broken_off_ = false;
  bool over_ = false;
  absl::Status outcome_;
};

}  // namespace docshare::platform
