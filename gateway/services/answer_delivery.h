#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/http/http_handler.h"
#include "platform/http/http_post.h"
#include "platform/operations/operational_log.h"

namespace docshare::gateway {

// Sends answers as requests of their own to where the asker wants them [WS-Addressing ReplyTo].
// What waits is lost when the process ends: the asker has no answer then and asks again.
// Thread-safe.
class AnswerDelivery {
 public:
  struct Settings {
    // Beginnings of URLs that answers may be sent to. None: no asynchronous requests.
    std::vector<std::string> allowed_prefixes;
    platform::HttpPostOptions post;
    // Answers that may wait.
    size_t max_waiting = 64;
    int threads = 4;
  };

  // `log` must outlive the delivery.
  AnswerDelivery(Settings settings, platform::OperationalLog* log);
  // Ends what is being sent.
  ~AnswerDelivery();

  // kInvalidArgument for an address that answers may not be sent to.
  absl::Status Check(absl::string_view address) const;

  // Makes an answer and posts it, later, on another thread. `make` writes it as it would to the
  // asker. Returns kResourceExhausted when too many wait. Requires that Check() accepts the
  // address.
  absl::Status Enqueue(std::string address,
                       std::function<absl::Status(platform::HttpReply& reply)> make);

 private:
  struct Waiting {
    std::string address;
    std::function<absl::Status(platform::HttpReply& reply)> make;
  };

  void Run();

  const Settings settings_;
  platform::OperationalLog* const log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace docshare::gateway
