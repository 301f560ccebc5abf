#include "platform/http/http_exchange.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "platform/http/http_body.h"
#include "platform/http/http_reply_writer.h"

namespace docshare::platform {
namespace {

// The reply of a handler that has given none.
absl::Status ReplyInItsPlace(const HttpBody& body, HttpReplyWriter& reply) {
  int status = 500;
  absl::string_view text = "the request could not be answered";
  // A fault of the body is the peer's to mend, and its text quotes nothing of the request.
  if (absl::IsInvalidArgument(body.status())) status = 400;
  if (absl::IsDeadlineExceeded(body.status())) status = 408;
  if (absl::IsUnavailable(body.status())) return body.status();
  if (status != 500) text = body.status().message();
  absl::Status done =
      reply.Start(status, {{"Content-Type", "text/plain; charset=utf-8"}}, text.size());
  if (done.ok()) done = reply.Write(text);
  return done;
}

}  // namespace

ExchangeResult Exchange(const RequestHead& head, const ExchangeOptions& options,
                        const std::function<bool()>& may_stay_open, HttpHandler& handler,
                        std::string& received, SocketStream& stream) {
  using Next = ExchangeResult::Next;
  HttpBody body(head, options.stall_limit, received, stream);
  const auto stays_open = [&] {
    return !head.http_1_0 && !head.asks_to_close && may_stay_open() &&
           body.CanFinish(options.max_skipped_body_bytes);
  };
  HttpReplyWriter reply(
      head, options.stall_limit, stays_open, [&] { body.ReplyHasBegun(); }, stream);
  absl::Status status = handler.Handle(head.request, body, reply);
  const absl::StatusCode handled = status.code();
  if (!reply.started()) status = ReplyInItsPlace(body, reply);
  if (status.ok()) status = reply.End();
  if (!status.ok()) return {.next = Next::kCut, .status = reply.status(), .handled = handled};
  const bool open = reply.stays_open() && body.Finish(options.max_skipped_body_bytes);
  return {
      .next = open ? Next::kStayOpen : Next::kClose, .status = reply.status(), .handled = handled};
}

}  // namespace docshare::platform
