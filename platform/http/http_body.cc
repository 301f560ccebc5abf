#include "platform/http/http_body.h"

#include <algorithm>

namespace docshare::platform {
namespace {

constexpr size_t kPieceBytes = 256 << 10;
// What one TLS record holds.
constexpr size_t kRecordBytes = 16 << 10;

}  // namespace

HttpBody::HttpBody(const RequestHead& head, const StallLimit& limit, std::string& received,
                   SocketStream& stream)
    : kind_(head.body),
      limit_(limit),
      received_(received),
      stream_(stream),
      send_continue_(head.expects_continue),
      left_(head.content_length) {
  if (kind_ == RequestHead::Body::kChunked) undecoded_ = received_;
}

bool HttpBody::ended() const {
  switch (kind_) {
    case RequestHead::Body::kNone:
      return true;
    case RequestHead::Body::kOfLength:
      return left_ == 0;
    default:
      return decoder_.ended();
  }
}

absl::StatusOr<absl::string_view> HttpBody::Read() {
  if (!status_.ok()) return status_;
  if (ended()) return absl::string_view();
  absl::StatusOr<absl::string_view> piece =
      kind_ == RequestHead::Body::kChunked ? ReadChunked() : ReadOfLength();
  status_ = piece.status();
  return piece;
}

absl::StatusOr<absl::string_view> HttpBody::ReadOfLength() {
  absl::StatusOr<absl::string_view> piece;
  if (taken_ < received_.size()) {
    piece = absl::string_view(received_).substr(taken_, left_);
    taken_ += piece->size();
  } else {
    piece = Receive(left_);
    if (!piece.ok()) return piece;
  }
  left_ -= piece->size();
  return piece;
}

absl::StatusOr<absl::string_view> HttpBody::ReadChunked() {
  for (;;) {
    const size_t before = undecoded_.size();
    absl::StatusOr<absl::string_view> piece = decoder_.Next(undecoded_);
    if (buffer_ == nullptr) taken_ += before - undecoded_.size();
    if (!piece.ok() || !piece->empty() || decoder_.ended()) return piece;
    absl::StatusOr<absl::string_view> more = Receive(kPieceBytes);
    if (!more.ok()) return more;
    undecoded_ = *more;
  }
}

absl::StatusOr<absl::string_view> HttpBody::Receive(uint64_t most) {
  if (send_continue_) {
    send_continue_ = false;
    absl::Status sent = stream_.WriteWithin(limit_, "HTTP/1.1 100 Continue\r\n\r\n");
    if (!sent.ok()) return sent;
  }
  if (buffer_ == nullptr) buffer_ = std::make_unique_for_overwrite<char[]>(kPieceBytes);
  const size_t wanted = std::min<uint64_t>(most, kPieceBytes);
  absl::StatusOr<size_t> size = stream_.ReadWithin(limit_, buffer_.get(), wanted);
  if (!size.ok()) return size.status();
  if (*size == 0) return absl::UnavailableError("the request ends in the middle of its body");
  // What has come already makes the piece larger: TLS gives one record at a time.
  while (wanted - *size >= kRecordBytes) {
    const SocketStream::Outcome more = stream_.Read(buffer_.get() + *size, wanted - *size);
    // An end or a fault comes back with the next read.
    if (more.result != SocketStream::Result::kDone) break;
    *size += more.bytes;
  }
  received_bytes_ += *size;
  return absl::string_view(buffer_.get(), *size);
}

bool HttpBody::CanFinish(size_t max_bytes) const {
  if (!status_.ok()) return false;
  // Nobody knows whether it will come, now that it has not been asked for.
  if (send_continue_ && !ended()) return false;
  return kind_ != RequestHead::Body::kOfLength || left_ <= max_bytes;
}

bool HttpBody::Finish(size_t max_bytes) {
  if (!CanFinish(max_bytes)) return false;
  const uint64_t most = received_bytes_ + max_bytes;
  while (!ended()) {
    if (received_bytes_ > most || !Read().ok()) return false;
  }
  received_.erase(0, taken_);
  // What a chunked body has let us read of the next request.
  if (buffer_ != nullptr) received_.append(undecoded_.data(), undecoded_.size());
  return true;
}

}  // namespace docshare::platform
