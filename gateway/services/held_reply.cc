#include "gateway/services/held_reply.h"

namespace docshare::gateway {

absl::Status HeldReply::Start(int status, const platform::HttpHeaders& headers,
                              absl::optional<uint64_t>) {
  status_ = status;
  headers_ = headers;
  return absl::OkStatus();
}

absl::Status HeldReply::Write(absl::string_view bytes) {
  body_.append(bytes.data(), bytes.size());
  return absl::OkStatus();
}

absl::Status HeldReply::SendTo(platform::HttpReply& reply) const {
  absl::Status sent = reply.Start(status_, headers_, body_.size());
  return sent.ok() ? reply.Write(body_) : sent;
}

}  // namespace docshare::gateway
