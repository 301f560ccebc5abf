#include "platform/s3/s3_error.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

TEST(S3ErrorTest, ReadsTheCode) {
  EXPECT_EQ(S3ErrorCode("<Error><Code>NoSuchKey</Code><Message>x</Message></Error>"), "NoSuchKey");
  EXPECT_EQ(S3ErrorCode(""), "");
  EXPECT_EQ(S3ErrorCode("<html>Bad gateway</html>"), "");
  EXPECT_EQ(S3ErrorCode("<Error><Code>two\nlines</Code></Error>"), "");
  EXPECT_EQ(S3ErrorCode(absl::StrCat("<Error><Code>", std::string(65, 'x'), "</Code></Error>")),
            "");
}

TEST(S3ErrorTest, GivesEachAnswerItsStatus) {
  struct Case {
    int http_status;
    std::string code;
    absl::StatusCode expected;
  };
  for (const Case& tested : {
           Case{404, "NoSuchKey", absl::StatusCode::kNotFound},
           Case{404, "", absl::StatusCode::kNotFound},
           Case{404, "NoSuchUpload", absl::StatusCode::kNotFound},
           Case{404, "NoSuchBucket", absl::StatusCode::kFailedPrecondition},
           Case{403, "AccessDenied", absl::StatusCode::kPermissionDenied},
           Case{403, "", absl::StatusCode::kPermissionDenied},
           Case{403, "QuotaExceeded", absl::StatusCode::kResourceExhausted},
           Case{507, "", absl::StatusCode::kResourceExhausted},
           Case{503, "SlowDown", absl::StatusCode::kUnavailable},
           Case{429, "TooManyRequests", absl::StatusCode::kUnavailable},
           Case{500, "InternalError", absl::StatusCode::kUnavailable},
           Case{400, "XAmzContentSHA256Mismatch", absl::StatusCode::kUnavailable},
           Case{400, "InvalidPart", absl::StatusCode::kInternal},
           Case{400, "AuthorizationHeaderMalformed", absl::StatusCode::kFailedPrecondition},
           Case{301, "PermanentRedirect", absl::StatusCode::kFailedPrecondition},
           Case{416, "InvalidRange", absl::StatusCode::kOutOfRange},
           Case{200, "", absl::StatusCode::kInternal},
       }) {
    const absl::Status status = S3ErrorStatus(tested.http_status, tested.code);
    EXPECT_EQ(status.code(), tested.expected) << status;
    EXPECT_TRUE(absl::StrContains(status.message(), tested.code)) << status;
  }
}

TEST(S3ErrorTest, SaysWhatToCheck) {
  EXPECT_TRUE(absl::StrContains(S3ErrorStatus(403, "RequestTimeTooSkewed").message(), "clock"));
  EXPECT_TRUE(
      absl::StrContains(S3ErrorStatus(403, "SignatureDoesNotMatch").message(), "secret access"));
  EXPECT_TRUE(absl::StrContains(S3ErrorStatus(404, "NoSuchBucket").message(), "bucket"));
}

}  // namespace
}  // namespace docshare::platform
