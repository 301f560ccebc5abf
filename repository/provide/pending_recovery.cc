#include "repository/provide/pending_recovery.h"

#include <vector>

#include "absl/types/optional.h"
#include "repository/provide/registration_verdict.h"

namespace docshare::repository {
namespace {

// The thread looks around at least so often: the clock may jump.
constexpr absl::Duration kLongestWait = absl::Seconds(1);

}  // namespace

PendingRecovery::~PendingRecovery() { Stop(); }

absl::StatusOr<size_t> PendingRecovery::TakeOnPending() {
  absl::StatusOr<std::vector<SubmissionKey>> submissions = with_.catalogue->ListPending();
  if (!submissions.ok()) return submissions.status();
  for (const SubmissionKey& submission : *submissions) {
    // The earlier process may have died while it waited for the answer.
    with_.ledger->LeaveToRecovery(submission, /*attempt_unclear=*/true);
  }
  return submissions->size();
}

void PendingRecovery::SettleDue() {
  while (!stopping_) {
    absl::optional<PendingLedger::Taken> taken = with_.ledger->TakeDue();
    if (!taken.has_value()) return;
    Settle(*taken);
  }
}

void PendingRecovery::Start() {
  thread_ = std::thread([this] {
    while (!stopping_) {
      SettleDue();
      with_.ledger->AwaitDue(kLongestWait);
    }
  });
}

void PendingRecovery::Stop() {
  stopping_ = true;
  with_.ledger->Wake();
  if (thread_.joinable()) thread_.join();
}

void PendingRecovery::Settle(const PendingLedger::Taken& taken) {
  absl::StatusOr<absl::optional<PendingSubmission>> pending =
      with_.catalogue->FindPending(taken.submission);
  if (!pending.ok()) {
    with_.log->Error("pending_submission_unreadable",
                     {{"code", absl::StatusCodeToString(pending.status().code())}});
    with_.ledger->TryAgainLater(taken.submission, false, false);
  } else if (!pending->has_value()) {
    // It never became pending: the write that was to make it so failed.
    with_.ledger->Settled(taken.submission);
  } else {
    Register(taken, **pending);
  }
}

void PendingRecovery::Register(const PendingLedger::Taken& taken,
                               const PendingSubmission& pending) {
  const absl::Time begun = with_.clock->Now();
  const RegistrationResult result =
      with_.registry->RegisterDocumentSet(pending.registration, begun + kAttemptTime);
  const RegistrationVerdict verdict = VerdictOf(result);
  const bool refused = verdict == RegistrationVerdict::kRefused;
  const bool decided =
      verdict == RegistrationVerdict::kRegistered ||
      (refused && !result.earlier_attempt_unclear && begun >= taken.refusal_decides_from);
  if (!decided) {
    with_.ledger->TryAgainLater(
        taken.submission,
        verdict == RegistrationVerdict::kUnclear || result.earlier_attempt_unclear, refused);
    with_.log->Warning("pending_submission_undecided",
                       {{"verdict", ToString(verdict)},
                        {"code", absl::StatusCodeToString(result.response.status().code())},
                        {"unsettled", with_.ledger->unsettled_count()}});
    return;
  }
  const absl::Status settled = refused ? with_.settlement->Discard(taken.submission, pending)
                                       : with_.settlement->MakeAvailable(taken.submission, pending);
  if (!settled.ok()) {
    with_.ledger->TryAgainLater(taken.submission, false, false);
    with_.log->Error("pending_submission_not_settled",
                     {{"code", absl::StatusCodeToString(settled.code())}});
    return;
  }
  with_.ledger->Settled(taken.submission);
  with_.log->Info("pending_submission_settled", {{"verdict", ToString(verdict)},
                                                 {"documents", pending.documents.size()},
                                                 {"unsettled", with_.ledger->unsettled_count()}});
}

}  // namespace docshare::repository
