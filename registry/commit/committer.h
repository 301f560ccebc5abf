#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/pending_writes.h"
#include "platform/log/commit_log.h"
#include "platform/metrics/histogram.h"
#include "registry/register/outcome.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// Takes commands through the log into the store and tells their callers the outcome.
//
// One thread reads what waits in the log, applies it in order to one batch (later commands see
// earlier ones), syncs once, then hands all outcomes to a second thread that answers. Many callers
// share one fsync, and none of their threads waits for it. Thread-safe.
class Committer {
 public:
  // Called once, on the answering thread. Must not block.
  using Done = std::function<void(Outcome)>;

  // Called when the store met an error it cannot undo: what is on disk is unknown, and the process
  // must end and start again from it.
  using OnFatal = std::function<void(const absl::Status&)>;

  // `log` and `store` must outlive the committer. Starts its threads.
  Committer(platform::CommitLog* log, RegistryStore* store, OnFatal on_fatal);

  // Stop()s.
  ~Committer();

  // Sends a command on its way; `command.command_id` must be unique. On ok `done` will be called.
  // Returns kResourceExhausted when too many commands wait, kUnavailable after Stop(); `done` is
  // then not called.
  absl::Status Submit(const storage::v1::Command& command, Done done);

  // Refuses new commands, commits and answers what waits, then ends the threads.
  void Stop();

  // Groups written so far and commands in them: how well fsyncs are shared.
  uint64_t groups() const { return groups_; }
  uint64_t commands() const { return commands_; }

  // Seconds that writing and syncing each group took.
  const platform::Histogram& commit_seconds() const { return commit_seconds_; }

  // Commands on their way whose callers wait.
  size_t waiting() const;

 private:
  struct Answer {
    Done done;
    Outcome outcome;
  };

  struct Applied {
    std::string command_id;
    Outcome outcome;
  };

  void CommitLoop();
  void AnswerLoop();
  // False when the store failed for good.
  bool CommitGroup(const std::vector<platform::LogEntry>& entries);
  void ApplyEntry(const platform::LogEntry& entry, platform::PendingWrites& pending,
                  std::vector<Applied>& applied);
  void Deliver(std::vector<Applied> applied);

  platform::CommitLog* const log_;
  RegistryStore* const store_;
  const OnFatal on_fatal_;

  mutable std::mutex waiting_mutex_;
  absl::flat_hash_map<std::string, Done> waiting_;

  std::mutex answers_mutex_;
  std::condition_variable answers_changed_;
  std::deque<Answer> answers_;
  bool answers_closed_ = false;

  std::atomic<uint64_t> groups_{0};
  std::atomic<uint64_t> commands_{0};
  platform::Histogram commit_seconds_;
  std::once_flag stopped_;
  std::thread commit_thread_;
  std::thread answer_thread_;
};

}  // namespace docshare::registry
