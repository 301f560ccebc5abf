#include "registry/commit/committer.h"

#include <chrono>
#include <vector>

#include "registry/commit/state_machine.h"

namespace docshare::registry {
namespace {

// Commands of one group, bytes: some hundred submissions, a few milliseconds of work.
constexpr size_t kMaxGroupBytes = 4 << 20;

constexpr std::chrono::milliseconds kRetryPause{200};

}  // namespace

Committer::Committer(platform::CommitLog* log, RegistryStore* store, OnFatal on_fatal)
    : log_(log), store_(store), on_fatal_(std::move(on_fatal)) {
  commit_thread_ = std::thread([this] { CommitLoop(); });
  answer_thread_ = std::thread([this] { AnswerLoop(); });
}

Committer::~Committer() { Stop(); }

absl::Status Committer::Submit(const storage::v1::Command& command, Done done) {
  std::string bytes;
  if (!command.SerializeToString(&bytes)) {
    return absl::InvalidArgumentError("the command is too large");
  }
  {
    // Before Append(): the outcome may come before Append() returns.
    std::lock_guard<std::mutex> lock(waiting_mutex_);
    waiting_[command.command_id()] = std::move(done);
  }
  absl::Status appended = log_->Append(std::move(bytes)).status();
  if (!appended.ok()) {
    std::lock_guard<std::mutex> lock(waiting_mutex_);
    // Whoever took it while the registry stopped has answered already.
    if (waiting_.erase(command.command_id()) == 0) return absl::OkStatus();
  }
  return appended;
}

size_t Committer::waiting() const {
  std::lock_guard<std::mutex> lock(waiting_mutex_);
  return waiting_.size();
}

void Committer::Stop() {
  std::call_once(stopped_, [this] {
    log_->Close();
    commit_thread_.join();
    {
      std::lock_guard<std::mutex> lock(answers_mutex_);
      answers_closed_ = true;
    }
    answers_changed_.notify_all();
    answer_thread_.join();
  });
}

void Committer::CommitLoop() {
  while (true) {
    auto entries = log_->ReadAfter(store_->commit_position(), kMaxGroupBytes);
    if (!entries.ok()) {
      on_fatal_(entries.status());
      break;
    }
    if (entries->empty() || !CommitGroup(*entries)) break;
  }
  // Nobody will commit what still waits; its callers must not wait for ever.
  log_->Close();
  std::vector<Applied> abandoned;
  {
    std::lock_guard<std::mutex> lock(waiting_mutex_);
    for (const auto& [command_id, done] : waiting_) {
      abandoned.push_back({command_id, absl::UnavailableError("the registry stops; try again")});
    }
  }
  Deliver(std::move(abandoned));
}

bool Committer::CommitGroup(const std::vector<platform::LogEntry>& entries) {
  platform::PendingWrites pending(&store_->reader());
  std::vector<Applied> applied;
  applied.reserve(entries.size());
  for (const platform::LogEntry& entry : entries) ApplyEntry(entry, pending, applied);

  const uint64_t position = entries.back().position;
  const bool has_rows = !pending.empty();
  const auto begun = std::chrono::steady_clock::now();
  absl::Status stored = store_->Commit(pending.TakeBatch(), position, has_rows);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  if (stored.ok()) {
    if (has_rows) commit_seconds_.Observe(took.count());
    log_->Applied(position);
    ++groups_;
    commands_ += entries.size();
    Deliver(std::move(applied));
    return true;
  }
  // Only a refusal for want of space leaves the store as it was.
  const bool undone = absl::IsResourceExhausted(stored);
  if (undone && !log_->Withdraw(position)) {
    // The order keeps them: try the same group again when there may be space.
    std::this_thread::sleep_for(kRetryPause);
    return true;
  }
  // Nothing was to be stored: what was said holds, and the position is given again.
  if (undone && !has_rows) {
    Deliver(std::move(applied));
    return true;
  }
  // What came after a change was judged by a state that never was.
  bool saw_change = false;
  for (Applied& command : applied) {
    saw_change = saw_change || command.outcome.ok();
    if (saw_change) {
      command.outcome = undone ? stored
                               : absl::UnavailableError(
                                     "the registry's disk failed; whether the change is stored is "
                                     "decided when it is back. Repeat the call then.");
    }
  }
  Deliver(std::move(applied));
  if (!undone) on_fatal_(stored);
  return undone;
}

void Committer::ApplyEntry(const platform::LogEntry& entry, platform::PendingWrites& pending,
                           std::vector<Applied>& applied) {
  storage::v1::Command command;
  if (!command.ParseFromString(entry.command)) {
    // Nobody can be told: the id is inside. The order stays intact without it.
    return;
  }
  platform::KvBatch rows;
  Outcome outcome = Apply(command, entry.position, pending, rows);
  if (outcome.ok()) pending.Absorb(rows);
  applied.push_back({command.command_id(), std::move(outcome)});
}

void Committer::Deliver(std::vector<Applied> applied) {
  std::vector<Answer> answers;
  answers.reserve(applied.size());
  {
    std::lock_guard<std::mutex> lock(waiting_mutex_);
    for (Applied& command : applied) {
      auto it = waiting_.find(command.command_id);
      // A command that another process appended has no caller here.
      if (it == waiting_.end()) continue;
      answers.push_back({std::move(it->second), std::move(command.outcome)});
      waiting_.erase(it);
    }
  }
  {
    std::lock_guard<std::mutex> lock(answers_mutex_);
    for (Answer& answer : answers) answers_.push_back(std::move(answer));
  }
  answers_changed_.notify_one();
}

void Committer::AnswerLoop() {
  while (true) {
    std::deque<Answer> batch;
    {
      std::unique_lock<std::mutex> lock(answers_mutex_);
      answers_changed_.wait(lock, [this] { return answers_closed_ || !answers_.empty(); });
      if (answers_.empty()) return;
      batch.swap(answers_);
    }
    for (Answer& answer : batch) answer.done(std::move(answer.outcome));
  }
}

}  // namespace docshare::registry
