#include "gateway/services/answer_delivery.h"

#include <utility>

#include "absl/strings/match.h"

namespace docshare::gateway {

AnswerDelivery::AnswerDelivery(Settings settings, platform::OperationalLog* log)
    : settings_(std::move(settings)), log_(log) {
  if (settings_.allowed_prefixes.empty()) return;
  for (int i = 0; i < settings_.threads; ++i) threads_.emplace_back([this] { Run(); });
}

AnswerDelivery::~AnswerDelivery() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

absl::Status AnswerDelivery::Check(absl::string_view address) const {
  for (const std::string& prefix : settings_.allowed_prefixes) {
    if (absl::StartsWith(address, prefix)) return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "answers are not sent to that address; an administrator allows it with reply_to_prefixes");
}

absl::Status AnswerDelivery::Enqueue(std::string address,
                                     std::function<absl::Status(platform::HttpReply& reply)> make) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_ || waiting_.size() >= settings_.max_waiting) {
      return absl::ResourceExhaustedError("too many asynchronous requests wait; try again later");
    }
    waiting_.push_back({std::move(address), std::move(make)});
  }
  changed_.notify_one();
  return absl::OkStatus();
}

void AnswerDelivery::Run() {
  while (true) {
    Waiting next;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    platform::HttpPost post(settings_.post, std::move(next.address));
    absl::Status sent = next.make(post);
    if (sent.ok()) sent = post.Finish();
    if (!sent.ok()) {
      log_->Warning("answer_not_delivered", {{"code", absl::StatusCodeToString(sent.code())}});
    }
  }
}

}  // namespace docshare::gateway
