#include "registry/admin/service/rebuild_call.h"

#include <utility>
#include <variant>

#include "absl/time/clock.h"

namespace docshare::registry {
namespace {

// Between two messages.
constexpr absl::Duration kTellInterval = absl::Milliseconds(200);

// A piece that finds too many commands waiting, or the disk full, tries again for a while.
constexpr absl::Duration kBusyPause = absl::Milliseconds(100);
constexpr int kBusyAttempts = 300;

}  // namespace

absl::Status RebuildCall::Run(bool compare_only) {
  auto estimated_rows = EstimateRebuildRows(*with_.store->Snapshot());
  if (!estimated_rows.ok()) return estimated_rows.status();
  absl::Status status = RebuildAllIndexes(
      compare_only, *estimated_rows,
      [this](const storage::v1::RebuildIndexesCommand& piece) { return Apply(piece); },
      [this](const RebuildProgress& progress) { return Tell(progress); });
  with_.log->Info("rebuild_ended", {{"caller", caller_},
                                    {"code", absl::StatusCodeToString(status.code())},
                                    {"compare_only", compare_only},
                                    {"rows", rows_},
                                    {"changed", changed_},
                                    {"unreadable", unreadable_}});
  return status;
}

absl::Status RebuildCall::Stopped() const {
  if (context_->IsCancelled()) return absl::CancelledError("the caller is gone");
  if (*with_.draining) return absl::UnavailableError("the server drains; run it again");
  return absl::OkStatus();
}

absl::StatusOr<RebuiltRows> RebuildCall::Apply(
    const storage::v1::RebuildIndexesCommand& piece) const {
  storage::v1::Command command;
  *command.mutable_rebuild_indexes() = piece;
  Outcome outcome = with_.commands->Send(command, caller_);
  for (int i = 1; i < kBusyAttempts && absl::IsResourceExhausted(outcome.status()); ++i) {
    absl::SleepFor(kBusyPause);
    if (absl::Status status = Stopped(); !status.ok()) return status;
    outcome = with_.commands->Send(command, caller_);
  }
  if (!outcome.ok()) return outcome.status();
  return std::get<RebuiltRows>(*std::move(outcome));
}

absl::Status RebuildCall::Tell(const RebuildProgress& progress) {
  rows_ = progress.rows;
  changed_ = progress.changed;
  unreadable_ += progress.unreadable.size();
  if (absl::Status status = Stopped(); !status.ok()) return status;
  const absl::Time now = with_.clock->Now();
  const bool news = progress.done || !progress.unreadable.empty();
  if (!news && now - told_ < kTellInterval) return absl::OkStatus();
  told_ = now;
  admin::v1::RebuildIndexesResponse response;
  response.set_step(std::string(ToString(progress.step)));
  response.set_rows(progress.rows);
  response.set_rows_total(progress.rows_total);
  response.set_changed(progress.changed);
  for (const std::string& key : progress.unreadable) response.add_unreadable(key);
  response.set_done(progress.done);
  if (!writer_->Write(response)) return absl::CancelledError("the caller is gone");
  return absl::OkStatus();
}

}  // namespace docshare::registry
