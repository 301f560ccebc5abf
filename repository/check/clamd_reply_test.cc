#include "repository/check/clamd_reply.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace docshare::repository {
namespace {

absl::Status Verdict(absl::string_view reply) { return VerdictOfReply(reply, "unix:clamd"); }

TEST(ClamdReplyTest, AcceptsWhatTheScannerCallsClean) { EXPECT_TRUE(Verdict("stream: OK").ok()); }

TEST(ClamdReplyTest, RefusesWithTheNameOfTheSignature) {
  EXPECT_EQ(Verdict("stream: Win.Test.EICAR_HDB-1 FOUND"),
            absl::InvalidArgumentError("the virus scanner found 'Win.Test.EICAR_HDB-1'"));
}

TEST(ClamdReplyTest, ShowsOnlyPrintableCharactersOfTheName) {
  EXPECT_EQ(Verdict("stream: A\x1b[31m\xe2\x80\xae"
                    "Z FOUND")
                .message(),
            "the virus scanner found 'A?[31m???Z'");
}

TEST(ClamdReplyTest, ShowsOnlyTheBeginningOfALongName) {
  const absl::Status verdict = Verdict(absl::StrCat("stream: ", std::string(3000, 'x'), " FOUND"));
  EXPECT_EQ(verdict.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_LT(verdict.message().size(), 120u);
}

TEST(ClamdReplyTest, RefusesWhatIsTooLargeToBeScanned) {
  EXPECT_EQ(Verdict("INSTREAM size limit exceeded. ERROR"),
            absl::InvalidArgumentError("the document is larger than the virus scanner takes"));
}

TEST(ClamdReplyTest, TakesEverythingElseForNoAnswerAndShowsNothingOfIt) {
  for (const char* reply :
       {"", "OK", "stream:", "stream: ", "stream: FOUND", "stream: OK ", "stream: ok", "PONG",
        "stream: SECRET ERROR", "UNKNOWN COMMAND", "SECRET", "HTTP/1.1 400 Bad Request",
        "COMMAND READ TIMED OUT", "stream: OK\nstream: OK", "SECRET FOUND"}) {
    const absl::Status verdict = Verdict(reply);
    EXPECT_EQ(verdict.code(), absl::StatusCode::kUnavailable) << reply;
    EXPECT_TRUE(absl::StrContains(verdict.message(), "unix:clamd")) << verdict;
    EXPECT_FALSE(absl::StrContains(verdict.message(), "SECRET")) << verdict;
  }
}

}  // namespace
}  // namespace docshare::repository
