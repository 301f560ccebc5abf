#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "platform/http/http_handler.h"
#include "platform/http/request_head.h"
#include "platform/http/socket_stream.h"

namespace docshare::platform {

// "Not Found" for 404; "" for a status that has no name here.
absl::string_view HttpReasonOf(int status);

// A whole reply for a person, after which the connection is closed.
std::string ClosingReply(int status, absl::string_view text);

// Writes one reply to a connection.
class HttpReplyWriter : public HttpReply {
 public:
  // `stays_open` is asked once, at Start(): whether the connection may be used for another request.
  // `begins` is called before the first byte goes out. `stream` has to outlive the writer.
  HttpReplyWriter(const RequestHead& head, const StallLimit& limit,
                  std::function<bool()> stays_open, std::function<void()> begins,
                  SocketStream& stream);

  absl::Status Start(int status, const HttpHeaders& headers,
                     absl::optional<uint64_t> content_length) override;
  absl::Status Write(absl::string_view bytes) override;

  // Sends what is left of the reply. Returns the errors of Write(), and kFailedPrecondition when
  // there is no reply or fewer bytes than were named. The peer has not got a whole reply then.
  absl::Status End();

  bool started() const { return started_; }
  // Of a started reply: whether it told the peer that the connection stays open.
  bool stays_open() const { return stays_open_; }
  int status() const { return status_; }

 private:
  enum class Framing { kNone, kOfLength, kChunked, kUntilClose };

  absl::Status Flush();
  absl::Status Send(absl::string_view bytes);

  const bool to_head_;
  const bool http_1_0_;
  const StallLimit limit_;
  const std::function<bool()> may_stay_open_;
  const std::function<void()> begins_;
  SocketStream& stream_;
  bool started_ = false;
  bool begun_ = false;
  bool stays_open_ = false;
  int status_ = 0;
  Framing framing_ = Framing::kNone;
  uint64_t left_ = 0;    // Of kOfLength.
  std::string waiting_;  // Head and small pieces that go out together.
  absl::Status broken_;  // The first fault of the connection.
};

}  // namespace docshare::platform
