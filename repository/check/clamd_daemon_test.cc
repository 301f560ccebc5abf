// Against a real clamd.

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "repository/check/clamd_check.h"
#include "repository/check/testing/clamd_process.h"

namespace docshare::repository {
namespace {

constexpr char kNoClamd[] =
    "SKIPPED: CLAMD IS NOT INSTALLED. tools/setup installs it (clamav-daemon); without it nothing "
    "shows that viruses are found.";

absl::Status Check(ClamdCheck& check, absl::string_view bytes, size_t piece_bytes) {
  const absl::StatusOr<std::unique_ptr<DocumentCheck>> document = check.Begin("text/plain");
  if (!document.ok()) return document.status();
  for (size_t i = 0; i < bytes.size(); i += piece_bytes) {
    if (absl::Status status = (*document)->Update(bytes.substr(i, piece_bytes)); !status.ok()) {
      return status;
    }
  }
  return (*document)->Finish();
}

class ClamdDaemonTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!ClamdProcess::IsInstalled()) GTEST_SKIP() << kNoClamd;
    auto clamd = ClamdProcess::Start("StreamMaxLength 2M\n");
    ASSERT_TRUE(clamd.ok()) << clamd.status();
    clamd_ = *std::move(clamd);
    check_ = ClamdCheck::Create({.address = clamd_->address()}).value();
  }

  std::unique_ptr<ClamdProcess> clamd_;
  std::unique_ptr<ClamdCheck> check_;
};

TEST_F(ClamdDaemonTest, FindsTheEicarTestStringHoweverItComes) {
  const std::string eicar = EicarTestString();
  ASSERT_EQ(eicar.size(), 68u);
  for (const size_t piece : {size_t{1}, size_t{7}, size_t{30}, eicar.size()}) {
    const absl::Status verdict = Check(*check_, eicar, piece);
    EXPECT_EQ(verdict.code(), absl::StatusCode::kInvalidArgument) << piece;
    EXPECT_TRUE(absl::StrContains(verdict.message(), "Docshare.Test.EICAR")) << verdict;
  }
}

TEST_F(ClamdDaemonTest, AcceptsCleanDocuments) {
  EXPECT_TRUE(check_->Ping().ok());
  EXPECT_EQ(Check(*check_, "Pasienten er innlagt.\n", 5), absl::OkStatus());
  EXPECT_EQ(Check(*check_, "", 1), absl::OkStatus());
  EXPECT_EQ(Check(*check_, std::string(2 << 20, 'x'), 1 << 20), absl::OkStatus());
}

TEST_F(ClamdDaemonTest, RefusesWhatIsAboveItsLimit) {
  const absl::Status verdict = Check(*check_, std::string(16 << 20, 'x'), 1 << 20);
  EXPECT_EQ(verdict.code(), absl::StatusCode::kInvalidArgument) << verdict;
  EXPECT_TRUE(absl::StrContains(verdict.message(), "larger than")) << verdict;
}

TEST_F(ClamdDaemonTest, ServesManyDocumentsAtOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i] {
      for (int n = 0; n < 5; ++n) {
        const std::string document = i % 2 == 0 ? EicarTestString() : absl::StrCat("clean ", n);
        EXPECT_EQ(Check(*check_, document, 20).ok(), i % 2 != 0);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(ClamdDaemonTest, IsUnavailableWhenItDies) {
  const auto document = check_->Begin("text/plain").value();
  ASSERT_TRUE(document->Update("Pasienten er").ok());
  clamd_->Kill();
  EXPECT_EQ(document->Finish().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(check_->Begin("text/plain").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(check_->Ping().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace docshare::repository
