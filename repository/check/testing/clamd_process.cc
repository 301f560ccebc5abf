#include "repository/check/testing/clamd_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "repository/check/clamd_check.h"

namespace docshare::repository {
namespace {

constexpr char kClamd[] = "/usr/sbin/clamd";

absl::Status WriteFile(const std::string& path, absl::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  return file.flush() ? absl::OkStatus() : absl::InternalError(absl::StrCat("cannot write ", path));
}

}  // namespace

std::string EicarTestString() {
  return absl::StrCat("X5O!P%@AP[4", "\\PZX54(P^)7CC)7}", "$EICAR-", "STANDARD-ANTI", "VIRUS-TEST-",
                      "FILE!$H+H*");
}

bool ClamdProcess::IsInstalled() { return access(kClamd, X_OK) == 0; }

absl::StatusOr<std::unique_ptr<ClamdProcess>> ClamdProcess::Start(absl::string_view settings) {
  std::unique_ptr<ClamdProcess> clamd(new ClamdProcess());
  if (absl::Status written = clamd->WriteFiles(settings); !written.ok()) return written;
  if (absl::Status run = clamd->Run(); !run.ok()) return run;
  if (absl::Status answers = clamd->WaitUntilItAnswers(); !answers.ok()) return answers;
  return clamd;
}

absl::Status ClamdProcess::WriteFiles(absl::string_view settings) const {
  const std::string database = folder_.path() + "/database";
  std::error_code error;
  std::filesystem::create_directory(database, error);
  // Name, any kind of file, at its beginning, the bytes. The manual of signatures calls it .ndb.
  absl::Status signature = WriteFile(
      database + "/test.ndb",
      absl::StrCat("Docshare.Test.EICAR:0:0:", absl::BytesToHexString(EicarTestString()), "\n"));
  if (!signature.ok()) return signature;
  return WriteFile(
      folder_.path() + "/clamd.conf",
      absl::StrCat("Foreground yes\nDatabaseDirectory ", database, "\nTemporaryDirectory ",
                   folder_.path(), "\nLocalSocket ", SocketPath(), "\nMaxThreads 2\n", settings));
}

absl::Status ClamdProcess::Run() {
  const std::string config = "--config-file=" + folder_.path() + "/clamd.conf";
  const std::string log = folder_.path() + "/log";
  char* const arguments[] = {const_cast<char*>(kClamd), const_cast<char*>(config.c_str()), nullptr};
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) return absl::InternalError(absl::ErrnoToStatus(errno, "fork").message());
  if (pid_ > 0) return absl::OkStatus();
  // Calls nothing that may wait for another thread's lock.
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const bool is_ready = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent &&
                        output >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
                        dup2(output, STDERR_FILENO) >= 0;
  if (is_ready) execv(kClamd, arguments);
  _exit(127);
}

absl::Status ClamdProcess::WaitUntilItAnswers() {
  const auto check = ClamdCheck::Create({.address = address()});
  if (!check.ok()) return check.status();
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (!(*check)->Ping().ok()) {
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return absl::InternalError(absl::StrCat("clamd ended: ", Printed()));
    }
    if (absl::Now() > deadline) {
      return absl::InternalError(absl::StrCat("clamd does not answer: ", Printed()));
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
  return absl::OkStatus();
}

ClamdProcess::~ClamdProcess() { Kill(); }

void ClamdProcess::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::string ClamdProcess::address() const { return "unix:" + SocketPath(); }

std::string ClamdProcess::SocketPath() const {
  return std::filesystem::proximate(folder_.path() + "/socket").string();
}

std::string ClamdProcess::Printed() const {
  std::ostringstream printed;
  printed << std::ifstream(folder_.path() + "/log").rdbuf();
  return printed.str();
}

}  // namespace docshare::repository
