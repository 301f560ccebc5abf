#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace docshare::platform {

// A command at its place in the order.
struct LogEntry {
  uint64_t position;
  std::string command;
};

// The one order of all changes. Many threads append; one applier reads.
//
// Positions rise and are never given twice for entries that were applied; there may be gaps. An
// entry counts as done only when the applier has stored its effect: until then a home that keeps
// the order in memory may forget it with the process. Thread-safe.
class CommitLog {
 public:
  virtual ~CommitLog() = default;

  // Puts a command at the end of the order and returns its position.
  // Returns kResourceExhausted when too many commands wait to be applied, kUnavailable after
  // Close().
  virtual absl::StatusOr<uint64_t> Append(std::string command) = 0;

  // Waits until there are entries after `position` and returns them in order: at least one, and no
  // more after `max_bytes` of commands. Returns none when the log is closed and everything was
  // read.
  virtual absl::StatusOr<std::vector<LogEntry>> ReadAfter(uint64_t position, size_t max_bytes) = 0;

  // Says that the effect of every entry up to `position` is stored.
  virtual void Applied(uint64_t position) = 0;

  // Asks to take back the entries up to `position` that were read and could not be stored. True:
  // they never happened and their callers may be told so. False: they stay in the order and must
  // be read and applied again.
  virtual bool Withdraw(uint64_t position) = 0;

  // Refuses new entries; ReadAfter() gives out what waits and then nothing.
  virtual void Close() = 0;
};

}  // namespace docshare::platform
