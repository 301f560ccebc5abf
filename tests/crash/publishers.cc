#include "tests/crash/publishers.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"

namespace docshare::tests {
namespace {

constexpr absl::Duration kPauseAfterFailure = absl::Milliseconds(20);

}  // namespace

Publishers::Publishers(Stack* stack, int threads, uint64_t seed, std::vector<std::string> patients)
    : stack_(stack), patients_(std::move(patients)) {
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
      if (!status.ok() && !absl::IsUnavailable(status)) unexpected_.push_back(status);
    }
    // Nobody asks a server that is away without a pause.
    if (!status.ok()) absl::SleepFor(kPauseAfterFailure);
  }
}

}  // namespace docshare::tests
