#include "platform/rpc/testing/dev_certificates.h"

#include <spawn.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

extern char** environ;

namespace docshare::platform {
namespace {

constexpr char kTool[] = "tools/dev-certs";

[[noreturn]] void Fail(const char* what) {
  std::perror(what);
  std::abort();
}

std::string MakeFolder() {
  const char* base = std::getenv("TEST_TMPDIR");
  if (base == nullptr) Fail("TEST_TMPDIR is not set");
  std::string pattern = std::string(base) + "/certs.XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) Fail("mkdtemp");
  return pattern;
}

}  // namespace

DevCertificates::DevCertificates(const std::vector<std::string>& arguments) : dir_(MakeFolder()) {
  Run(arguments);
}

void DevCertificates::Run(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {kTool, "--quiet", dir_};
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& argument : command) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  errno = posix_spawn(&pid, kTool, nullptr, nullptr, argv.data(), environ);
  if (errno != 0) Fail(kTool);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) Fail("waitpid");
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::fprintf(stderr, "%s failed\n", kTool);
    std::abort();
  }
}

TlsFiles DevCertificates::FilesOf(const std::string& name) const {
  return {.certificate_chain = dir_ + "/" + name + ".crt",
          .private_key = dir_ + "/" + name + ".key",
          .trusted_authorities = dir_ + "/ca.crt"};
}

TransportSecurity DevCertificates::SecurityOf(const std::string& name) const {
  return {.tls = FilesOf(name), .certificate_refresh = absl::Seconds(1)};
}

}  // namespace docshare::platform
