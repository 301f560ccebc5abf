#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/http/chunked_decoder.h"
#include "platform/http/request_head.h"
#include "platform/http/socket_stream.h"
#include "platform/stream/byte_source.h"

namespace docshare::platform {

// The body of one request: first from what came along with the head, then from the connection, in
// pieces of up to 256 KiB and never ahead of the reader by more than that.
//
// Read() returns kInvalidArgument for faulty chunks, kDeadlineExceeded for a peer that sends too
// slowly, kUnavailable for a connection that ends or breaks before the body does.
class HttpBody : public ByteSource {
 public:
  // `received` holds the bytes that followed the head; what is left in it after Finish() belongs to
  // the next request. All three have to outlive the body.
  HttpBody(const RequestHead& head, const StallLimit& limit, std::string& received,
           SocketStream& stream);

  absl::StatusOr<absl::string_view> Read() override;

  // Reads and drops the rest, when that is at most `max_bytes`, framing included, and the peer is
  // about to send it. False when more is left: the connection cannot be used again.
  bool Finish(size_t max_bytes);

  // True when Finish(max_bytes) may come to an end.
  bool CanFinish(size_t max_bytes) const;

  // "100 Continue" may not follow any more; without it the peer may keep its body to itself.
  void ReplyHasBegun() { send_continue_ = false; }

  bool ended() const;
  // The error that Read() has returned.
  const absl::Status& status() const { return status_; }

 private:
  absl::StatusOr<absl::string_view> ReadOfLength();
  absl::StatusOr<absl::string_view> ReadChunked();
  // At least one byte of at most `most` from the connection.
  absl::StatusOr<absl::string_view> Receive(uint64_t most);

  const RequestHead::Body kind_;
  const StallLimit limit_;
  std::string& received_;
  SocketStream& stream_;
  bool send_continue_;
  size_t taken_ = 0;                // Of received_.
  uint64_t left_;                   // Of a body with a length.
  ChunkedDecoder decoder_;          // Of a chunked one,
  absl::string_view undecoded_;     // with what has been received for it, in received_ or buffer_.
  uint64_t received_bytes_ = 0;     // From the connection.
  std::unique_ptr<char[]> buffer_;  // Made when the body does not come along with its head.
  absl::Status status_;
};

}  // namespace docshare::platform
