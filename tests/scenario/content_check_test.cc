// What a repository that looks into documents refuses, with a real virus scanner.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "repository/check/testing/clamd_process.h"
#include "tests/stack/docshare_cli.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kOk = 0;
constexpr int kRefused = 1;
constexpr int kUnavailable = 5;
constexpr char kPatient[] = "12838520020";

class ContentCheckTest : public ::testing::Test {
 protected:
  void StartWith(const std::string& clamd_address) {
    StackOptions options;
    options.change_repository = [clamd_address](int, config::v1::RepositoryConfig& config) {
      config.set_check_media_types(true);
      config.set_clamd_address(clamd_address);
    };
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    Run(kAdmin, {"patient", "feed", "--patient", kPatient}, kOk);
  }

  CommandResult Run(const std::string& system, const std::vector<std::string>& arguments,
                    int exit_code) {
    auto result = DocshareCli(stack_.get(), system, 0).Run(arguments);
    if (!result.ok()) {
      ADD_FAILURE() << result.status();
      return {};
    }
    EXPECT_EQ(result->exit.code, exit_code) << result->stdout_text << result->stderr_text;
    return *result;
  }

  CommandResult Publish(const std::string& unique_id, const std::string& bytes,
                        const std::string& mime_type, int exit_code) {
    const std::string path = absl::StrCat(stack_->folder(), "/", unique_id, ".bin");
    std::ofstream(path, std::ios::binary) << bytes;
    return Run(kHospital,
               {"publish", path, "--patient", kPatient, "--unique-id", unique_id, "--mime",
                mime_type, "--title", "A document"},
               exit_code);
  }

  void ExpectUnknown(const std::string& unique_id) {
    EXPECT_NE(DocshareCli(stack_.get(), kMunicipality, 1).Run({"get", unique_id})->exit.code, kOk);
  }

  std::unique_ptr<Stack> stack_;
};

TEST_F(ContentCheckTest, DocumentsAreWhatTheySay) {
  ASSERT_NO_FATAL_FAILURE(StartWith(""));
  Publish("2.999.12.1.1", "%PDF-1.7\nrest", "application/pdf", kOk);
  EXPECT_THAT(
      Publish("2.999.12.1.2", "\x89PNG\r\n\x1a\nrest", "application/pdf", kRefused).stderr_text,
      AllOf(HasSubstr("XDSRepositoryError"), HasSubstr("application/pdf")));
  ExpectUnknown("2.999.12.1.2");
}

TEST_F(ContentCheckTest, VirusesAreRefusedAndNothingPassesWithoutAVerdict) {
  if (!repository::ClamdProcess::IsInstalled()) {
    GTEST_SKIP() << "SKIPPED: clamav-daemon is not installed; run tools/setup";
  }
  auto clamd = repository::ClamdProcess::Start();
  ASSERT_TRUE(clamd.ok()) << clamd.status();
  ASSERT_NO_FATAL_FAILURE(StartWith((*clamd)->address()));
  Publish("2.999.12.2.1", "a clean text", "text/plain", kOk);
  const std::string virus = repository::EicarTestString();
  EXPECT_THAT(Publish("2.999.12.2.2", virus, "text/plain", kRefused).stderr_text,
              AllOf(HasSubstr("XDSRepositoryError"), Not(HasSubstr(virus))));
  ExpectUnknown("2.999.12.2.2");
  (*clamd)->Kill();
  Publish("2.999.12.2.3", "a clean text", "text/plain", kUnavailable);
  ExpectUnknown("2.999.12.2.3");
  EXPECT_EQ(Run(kMunicipality, {"get", "2.999.12.2.1"}, kOk).stdout_text, "a clean text");
}

}  // namespace
}  // namespace docshare::tests
