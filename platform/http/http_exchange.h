#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "platform/http/http_handler.h"
#include "platform/http/request_head.h"
#include "platform/http/socket_stream.h"

namespace docshare::platform {

struct ExchangeOptions {
  StallLimit stall_limit;
  // A body that a handler leaves unread is read to its end up to this size, so that the connection
  // can stay open.
  size_t max_skipped_body_bytes = 256 << 10;
};

// What has come of one request and its reply.
struct ExchangeResult {
  enum class Next {
    kStayOpen,  // Another request may come.
    kClose,     // The reply is whole, and said that it is the last one.
    kCut,       // The peer has to see that its reply is not whole.
  };
  Next next = Next::kCut;
  int status = 0;                                    // Of the reply; 0 when none was started.
  absl::StatusCode handled = absl::StatusCode::kOk;  // What the handler returned.
};

// Lets `handler` answer the request whose head has been read, and waits for it. `received` is what
// came after that head; what is left in it belongs to the next request. `may_stay_open` is asked
// when the reply starts.
ExchangeResult Exchange(const RequestHead& head, const ExchangeOptions& options,
                        const std::function<bool()>& may_stay_open, HttpHandler& handler,
                        std::string& received, SocketStream& stream);

}  // namespace docshare::platform
