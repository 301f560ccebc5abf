#include "tests/crash/mixed_load.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace docshare::tests {
namespace {

constexpr int kPublishersPerRepository = 2;
constexpr int kReaders = 2;
constexpr size_t kRemovedInARound = 8;
constexpr absl::Duration kRemovalLimit = absl::Seconds(30);
constexpr absl::Duration kRemovalPause = absl::Milliseconds(200);

void Append(const std::vector<absl::Status>& statuses, absl::string_view of, std::string& text) {
  for (const absl::Status& status : statuses)
    absl::StrAppend(&text, of, ": ", status.ToString(), "\n");
}

}  // namespace

MixedLoad::Totals& MixedLoad::Totals::operator+=(const Totals& other) {
  submissions += other.submissions;
  acknowledged += other.acknowledged;
  fetched += other.fetched;
  removed += other.removed;
  rotations += other.rotations;
  return *this;
}

void MixedLoad::Permit(config::v1::RepositoryConfig& config) {
  config::v1::Peer& peer = *config.add_peers();
  peer.set_name(kAdmin);
  peer.add_roles(config::v1::ROLE_ADMINISTER);
  peer.add_roles(config::v1::ROLE_REMOVE);
  config.set_scrub_mib_per_s(200);
}

MixedLoad::MixedLoad(Stack* stack, uint64_t seed, Options options)
    : stack_(stack), options_(std::move(options)), random_(seed) {}

absl::Status MixedLoad::Prepare() {
  for (const std::string& patient : Patients()) {
    if (absl::Status fed = stack_->FeedPatient(patient); !fed.ok()) return fed;
  }
  return absl::OkStatus();
}

std::vector<Attempt> MixedLoad::ChooseDoomed() {
  std::shuffle(kept_.begin(), kept_.end(), random_);
  const auto begin = std::stable_partition(
      kept_.begin(), kept_.end(), [left = kRemovedInARound](const Attempt& attempt) mutable {
        if (left == 0 || !attempt.acknowledged) return true;
        --left;
        return false;
      });
  std::vector<Attempt> doomed(begin, kept_.end());
  kept_.erase(begin, kept_.end());
  return doomed;
}

void MixedLoad::Begin() {
  doomed_ = ChooseDoomed();
  std::vector<Attempt> readable;
  std::copy_if(kept_.begin(), kept_.end(), std::back_inserter(readable),
               [](const Attempt& attempt) { return attempt.acknowledged; });
  publishers_ = std::make_unique<Publishers>(stack_, kPublishersPerRepository, random_(),
                                             Patients(), options_.publish, options_.pause);
  readers_ =
      std::make_unique<Readers>(stack_, kReaders, random_(), std::move(readable), options_.fetch);
  remover_ = std::make_unique<Remover>(stack_, doomed_, options_.remove);
  rotator_ = std::make_unique<KeyRotator>(stack_, options_.rotate);
}

absl::Status MixedLoad::End() {
  attempts_ = publishers_->Stop();
  totals_.fetched += readers_->Stop();
  begun_removals_ = remover_->Stop();
  rotator_->Stop();
  totals_.rotations += static_cast<size_t>(rotator_->rotations());
  totals_.submissions += attempts_.size();
  std::string unexpected;
  Append(publishers_->unexpected(), "publish", unexpected);
  Append(readers_->unexpected(), "fetch", unexpected);
  Append(remover_->unexpected(), "remove", unexpected);
  Append(rotator_->unexpected(), "rotate", unexpected);
  return unexpected.empty() ? absl::OkStatus() : absl::InternalError(unexpected);
}

absl::StatusOr<Fates> MixedLoad::Settle() {
  for (size_t i = 0; i < doomed_.size(); ++i) {
    if (i >= begun_removals_) {
      kept_.push_back(doomed_[i]);
      continue;
    }
    if (absl::Status gone = FinishRemoval(doomed_[i]); !gone.ok()) return gone;
  }
  doomed_.clear();
  absl::StatusOr<Fates> fates = CheckFates(*stack_, attempts_);
  if (!fates.ok()) return fates;
  if (absl::Status repeated = Repeat(); !repeated.ok()) return repeated;
  totals_.acknowledged += static_cast<size_t>(
      std::count_if(attempts_.begin(), attempts_.end(),
                    [](const Attempt& attempt) { return attempt.acknowledged; }));
  kept_.insert(kept_.end(), attempts_.begin(), attempts_.end());
  return fates;
}

absl::StatusOr<Fates> MixedLoad::CheckAll() const { return CheckFates(*stack_, kept_); }

absl::Status MixedLoad::Shrink(size_t submissions) {
  while (kept_.size() > submissions) {
    if (absl::Status gone = FinishRemoval(kept_.back()); !gone.ok()) return gone;
    kept_.pop_back();
  }
  return absl::OkStatus();
}

absl::Status MixedLoad::FinishRemoval(const Attempt& attempt) {
  const absl::Time until = absl::Now() + kRemovalLimit;
  absl::Status removed = RemoveAttempt(*stack_, attempt);
  // A submission that waits for the registry needs the document for a while.
  while (absl::IsFailedPrecondition(removed) && absl::Now() < until) {
    absl::SleepFor(kRemovalPause);
    removed = RemoveAttempt(*stack_, attempt);
  }
  if (!removed.ok()) return removed;
  Attempt gone = attempt;
  gone.acknowledged = false;
  const absl::StatusOr<Fates> fates = CheckFates(*stack_, {gone});
  if (!fates.ok()) return fates.status();
  if (fates->never_was != 1) {
    return absl::DataLossError(absl::StrCat("the removed submission ",
                                            attempt.metadata.submission_set().unique_id(),
                                            " is still there"));
  }
  if (attempt.acknowledged) ++totals_.removed;
  return absl::OkStatus();
}

absl::Status MixedLoad::Repeat() {
  for (Attempt& attempt : attempts_) {
    if (attempt.acknowledged || random_() % 2 == 0) continue;
    const TestSubmission submission = attempt.Submission();
    absl::Status status =
        stack_->Source(attempt.repository, attempt.repository == 0 ? kHospital : kMunicipality)
            ->Provide(submission.metadata, submission.Documents())
            .status();
    if (!status.ok()) return status;
    attempt.acknowledged = true;
  }
  return absl::OkStatus();
}

std::string ToString(const MixedLoad::Totals& totals) {
  return absl::StrCat(totals.submissions, " submissions, ", totals.acknowledged, " acknowledged; ",
                      totals.fetched, " documents fetched, ", totals.removed,
                      " submissions removed, ", totals.rotations, " rotations of keys");
}

}  // namespace docshare::tests
