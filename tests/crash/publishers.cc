#include "tests/crash/publishers.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/time/clock.h"

namespace docshare::tests {
namespace {

constexpr absl::Duration kPauseAfterFailure = absl::Milliseconds(20);

}  // namespace

Publishers::Publishers(Stack* stack, int threads, uint64_t seed, std::vector<std::string> patients,
                       Tolerated tolerated, absl::Duration pause)
    : stack_(stack),
      patients_(std::move(patients)),
      tolerated_(std::move(tolerated)),
      pause_(pause) {
  std::mt19937_64 random(seed);
  for (int repository = 0; repository < kRepositories; ++repository) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this, repository, own = random()] { Publish(repository, own); });
    }
  }
}

Publishers::~Publishers() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
}

std::vector<Attempt> Publishers::Stop() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  return std::move(attempts_);
}

void Publishers::Publish(int repository, uint64_t seed) {
  std::mt19937_64 random(seed);
  consumer::CallLimits limits;
  limits.retry.max_attempts = 1;
  const auto source =
      stack_->Source(repository, repository == 0 ? kHospital : kMunicipality, limits);
  while (!stop_) {
    Attempt attempt = NewAttempt(random(), repository, patients_[random() % patients_.size()]);
    const TestSubmission submission = attempt.Submission();
    const absl::Status status =
        source->Provide(submission.metadata, submission.Documents()).status();
    attempt.acknowledged = status.ok();
    {
      const std::lock_guard lock(mutex_);
      attempts_.push_back(std::move(attempt));
      if (!status.ok() && !tolerated_(status)) unexpected_.push_back(status);
    }
    if (status.ok()) ++acknowledged_[static_cast<size_t>(repository)];
    if (absl::IsResourceExhausted(status)) ++refused_[static_cast<size_t>(repository)];
    // Nobody asks a server that is away without a pause.
    absl::SleepFor(std::max(pause_, status.ok() ? absl::ZeroDuration() : kPauseAfterFailure));
  }
}

}  // namespace docshare::tests
