#include "consumer/cli/confirmation.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::consumer {
namespace {

using ::testing::HasSubstr;

absl::Status Ask(const std::string& answer, std::string* question = nullptr) {
  std::ostringstream out, err;
  std::istringstream in(answer);
  Terminal terminal{out, err};
  terminal.in = &in;
  absl::Status status = Confirm(terminal, false, "This removes it for good.", "2.999.7.1");
  if (question != nullptr) *question = err.str();
  EXPECT_EQ(out.str(), "");
  return status;
}

TEST(ConfirmTest, AsksForTheNameAndGoesOnWhenItIsTyped) {
  std::string question;
  EXPECT_TRUE(Ask("2.999.7.1\n", &question).ok());
  EXPECT_EQ(question, "This removes it for good. Type 2.999.7.1 to go on: ");
  EXPECT_TRUE(Ask("  2.999.7.1 \r\n").ok());
}

TEST(ConfirmTest, AnyOtherAnswerEndsIt) {
  for (const char* answer : {"", "\n", "yes\n", "y\n", "2.999.7\n", "2.999.7.11\n"}) {
    EXPECT_TRUE(absl::IsCancelled(Ask(answer))) << answer;
  }
}

TEST(ConfirmTest, YesAsksNobody) {
  std::ostringstream out, err;
  EXPECT_TRUE(Confirm({out, err}, true, "This removes it for good.", "2.999.7.1").ok());
  EXPECT_EQ(err.str(), "");
}

TEST(ConfirmTest, NobodyToAskIsAWrongCommand) {
  std::ostringstream out, err;
  const absl::Status status = Confirm({out, err}, false, "This removes it for good.", "2.999.7.1");
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("--yes"));
}

}  // namespace
}  // namespace docshare::consumer
