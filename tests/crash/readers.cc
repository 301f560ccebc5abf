#include "tests/crash/readers.h"

#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {
namespace {

constexpr absl::Duration kPauseAfterFailure = absl::Milliseconds(20);

}  // namespace

Readers::Readers(const Stack* stack, int threads, uint64_t seed, std::vector<Attempt> attempts,
                 Tolerated tolerated)
    : stack_(stack), attempts_(std::move(attempts)), tolerated_(std::move(tolerated)) {
  if (attempts_.empty()) return;
  std::mt19937_64 random(seed);
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this, own = random()] { Read(own); });
  }
}

Readers::~Readers() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
}

size_t Readers::Stop() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  return fetched_;
}

void Readers::Read(uint64_t seed) {
  std::mt19937_64 random(seed);
  consumer::CallLimits limits;
  limits.retry.max_attempts = 1;
  const auto consumer = stack_->Consumer(kMunicipality, limits);
  while (!stop_) {
    const absl::Status read = ReadOne(*consumer, attempts_[random() % attempts_.size()]);
    if (read.ok()) continue;
    if (!tolerated_(read)) {
      const std::lock_guard lock(mutex_);
      unexpected_.push_back(read);
    }
    absl::SleepFor(kPauseAfterFailure);
  }
}

absl::Status Readers::ReadOne(consumer::DocumentConsumer& consumer, const Attempt& attempt) {
  auto entries = GetByUniqueIds(consumer, attempt.UniqueIds());
  if (!entries.ok()) return entries.status();
  if (entries->size() != attempt.documents.size()) {
    // Not kDataLoss, which the servers may answer.
    return absl::OutOfRangeError(absl::StrCat("the registry lists ", entries->size(), " of ",
                                              attempt.documents.size(), " documents"));
  }
  for (const Attempt::Document& document : attempt.documents) {
    auto bytes = FetchFrom(consumer, kRepositoryOids[static_cast<size_t>(attempt.repository)],
                           document.unique_id);
    if (!bytes.ok()) return bytes.status();
    if (*bytes != document.Bytes()) {
      return absl::OutOfRangeError(absl::StrCat("other bytes as ", document.unique_id));
    }
    ++fetched_;
  }
  return absl::OkStatus();
}

}  // namespace docshare::tests
