#include "platform/rpc/stream_watchdog.h"

#include <chrono>
#include <limits>
#include <utility>

namespace docshare::platform {
namespace {

// Later than any time: such a call was never idle.
constexpr int64_t kSuspended = std::numeric_limits<int64_t>::max();

}  // namespace

struct StreamWatchdog::Call {
  uint64_t id = 0;
  std::function<void()> cancel;
  int64_t limit_ns = 0;
  std::atomic<int64_t> last_progress_ns{0};
  std::atomic<bool> stalled{false};
  // The handle may outlive the registration, never the watchdog.
  const std::function<int64_t()>* now_ns = nullptr;
};

StreamWatchdog::Handle::Handle(StreamWatchdog* watchdog, std::shared_ptr<Call> call)
    : watchdog_(watchdog), call_(std::move(call)) {}

StreamWatchdog::Handle& StreamWatchdog::Handle::operator=(Handle&& other) noexcept {
  std::swap(watchdog_, other.watchdog_);
  std::swap(call_, other.call_);
  return *this;
}

StreamWatchdog::Handle::~Handle() {
  if (call_ != nullptr) watchdog_->End(call_);
}

void StreamWatchdog::Handle::Progress() {
  call_->last_progress_ns.store((*call_->now_ns)(), std::memory_order_relaxed);
}

void StreamWatchdog::Handle::Suspend() {
  call_->last_progress_ns.store(kSuspended, std::memory_order_relaxed);
}

bool StreamWatchdog::Handle::stalled() const {
  return call_->stalled.load(std::memory_order_acquire);
}

int64_t StreamWatchdog::SteadyNowNs() {
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

StreamWatchdog::StreamWatchdog(absl::Duration scan_interval, std::function<int64_t()> now_ns)
    : scan_interval_(scan_interval),
      now_ns_(std::move(now_ns)),
      scanner_([this] { ScanUntilStopped(); }) {}

StreamWatchdog::~StreamWatchdog() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  scanner_.join();
}

StreamWatchdog::Handle StreamWatchdog::Watch(std::function<void()> cancel,
                                             absl::Duration stall_limit) {
  auto call = std::make_shared<Call>();
  call->cancel = std::move(cancel);
  call->limit_ns = absl::ToInt64Nanoseconds(stall_limit);
  call->last_progress_ns = now_ns_();
  call->now_ns = &now_ns_;
  const std::lock_guard<std::mutex> lock(mutex_);
  call->id = next_id_++;
  calls_.emplace(call->id, call);
  return Handle(this, std::move(call));
}

void StreamWatchdog::End(const std::shared_ptr<Call>& call) {
  std::unique_lock<std::mutex> lock(mutex_);
  calls_.erase(call->id);
  if (std::this_thread::get_id() == scanner_.get_id()) return;  // From within `cancel`.
  changed_.wait(lock, [&] { return cancelling_ != call.get(); });
}

void StreamWatchdog::ScanUntilStopped() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    changed_.wait_for(lock, absl::ToChronoNanoseconds(scan_interval_), [&] { return stopping_; });
    for (auto next = calls_.begin(); next != calls_.end();) {
      const std::shared_ptr<Call> call = next->second;
      const int64_t last_ns = call->last_progress_ns.load(std::memory_order_relaxed);
      if (last_ns == kSuspended || now_ns_() - last_ns < call->limit_ns) {
        ++next;
        continue;
      }
      calls_.erase(next);
      call->stalled.store(true, std::memory_order_release);
      cancelling_ = call.get();
      lock.unlock();  // `cancel` may end other watches.
      call->cancel();
      lock.lock();
      cancelling_ = nullptr;
      changed_.notify_all();
      next = calls_.upper_bound(call->id);
    }
  }
}

}  // namespace docshare::platform
