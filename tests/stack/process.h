#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace docshare::tests {

struct ProcessOptions {
  // Path of the program, and its arguments without its name.
  std::string program;
  std::vector<std::string> arguments;
  // "NAME=value", besides the environment of this process.
  std::vector<std::string> environment;
  // Files the process appends to; made when they are not there.
  std::string stdout_path;
  std::string stderr_path;
};

// How a process ended.
struct ProcessExit {
  // Exit code; -1 when a signal ended it.
  int code = -1;
  // The signal that ended it; 0 when it ended by itself.
  int signal = 0;
};

// A child process. It reads nothing from its standard input, has no file of this process open,
// and ends at the latest with this object or with the thread that started it.
//
// Not thread-safe.
class Process {
 public:
  // Returns kInternal when no process can be made. A program that cannot be run ends with code 127.
  static absl::StatusOr<std::unique_ptr<Process>> Start(const ProcessOptions& options);

  // Ends the process with SIGKILL when it still runs.
  ~Process();

  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Stays this process's alone until it was waited for.
  pid_t pid() const { return pid_; }

  bool IsRunning();

  // Ends it with SIGKILL and waits for its end.
  ProcessExit Kill();

  // Sends SIGTERM, then Wait().
  absl::StatusOr<ProcessExit> Terminate(absl::Duration limit);

  // Waits for the end. Returns kDeadlineExceeded when it runs on; it may be waited for again.
  absl::StatusOr<ProcessExit> Wait(absl::Duration limit);

 private:
  Process(pid_t pid, int pidfd) : pid_(pid), pidfd_(pidfd) {}

  const pid_t pid_;
  // Becomes readable when the process has ended.
  const int pidfd_;
  bool ended_ = false;
  ProcessExit exit_;
};

// What a command printed, and how it ended.
struct CommandResult {
  ProcessExit exit;
  std::string stdout_text;
  std::string stderr_text;
};

// Runs a program to its end, below `folder`, where the files with its output are left.
// Returns kDeadlineExceeded when it had to be ended after `limit`.
absl::StatusOr<CommandResult> RunCommand(const std::string& program,
                                         const std::vector<std::string>& arguments,
                                         const std::string& folder, absl::Duration limit);

}  // namespace docshare::tests
