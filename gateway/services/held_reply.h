#pragma once

#include <string>

#include "platform/http/http_handler.h"

namespace docshare::gateway {

// Keeps a small reply, to be sent later. Not thread-safe.
class HeldReply : public platform::HttpReply {
 public:
  absl::Status Start(int status, const platform::HttpHeaders& headers,
                     absl::optional<uint64_t> content_length) override;
  absl::Status Write(absl::string_view bytes) override;

  // Sends what was written.
  absl::Status SendTo(platform::HttpReply& reply) const;

 private:
  int status_ = 0;
  platform::HttpHeaders headers_;
  std::string body_;
};

}  // namespace docshare::gateway
