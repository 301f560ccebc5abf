#include "platform/http/http_reply_writer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace docshare::platform {
namespace {

// What one TLS record holds.
constexpr size_t kWaitingBytes = 16 << 10;

constexpr std::array<std::pair<int, const char*>, 26> kReasons = {{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

std::string StatusLine(int status) {
  return absl::StrCat("HTTP/1.1 ", status, " ", HttpReasonOf(status), "\r\n");
}

std::string DateLine() {
  return absl::FormatTime("Date: %a, %d %b %Y %H:%M:%S GMT\r\n", absl::Now(), absl::UTCTimeZone());
}

absl::Status CheckHeaders(const HttpHeaders& headers) {
  for (const auto& [name, value] : headers) {
    if (!IsHttpToken(name) || !IsHttpFieldValue(value)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the reply header '", IsHttpToken(name) ? name : "",
                       "' has to be a token with a value without control characters"));
    }
    for (const char* own : {"Date", "Connection", "Content-Length", "Transfer-Encoding"}) {
      if (absl::EqualsIgnoreCase(name, own)) {
        return absl::InvalidArgumentError(
            absl::StrCat("the reply header ", own, " is set by the server"));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::string_view HttpReasonOf(int status) {
  for (const auto& [number, reason] : kReasons) {
    if (number == status) return reason;
  }
  return "";
}

std::string ClosingReply(int status, absl::string_view text) {
  return absl::StrCat(StatusLine(status), DateLine(), "Connection: close\r\n",
                      status == 503 ? "Retry-After: 1\r\n" : "",
                      "Content-Type: text/plain; charset=utf-8\r\nContent-Length: ",
                      text.size() + 1, "\r\n\r\n", text, "\n");
}

HttpReplyWriter::HttpReplyWriter(const RequestHead& head, const StallLimit& limit,
                                 std::function<bool()> stays_open, std::function<void()> begins,
                                 SocketStream& stream)
    : to_head_(head.request.method == "HEAD"),
      http_1_0_(head.http_1_0),
      limit_(limit),
      may_stay_open_(std::move(stays_open)),
      begins_(std::move(begins)),
      stream_(stream) {}

absl::Status HttpReplyWriter::Start(int status, const HttpHeaders& headers,
                                    absl::optional<uint64_t> content_length) {
  if (started_) return absl::FailedPreconditionError("the reply has been started before");
  if (status < 200 || status > 599) {
    return absl::InvalidArgumentError(
        absl::StrCat("the status ", status, " of a reply has to be 200 to 599"));
  }
  if (absl::Status checked = CheckHeaders(headers); !checked.ok()) return checked;
  const bool has_body = status != 204 && status != 304;
  status_ = status;
  stays_open_ = may_stay_open_();
  waiting_ = absl::StrCat(StatusLine(status), DateLine());
  for (const auto& [name, value] : headers) absl::StrAppend(&waiting_, name, ": ", value, "\r\n");
  if (!has_body) {
    framing_ = Framing::kNone;
  } else if (content_length.has_value()) {
    absl::StrAppend(&waiting_, "Content-Length: ", *content_length, "\r\n");
    framing_ = Framing::kOfLength;
    left_ = *content_length;
  } else if (!http_1_0_) {
    absl::StrAppend(&waiting_, "Transfer-Encoding: chunked\r\n");
    framing_ = Framing::kChunked;
  } else {
    framing_ = Framing::kUntilClose;
    stays_open_ = false;
  }
  if (to_head_) framing_ = Framing::kNone;
  absl::StrAppend(&waiting_, stays_open_ ? "" : "Connection: close\r\n", "\r\n");
  started_ = true;
  return absl::OkStatus();
}

absl::Status HttpReplyWriter::Write(absl::string_view bytes) {
  if (!started_) return absl::FailedPreconditionError("the reply has not been started");
  if (!broken_.ok()) return broken_;
  if (framing_ == Framing::kNone || bytes.empty()) return absl::OkStatus();
  if (framing_ == Framing::kOfLength) {
    if (bytes.size() > left_) {
      return absl::FailedPreconditionError("the reply is longer than it was said to be");
    }
    left_ -= bytes.size();
  }
  if (framing_ == Framing::kChunked) {
    absl::StrAppend(&waiting_, absl::Hex(bytes.size()), "\r\n");
  }
  // Large pieces fill the record that waits, and the rest goes out from where it is.
  if (waiting_.size() < kWaitingBytes) {
    const size_t filling = std::min(bytes.size(), kWaitingBytes - waiting_.size());
    waiting_.append(bytes.data(), filling);
    bytes.remove_prefix(filling);
  }
  if (waiting_.size() >= kWaitingBytes) {
    if (absl::Status status = Flush(); !status.ok()) return status;
    if (absl::Status status = Send(bytes); !status.ok()) return status;
  }
  if (framing_ == Framing::kChunked) waiting_.append("\r\n");
  return absl::OkStatus();
}

absl::Status HttpReplyWriter::End() {
  if (!started_) return absl::FailedPreconditionError("the reply has not been started");
  if (framing_ == Framing::kOfLength && left_ > 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("the reply is ", left_, " bytes shorter than it was said to be"));
  }
  if (framing_ == Framing::kChunked) waiting_.append("0\r\n\r\n");
  return Flush();
}

absl::Status HttpReplyWriter::Flush() {
  absl::Status status = Send(waiting_);
  waiting_.clear();
  return status;
}

absl::Status HttpReplyWriter::Send(absl::string_view bytes) {
  if (!begun_) begins_();
  begun_ = true;
  if (broken_.ok()) broken_ = stream_.WriteWithin(limit_, bytes);
  return broken_;
}

}  // namespace docshare::platform
