// The program as a person or a script runs it: a process of its own, with real standard output.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/fake_repository.h"
#include "consumer/client/testing/loopback_server.h"
#include "platform/rpc/testing/dev_certificates.h"

namespace docshare::consumer {
namespace {

namespace fs = std::filesystem;

using google::protobuf::Struct;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPatient[] = "12838520020";

struct Result {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// Where standard output goes: to a pipe; to a terminal of 100 columns, with standard error; to a
// device that is always full.
enum class Output { kPipe, kTerminal, kFull };

// A running docshare.
class Process {
 public:
  Process(const std::vector<std::string>& arguments, const std::string& config, Output output) {
    int out[2], err[2];
    if (output == Output::kTerminal) {
      struct winsize size = {};
      size.ws_col = 100;
      size.ws_row = 25;
      EXPECT_EQ(openpty(&out[0], &out[1], nullptr, nullptr, &size), 0);
      err[0] = -1;
      err[1] = out[1];
    } else {
      EXPECT_EQ(pipe2(out, O_CLOEXEC), 0);
      EXPECT_EQ(pipe2(err, O_CLOEXEC), 0);
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
    if (output == Output::kFull) {
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/full", O_WRONLY, 0);
    }
    std::vector<std::string> words = {"consumer/cli/docshare"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    std::string variable = absl::StrCat("DOCSHARE_CONFIG=", config);
    char* environment[] = {variable.data(), nullptr};
    EXPECT_EQ(posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environment), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    if (err[1] != out[1]) close(err[1]);
    out_ = out[0];
    err_ = err[0];
  }

  void Signal(int signal) { kill(pid_, signal); }

  Result Wait() {
    Result result;
    // Both at once: a process that waits for one of them to be read must not be waited for.
    bool out_open = true, err_open = err_ >= 0;
    while (out_open || err_open) {
      struct pollfd fds[] = {{out_open ? out_ : -1, POLLIN, 0}, {err_open ? err_ : -1, POLLIN, 0}};
      poll(fds, 2, -1);
      if (fds[0].revents != 0) out_open = ReadSome(out_, result.out);
      if (fds[1].revents != 0) err_open = ReadSome(err_, result.err);
    }
    int status = 0;
    waitpid(pid_, &status, 0);
    if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
    close(out_);
    if (err_ >= 0) close(err_);
    return result;
  }

 private:
  static bool ReadSome(int fd, std::string& text) {
    char buffer[64 * 1024];
    ssize_t size = read(fd, buffer, sizeof buffer);
    // A terminal whose other side is closed reads as an error.
    if (size <= 0) return false;
    text.append(buffer, static_cast<size_t>(size));
    return true;
  }

  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
};

class DocshareTest : public ::testing::Test {
 protected:
  DocshareTest()
      : repository_("1.2.3.1", &registry_),
        registry_server_({&registry_}),
        repository_server_({&repository_}),
        folder_(fs::path(::testing::TempDir()) / "docshare_test") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    registry_.AddPatient(kPatient);
    config_ = Write("profiles.textproto",
                    absl::StrCat(R"(
profiles {
  registry { address: ")",
                                 registry_server_.address(), R"(" plaintext_on_loopback: true }
  repositories {
    repository_unique_id: "1.2.3.1"
    endpoint { address: ")",
                                 repository_server_.address(), R"(" plaintext_on_loopback: true }
  }
  publish { source_id: "1.2.3.9" patient_authority: "2.16.578.1.12.4.1.4.1" }
})"));
  }

  std::string Write(const std::string& name, const std::string& bytes) {
    std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  Result Run(const std::vector<std::string>& arguments) {
    return Process(arguments, config_, Output::kPipe).Wait();
  }

  Result RunOnTerminal(const std::vector<std::string>& arguments) {
    return Process(arguments, config_, Output::kTerminal).Wait();
  }

  FakeRegistry registry_;
  FakeRepository repository_;
  LoopbackServer registry_server_;
  LoopbackServer repository_server_;
  const fs::path folder_;
  std::string config_;
};

// Every value of a byte, the end of line and of text among them, over many reads and writes.
std::string BinaryBytes(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i ^ (i >> 8));
  return bytes;
}

TEST_F(DocshareTest, HelpComesWithoutConfiguration) {
  config_ = "/missing";
  Result result = Run({"--help"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("Examples:"));
  EXPECT_EQ(result.err, "");
}

TEST_F(DocshareTest, PublishedBytesComeBackOnStandardOutput) {
  const std::string bytes = BinaryBytes(3'000'000);
  Result published = Run(
      {"publish", Write("a.bin", bytes), "--patient", kPatient, "--unique-id", "1.2.77", "--json"});
  ASSERT_EQ(published.exit_code, 0) << published.err;
  Struct json;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(published.out, &json).ok());
  EXPECT_EQ(repository_.Content("1.2.77"), bytes);
  Result fetched = Run({"get", "1.2.77"});
  EXPECT_EQ(fetched.exit_code, 0) << fetched.err;
  EXPECT_TRUE(fetched.out == bytes);
  EXPECT_EQ(fetched.err, "");
}

TEST_F(DocshareTest, ReachesServersOverMutualTls) {
  platform::DevCertificates certificates;
  LoopbackServer registry({&registry_}, certificates.SecurityOf("registry"));
  // Beside the certificates, which the profile names by relative paths.
  config_ = absl::StrCat(certificates.dir(), "/profiles.textproto");
  std::ofstream(config_) << "profiles { registry { address: \"" << registry.address()
                         << "\" tls { certificate_chain: \"hospital.crt\" private_key: "
                            "\"hospital.key\" trusted_authorities: \"ca.crt\" } } }";
  Result result = Run({"find", "--patient", "12838520020^^^&1.2&ISO"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  fs::remove(certificates.FilesOf("hospital").private_key);
  result = Run({"find", "--patient", "12838520020^^^&1.2&ISO"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("hospital.key"));
}

TEST_F(DocshareTest, ExitCodes) {
  repository_.Put("1.2.1", "abc");
  docshare::metadata::v1::DocumentEntry entry;
  entry.set_unique_id("1.2.1");
  entry.set_repository_unique_id("1.2.3.1");
  entry.set_hash(std::string(40, '0'));
  registry_.AddEntry(entry);
  const std::string file = Write("a.txt", "abc");
  EXPECT_EQ(Run({"find", "--patient", kPatient}).exit_code, 0);
  EXPECT_EQ(Run({"publish", file, "--patient", "05861860053"}).exit_code, 1);
  EXPECT_EQ(Run({"find"}).exit_code, 2);
  EXPECT_EQ(Run({"get", "9.9.9"}).exit_code, 3);
  EXPECT_EQ(Run({"get", "1.2.1"}).exit_code, 6);
  registry_.failures().Plan(1, absl::PermissionDeniedError("no role"));
  EXPECT_EQ(Run({"find", "--patient", kPatient}).exit_code, 4);
  registry_server_.Stop();
  EXPECT_EQ(Run({"find", "--patient", kPatient, "--timeout", "1"}).exit_code, 5);
}

TEST_F(DocshareTest, ResultsThatCannotBeWrittenAreAFailure) {
  Result result = Process({"find", "--patient", kPatient, "--json"}, config_, Output::kFull).Wait();
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("standard output"));
}

TEST_F(DocshareTest, ErrorsForProgramsAreOnStandardOutput) {
  Result result = Run({"find", "--json"});
  Struct json;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(result.out, &json).ok()) << result.out;
  EXPECT_EQ(json.fields().at("error").struct_value().fields().at("exitCode").number_value(), 2);
  EXPECT_THAT(result.err, HasSubstr("--patient"));
}

TEST_F(DocshareTest, ProgressIsShownOnATerminalOnly) {
  const std::string file = Write("large.bin", BinaryBytes(20 << 20));
  Result quiet = Run({"publish", file, "--patient", kPatient, "--unique-id", "1.2.77"});
  ASSERT_EQ(quiet.exit_code, 0) << quiet.err;
  EXPECT_THAT(quiet.err, Not(HasSubstr("publishing")));
  Result shown = RunOnTerminal({"get", "1.2.77", "-o", (folder_ / "out.bin").string()});
  ASSERT_EQ(shown.exit_code, 0) << shown.out;
  EXPECT_THAT(shown.out, HasSubstr("fetching  ["));
  EXPECT_THAT(shown.out, HasSubstr("verified"));
}

TEST_F(DocshareTest, DocumentsAreNotForTheTerminal) {
  Result result = RunOnTerminal({"get", "1.2.1"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, HasSubstr("-o FILE"));
}

TEST_F(DocshareTest, TableIsAsWideAsTheTerminal) {
  Run({"publish", Write("a.txt", "abc"), "--patient", kPatient, "--title", std::string(300, 'x')});
  Result result = RunOnTerminal({"find", "--patient", kPatient});
  ASSERT_EQ(result.exit_code, 0) << result.out;
  EXPECT_THAT(result.out, Not(HasSubstr(std::string(60, 'x'))));
  EXPECT_THAT(result.out, HasSubstr("x…"));
}

TEST_F(DocshareTest, InterruptedFetchLeavesNoFile) {
  repository_.Put("1.2.1", BinaryBytes(40 << 20));
  docshare::metadata::v1::DocumentEntry entry;
  entry.set_unique_id("1.2.1");
  entry.set_repository_unique_id("1.2.3.1");
  registry_.AddEntry(entry);
  repository_.set_damage(RetrievalDamage::kTrickle);
  const fs::path out = folder_ / "out";
  fs::create_directories(out);
  Process process({"get", "1.2.1", "-o", (out / "file").string()}, config_, Output::kPipe);
  // The temporary file shows that the transfer has begun.
  while (fs::is_empty(out)) usleep(1000);
  process.Signal(SIGINT);
  Result result = process.Wait();
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_TRUE(fs::is_empty(out));
}

}  // namespace
}  // namespace docshare::consumer
