#include "repository/admin/background_scrub.h"

#include <string>
#include <utility>
#include <vector>

namespace docshare::repository {
namespace {

constexpr absl::Duration kBetweenPositions = absl::Minutes(1);
// Between two walks, and after an error.
constexpr absl::Duration kPause = absl::Minutes(10);

}  // namespace

BackgroundScrub::BackgroundScrub(Scrubber* scrubber, Catalogue* catalogue,
                                 const platform::Clock* clock, platform::OperationalLog* log,
                                 uint64_t bytes_per_second)
    : scrubber_(scrubber),
      catalogue_(catalogue),
      clock_(clock),
      log_(log),
      bytes_per_second_(bytes_per_second) {}

BackgroundScrub::~BackgroundScrub() { Stop(); }

void BackgroundScrub::Start() {
  thread_ = std::thread([this] { Run(); });
}

void BackgroundScrub::Stop() {
  if (!thread_.joinable()) return;
  stopped_.Notify();
  thread_.join();
}

BackgroundScrub::Result BackgroundScrub::result() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return result_;
}

void BackgroundScrub::Run() {
  do {
    const absl::Status walked = WalkOnce();
    if (stopped_.HasBeenNotified()) return;
    if (!walked.ok()) {
      log_->Error("scrub_failed", {{"code", absl::StatusCodeToString(walked.code())}});
    }
  } while (!stopped_.WaitForNotificationWithTimeout(kPause));
}

absl::Status BackgroundScrub::WalkOnce() {
  const absl::StatusOr<std::string> begin = catalogue_->ScrubPosition();
  if (!begin.ok()) return begin.status();
  absl::Time noted = clock_->Now();
  absl::Status walked = scrubber_->Walk(
      *begin, bytes_per_second_,
      [&](const ScrubProgress& progress, const std::string& last, const std::vector<DamagedItem>&) {
        if (stopped_.HasBeenNotified()) return absl::CancelledError("the server stops");
        {
          const std::lock_guard<std::mutex> lock(mutex_);
          result_.running = progress;
        }
        if (clock_->Now() - noted < kBetweenPositions) return absl::OkStatus();
        noted = clock_->Now();
        return catalogue_->NoteScrubPosition(last);
      });
  if (!walked.ok()) return walked;
  ScrubProgress whole;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    result_.ended = clock_->Now();
    whole = result_.whole = std::exchange(result_.running, ScrubProgress());
  }
  log_->Info("scrub_ended",
             {{"documents", whole.documents}, {"bytes", whole.bytes}, {"damaged", whole.damaged}});
  return catalogue_->NoteScrubPosition("");
}

}  // namespace docshare::repository
