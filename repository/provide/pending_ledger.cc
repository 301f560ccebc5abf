#include "repository/provide/pending_ledger.h"

#include <algorithm>
#include <cassert>

namespace docshare::repository {

PendingLedger::PendingLedger(const platform::Clock* clock) : clock_(clock) {}

PendingLedger::Claim PendingLedger::TakeForCall(const SubmissionKey& submission) {
  std::lock_guard lock(mutex_);
  auto [position, inserted] = entries_.try_emplace(submission);
  Entry& entry = position->second;
  if (!inserted && entry.holder != Holder::kNobody) return Claim::kBusy;
  entry.holder = Holder::kCall;
  return inserted ? Claim::kNew : Claim::kTakenOver;
}

void PendingLedger::LeaveToRecovery(const SubmissionKey& submission, bool attempt_unclear) {
  std::lock_guard lock(mutex_);
  Entry& entry = entries_[submission];
  const absl::Time now = clock_->Now();
  if (attempt_unclear) entry.last_unclear_end = now;
  entry.holder = Holder::kNobody;
  entry.due = now;
  woken_ = true;
  changed_.notify_all();
}

void PendingLedger::TryAgainLater(const SubmissionKey& submission, bool attempt_unclear,
                                  bool refused) {
  std::lock_guard lock(mutex_);
  Entry& entry = Held(submission);
  const absl::Time now = clock_->Now();
  if (attempt_unclear) entry.last_unclear_end = now;
  entry.holder = Holder::kNobody;
  if (refused) {
    entry.due = std::max(now, entry.last_unclear_end + kAttemptLinger);
    return;
  }
  entry.due = now + entry.pause;
  entry.pause = std::min(entry.pause * 2, kLongestPause);
}

void PendingLedger::Settled(const SubmissionKey& submission) {
  std::lock_guard lock(mutex_);
  assert(Held(submission).holder != Holder::kNobody);
  entries_.erase(submission);
}

absl::optional<PendingLedger::Taken> PendingLedger::TakeDue() {
  std::lock_guard lock(mutex_);
  const absl::Time now = clock_->Now();
  auto first = entries_.end();
  for (auto it = entries_.begin(); it != entries_.end(); ++it) {
    const Entry& entry = it->second;
    if (entry.holder != Holder::kNobody || entry.due > now) continue;
    if (first == entries_.end() || entry.due < first->second.due) first = it;
  }
  if (first == entries_.end()) return absl::nullopt;
  first->second.holder = Holder::kRecovery;
  return Taken{first->first, first->second.last_unclear_end + kAttemptLinger};
}

size_t PendingLedger::unsettled_count() const {
  std::lock_guard lock(mutex_);
  return static_cast<size_t>(std::count_if(entries_.begin(), entries_.end(), [](const auto& item) {
    return item.second.holder != Holder::kCall;
  }));
}

void PendingLedger::AwaitDue(absl::Duration at_most) {
  std::unique_lock lock(mutex_);
  const absl::Time now = clock_->Now();
  absl::Time until = now + at_most;
  for (const auto& [submission, entry] : entries_) {
    if (entry.holder == Holder::kNobody) until = std::min(until, entry.due);
  }
  changed_.wait_for(lock, absl::ToChronoMilliseconds(std::max(until - now, absl::ZeroDuration())),
                    [this] { return woken_; });
  woken_ = false;
}

void PendingLedger::Wake() {
  std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

PendingLedger::Entry& PendingLedger::Held(const SubmissionKey& submission) {
  auto found = entries_.find(submission);
  assert(found != entries_.end());
  return found->second;
}

}  // namespace docshare::repository
