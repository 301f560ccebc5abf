#include "tests/stack/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/real_data/real_data.h"

namespace docshare::tests {
namespace {

constexpr int kCannotRun = 127;

int OpenForAppending(const std::string& path) {
  return open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

// The child's side of fork(): calls nothing that may wait for another thread's lock.
[[noreturn]] void Become(char* const* argv, char* const* envp, int output, int errors,
                         pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int input = open("/dev/null", O_RDONLY);
  const bool ready = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent && input >= 0 &&
                     dup2(input, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
                     dup2(errors, STDERR_FILENO) >= 0 &&
                     syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0) == 0;
  if (ready) execve(argv[0], argv, envp);
  _exit(kCannotRun);
}

// Ends with a null pointer; points into `strings`.
std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

absl::Status Failed(absl::string_view what, int error) {
  return absl::InternalError(absl::ErrnoToStatus(error, what).message());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const ProcessOptions& options) {
  const int output = OpenForAppending(options.stdout_path);
  if (output < 0) return Failed(options.stdout_path, errno);
  const int errors = OpenForAppending(options.stderr_path);
  if (errors < 0) {
    const int error = errno;
    close(output);
    return Failed(options.stderr_path, error);
  }
  std::vector<std::string> words = {options.program};
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  const std::vector<char*> argv = Pointers(words);
  std::vector<std::string> variables = options.environment;
  for (char** variable = environ; *variable != nullptr; ++variable) variables.push_back(*variable);
  const std::vector<char*> envp = Pointers(variables);

  const pid_t parent = getpid();
  const pid_t pid = fork();
  const int fork_error = errno;
  if (pid == 0) Become(argv.data(), envp.data(), output, errors, parent);
  close(output);
  close(errors);
  if (pid < 0) return Failed("fork", fork_error);
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (pidfd < 0) {
    const int error = errno;
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    return Failed("pidfd_open", error);
  }
  return std::unique_ptr<Process>(new Process(pid, pidfd));
}

Process::~Process() {
  Kill();
  close(pidfd_);
}

bool Process::IsRunning() { return !Wait(absl::ZeroDuration()).ok(); }

ProcessExit Process::Kill() {
  if (!ended_) kill(pid_, SIGKILL);
  absl::StatusOr<ProcessExit> exit = Wait(absl::InfiniteDuration());
  // Nothing outlives SIGKILL, and the child is ours to wait for.
  if (!exit.ok()) std::abort();
  return *exit;
}

absl::StatusOr<ProcessExit> Process::Terminate(absl::Duration limit) {
  if (!ended_) kill(pid_, SIGTERM);
  return Wait(limit);
}

absl::StatusOr<ProcessExit> Process::Wait(absl::Duration limit) {
  const absl::Time until = absl::Now() + limit;
  while (!ended_) {
    const absl::Duration left = std::max(until - absl::Now(), absl::ZeroDuration());
    pollfd ended = {.fd = pidfd_, .events = POLLIN, .revents = 0};
    const int ready = poll(
        &ended, 1,
        limit == absl::InfiniteDuration() ? -1 : static_cast<int>(absl::ToInt64Milliseconds(left)));
    if (ready < 0 && errno != EINTR) return Failed("poll", errno);
    if (ready == 0 && left == absl::ZeroDuration()) {
      return absl::DeadlineExceededError(absl::StrCat("process ", pid_, " still runs"));
    }
    if (ready <= 0) continue;
    int status = 0;
    if (waitpid(pid_, &status, 0) != pid_) return Failed("waitpid", errno);
    ended_ = true;
    if (WIFEXITED(status)) exit_.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) exit_.signal = WTERMSIG(status);
  }
  return exit_;
}

absl::StatusOr<CommandResult> RunCommand(const std::string& program,
                                         const std::vector<std::string>& arguments,
                                         const std::string& folder, absl::Duration limit) {
  static std::atomic<int> counter = 0;
  const std::string name = absl::StrCat(folder, "/command-", ++counter);
  ProcessOptions options = {.program = program,
                            .arguments = arguments,
                            .stdout_path = absl::StrCat(name, ".stdout"),
                            .stderr_path = absl::StrCat(name, ".stderr")};
  absl::StatusOr<std::unique_ptr<Process>> process = Process::Start(options);
  if (!process.ok()) return process.status();
  absl::StatusOr<ProcessExit> exit = (*process)->Wait(limit);
  if (!exit.ok()) return exit.status();
  absl::StatusOr<std::string> output = ReadFile(options.stdout_path);
  absl::StatusOr<std::string> errors = ReadFile(options.stderr_path);
  if (!output.ok()) return output.status();
  if (!errors.ok()) return errors.status();
  return CommandResult{
      .exit = *exit, .stdout_text = *std::move(output), .stderr_text = *std::move(errors)};
}

}  // namespace docshare::tests
