#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/stack/process.h"
#include "tests/stack/reserved_port.h"

namespace docshare::tests {

// One of our servers as a real process on 127.0.0.1, which can be killed and started again on the
// same port with the same data.
//
//   FOLDER/config   its settings        FOLDER/data   its data_dir
//   FOLDER/port     its port_file       FOLDER/log    what it printed, of all its lives
//
// Not thread-safe, but address() and paths may be read by any thread. Start it on a thread that
// outlives it.
class ServerProcess {
 public:
  // Makes `folder`. `program` is the path of the binary, `environment` that of ProcessOptions.
  ServerProcess(std::string program, std::string folder, std::vector<std::string> environment = {});

  std::string address() const;
  std::string data_dir() const { return folder_ + "/data"; }
  std::string port_file() const { return folder_ + "/port"; }
  std::string log_path() const { return folder_ + "/log"; }

  // Takes effect at the next Start(). Protobuf text format.
  absl::Status WriteConfig(absl::string_view text);

  // The same with another value for one number. Requires a config that has it.
  absl::Status ChangeConfig(absl::string_view field, uint32_t value);

  // Starts the process and waits until it is ready to serve. Requires that it does not run.
  // Returns kFailedPrecondition, with the end of its log, when it ends instead, and
  // kDeadlineExceeded when it is not ready within 60 s.
  absl::Status Start();

  bool IsRunning() const { return process_ != nullptr && process_->IsRunning(); }

  // Require that it was started and not ended before.
  void Kill();
  absl::StatusOr<ProcessExit> Terminate(absl::Duration limit);
  pid_t pid() const { return process_->pid(); }

  // The last it has printed.
  std::string EndOfLog() const;

 private:
  const std::string program_;
  const std::string folder_;
  const std::vector<std::string> environment_;
  const ReservedPort port_;
  std::unique_ptr<Process> process_;
};

}  // namespace docshare::tests
