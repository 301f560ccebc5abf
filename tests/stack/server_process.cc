#include "tests/stack/server_process.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/real_data/real_data.h"

namespace docshare::tests {
namespace {

constexpr absl::Duration kReadyLimit = absl::Seconds(60);
constexpr absl::Duration kLook = absl::Milliseconds(10);
constexpr size_t kLogTail = 4000;

}  // namespace

ServerProcess::ServerProcess(std::string program, std::string folder,
                             std::vector<std::string> environment)
    : program_(std::move(program)),
      folder_(std::move(folder)),
      environment_(std::move(environment)) {
  std::filesystem::create_directories(folder_);
}

std::string ServerProcess::address() const { return absl::StrCat("127.0.0.1:", port_.number()); }

absl::Status ServerProcess::WriteConfig(absl::string_view text) {
  std::ofstream file(folder_ + "/config", std::ios::trunc);
  file << text << std::flush;
  if (!file) return absl::InternalError("cannot write " + folder_ + "/config");
  return absl::OkStatus();
}

absl::Status ServerProcess::ChangeConfig(absl::string_view field, uint32_t value) {
  absl::StatusOr<std::string> text = ReadFile(folder_ + "/config");
  if (!text.ok()) return text.status();
  const std::string name = absl::StrCat("\n", field, ": ");
  const size_t begin = text->find(name);
  if (begin == std::string::npos) return absl::NotFoundError(field);
  const size_t end = text->find('\n', begin + name.size());
  return WriteConfig(text->replace(begin, end - begin, absl::StrCat(name, value)));
}

absl::Status ServerProcess::Start() {
  std::error_code error;
  std::filesystem::remove(port_file(), error);
  absl::StatusOr<std::unique_ptr<Process>> process =
      Process::Start({.program = program_,
                      .arguments = {"--config", folder_ + "/config"},
                      .environment = environment_,
                      .stdout_path = log_path(),
                      .stderr_path = log_path()});
  if (!process.ok()) return process.status();
  process_ = *std::move(process);
  // The file appears once the health service answers SERVING.
  const absl::Time until = absl::Now() + kReadyLimit;
  while (!std::filesystem::exists(port_file(), error)) {
    if (process_->Wait(kLook).ok()) {
      process_.reset();
      return absl::FailedPreconditionError(
          absl::StrCat(program_, " ended instead of serving:\n", EndOfLog()));
    }
    if (absl::Now() > until) {
      process_.reset();
      return absl::DeadlineExceededError(absl::StrCat(program_, " is not ready:\n", EndOfLog()));
    }
  }
  return absl::OkStatus();
}

void ServerProcess::Kill() {
  process_->Kill();
  process_.reset();
}

absl::StatusOr<ProcessExit> ServerProcess::Terminate(absl::Duration limit) {
  absl::StatusOr<ProcessExit> exit = process_->Terminate(limit);
  if (exit.ok()) process_.reset();
  return exit;
}

std::string ServerProcess::EndOfLog() const {
  const absl::StatusOr<std::string> log = ReadFile(log_path());
  if (!log.ok()) return std::string(log.status().message());
  return log->size() <= kLogTail ? *log : log->substr(log->size() - kLogTail);
}

}  // namespace docshare::tests
