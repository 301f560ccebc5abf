#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

namespace docshare::platform {

// A program that a test runs. It is killed with the object, and dies with the thread that started
// it.
class ChildProcess {
 public:
  // Runs the program, found along the PATH, with its output appended to `log_file`. Null when it
  // cannot be started.
  static std::unique_ptr<ChildProcess> Start(const std::vector<std::string>& arguments,
                                             const std::string& log_file);
  ~ChildProcess();

  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // SIGKILL, and waits until it is gone.
  void Kill();

  // Until it ends by itself: its exit code, -1 after a signal.
  int Wait();

  bool Ended();

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}

  // -1 once it is gone.
  pid_t pid_;
};

}  // namespace docshare::platform
