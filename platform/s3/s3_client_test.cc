// Faults that a real server does not show on demand. See s3_client_ceph_test.cc for the rest.

#include "platform/s3/s3_client.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/clock/system_clock.h"
#include "platform/s3/testing/scripted_http_server.h"

namespace docshare::platform {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

constexpr char kSecret[] = "a-secret-that-is-nowhere";

S3Options OptionsFor(const std::string& url) {
  return {.endpoint = url,
          .bucket = "documents",
          .credentials = {"ACCESSKEY", kSecret},
          .connect_timeout = absl::Seconds(1),
          .stall_timeout = absl::Seconds(1),
          .total_timeout = absl::Seconds(20),
          .initial_backoff = absl::Milliseconds(1),
          .max_backoff = absl::Milliseconds(10)};
}

std::string Error(int status, absl::string_view code) {
  return ScriptedHttpServer::Answer(status, absl::StrCat("<Error><Code>", code, "</Code><Message>",
                                                         kSecret, "</Message></Error>"));
}

std::string Range(absl::string_view body, absl::string_view content_range) {
  return ScriptedHttpServer::Answer(206, body,
                                    absl::StrCat("Content-Range: ", content_range, "\r\n"));
}

class S3ClientTest : public testing::Test {
 protected:
  S3Client& ClientOf(const ScriptedHttpServer& server,
                     absl::Duration total_timeout = absl::Seconds(20)) {
    S3Options options = OptionsFor(server.url());
    options.total_timeout = total_timeout;
    client_ = *S3Client::Create(options, &clock_);
    return *client_;
  }

  SystemClock clock_;
  std::unique_ptr<S3Client> client_;
  char buffer_[10] = {};
};

TEST_F(S3ClientTest, SendsASignedRequest) {
  const ScriptedHttpServer server({ScriptedHttpServer::Answer(200, "")});
  ASSERT_TRUE(ClientOf(server).PutObject("a b/c", "hello").ok());
  ASSERT_THAT(server.requests(), SizeIs(1));
  EXPECT_THAT(
      server.requests()[0],
      AllOf(HasSubstr("PUT /documents/a%20b/c HTTP/1.1\r\n"), HasSubstr("Content-Length: 5\r\n"),
            HasSubstr("x-amz-content-sha256: "
                      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\r\n"),
            HasSubstr("Authorization: AWS4-HMAC-SHA256 Credential=ACCESSKEY/"),
            HasSubstr("SignedHeaders=host;x-amz-content-sha256;x-amz-date, "),
            testing::EndsWith("\r\n\r\nhello"), testing::Not(HasSubstr(kSecret))));
}

TEST_F(S3ClientTest, RepeatsWhatPasses) {
  const std::vector<std::string> passing = {
      Error(500, "InternalError"),
      Error(503, "SlowDown"),
      Error(429, "TooManyRequests"),
      Error(400, "XAmzContentSHA256Mismatch"),
      ScriptedHttpServer::Answer(502, "<html>Bad gateway</html>"),
      // No answer at all, and half of one.
      "",
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
      ScriptedHttpServer::kStall,
  };
  ScriptedHttpServer::Script script = passing;
  script.push_back(ScriptedHttpServer::Answer(200, ""));
  const ScriptedHttpServer server(script);
  const absl::Status status = ClientOf(server).PutObject("key", "hello");
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(server.requests(), SizeIs(passing.size() + 1));
}

TEST_F(S3ClientTest, DoesNotRepeatARefusal) {
  struct Case {
    std::string answer;
    absl::StatusCode expected;
  };
  for (const Case& tested : {
           Case{Error(403, "AccessDenied"), absl::StatusCode::kPermissionDenied},
           Case{Error(403, "QuotaExceeded"), absl::StatusCode::kResourceExhausted},
           Case{Error(404, "NoSuchKey"), absl::StatusCode::kNotFound},
           Case{Error(404, "NoSuchBucket"), absl::StatusCode::kFailedPrecondition},
           Case{Error(400, "InvalidRequest"), absl::StatusCode::kInternal},
           Case{ScriptedHttpServer::Answer(307, "", "Location: http://127.0.0.1:9/\r\n"),
                absl::StatusCode::kFailedPrecondition},
       }) {
    const ScriptedHttpServer server({tested.answer});
    const absl::Status status = ClientOf(server).PutObject("key", "hello");
    EXPECT_EQ(status.code(), tested.expected) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("PUT documents/key"));
    EXPECT_FALSE(absl::StrContains(status.message(), kSecret)) << status;
    EXPECT_THAT(server.requests(), SizeIs(1));
  }
}

TEST_F(S3ClientTest, GivesUpWhenTheTimeIsUp) {
  const ScriptedHttpServer server({Error(503, "SlowDown")});
  const absl::Time start = absl::Now();
  const absl::Status status = ClientOf(server, absl::Milliseconds(300)).PutObject("key", "hello");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr("SlowDown"), HasSubstr("attempts")));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_GT(server.requests().size(), 3u);
}

TEST_F(S3ClientTest, AServerThatIsNotThereIsUnavailable) {
  std::string url;
  {
    const ScriptedHttpServer gone({""});
    url = gone.url();
  }
  S3Options options = OptionsFor(url);
  options.total_timeout = absl::Milliseconds(200);
  const auto client = S3Client::Create(options, &clock_);
  EXPECT_EQ((*client)->HeadObject("key").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(S3ClientTest, AStalledServerIsUnavailable) {
  const ScriptedHttpServer server({ScriptedHttpServer::kStall});
  const absl::Status status = ClientOf(server, absl::Milliseconds(500))
                                  .GetRange("key", 0, absl::MakeSpan(buffer_))
                                  .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
}

TEST_F(S3ClientTest, ReadsARange) {
  const ScriptedHttpServer server({Range("0123456789", "bytes 5-14/100")});
  const auto range = ClientOf(server).GetRange("key", 5, absl::MakeSpan(buffer_));
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_EQ(range->size_bytes, 10u);
  EXPECT_EQ(range->object_bytes, 100u);
  EXPECT_EQ(std::string(buffer_, 10), "0123456789");
  EXPECT_THAT(server.requests()[0], HasSubstr("range: bytes=5-14\r\n"));
}

TEST_F(S3ClientTest, ReadsARangeAnewThatBrokeOff) {
  const std::string whole = Range("0123456789", "bytes 0-9/10");
  const ScriptedHttpServer server({whole.substr(0, whole.size() - 4), whole});
  const auto range = ClientOf(server).GetRange("key", 0, absl::MakeSpan(buffer_));
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_EQ(std::string(buffer_, range->size_bytes), "0123456789");
}

TEST_F(S3ClientTest, RefusesAnotherRangeThanItAskedFor) {
  for (const std::string& answer :
       {Range("0123456789", "bytes 1-10/100"), Range("01234", "bytes 0-4/100"),
        Range("0123456789", "bytes 0-9/*"), Range("0123456789", "garbage"),
        Range("0123456789x", "bytes 0-10/100"), Range("01234", "bytes 0-9/10"),
        Range("", "bytes 0-18446744073709551615/0"),
        ScriptedHttpServer::Answer(200, "0123456789")}) {
    const ScriptedHttpServer server({answer});
    const auto range = ClientOf(server).GetRange("key", 0, absl::MakeSpan(buffer_));
    EXPECT_EQ(range.status().code(), absl::StatusCode::kInternal) << range.status();
  }
}

constexpr char kHead[] = "HTTP/1.1 200 X\r\nContent-Length: 7\r\nConnection: close\r\n\r\n";
constexpr char kNoHead[] = "HTTP/1.1 404 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

std::string Completed() {
  return ScriptedHttpServer::Answer(
      200, "<CompleteMultipartUploadResult><ETag>x-1</ETag></CompleteMultipartUploadResult>");
}

std::string Uploads(absl::string_view upload_id) {
  return ScriptedHttpServer::Answer(
      200, absl::StrCat("<ListMultipartUploadsResult><Upload><Key>key</Key><UploadId>", upload_id,
                        "</UploadId></Upload></ListMultipartUploadsResult>"));
}

TEST_F(S3ClientTest, RepeatsACompletionThatMadeNoObject) {
  // The last is a failure under a status of 200.
  for (const std::string& failure :
       {std::string(), Error(503, "SlowDown"), Error(200, "InternalError")}) {
    const ScriptedHttpServer server({failure, kNoHead, Completed()});
    const absl::Status status = ClientOf(server).CompleteMultipartUpload("key", "u", {"\"a\""}, 7);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_THAT(server.requests(), SizeIs(3));
    EXPECT_THAT(server.requests()[2],
                HasSubstr("<Part><PartNumber>1</PartNumber><ETag>&quot;a&quot;</ETag></Part>"));
  }
}

TEST_F(S3ClientTest, FindsACompletionWhoseAnswerWasLost) {
  for (const std::vector<std::string>& script :
       {std::vector<std::string>{"", kHead, Uploads("another")},
        std::vector<std::string>{"", kNoHead, Error(404, "NoSuchUpload"), kHead,
                                 Uploads("another")}}) {
    const ScriptedHttpServer server(script);
    const absl::Status status = ClientOf(server).CompleteMultipartUpload("key", "u", {"a"}, 7);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_THAT(server.requests(), SizeIs(script.size()));
  }
}

TEST_F(S3ClientTest, DoesNotRepeatAHalfCompletion) {
  for (const uint64_t object_bytes : {7, 8}) {
    const ScriptedHttpServer server({"", kHead, Uploads(object_bytes == 7 ? "u" : "another")});
    const absl::Status status =
        ClientOf(server).CompleteMultipartUpload("key", "u", {"a"}, object_bytes);
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
    EXPECT_THAT(server.requests(), SizeIs(3));
  }
}

TEST_F(S3ClientTest, ARefusedCompletionIsAnError) {
  const ScriptedHttpServer server({Error(200, "InvalidPart")});
  EXPECT_EQ(ClientOf(server).CompleteMultipartUpload("key", "u", {"a"}, 7).code(),
            absl::StatusCode::kInternal);
  const ScriptedHttpServer gone({Error(404, "NoSuchUpload"), kNoHead});
  EXPECT_EQ(ClientOf(gone).CompleteMultipartUpload("key", "u", {"a"}, 7).code(),
            absl::StatusCode::kNotFound);
}

TEST_F(S3ClientTest, SaysThatAnUploadWasBegunMoreThanOnce) {
  const std::string begun = ScriptedHttpServer::Answer(
      200,
      "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>");
  for (const bool repeated : {false, true}) {
    const ScriptedHttpServer server({repeated ? std::string() : begun, begun});
    const auto upload = ClientOf(server).CreateMultipartUpload("key");
    ASSERT_TRUE(upload.ok()) << upload.status();
    EXPECT_EQ(upload->upload_id, "u1");
    EXPECT_EQ(upload->repeated, repeated);
  }
}

TEST_F(S3ClientTest, ListsUploadsPageByPage) {
  const auto page = [](absl::string_view key, absl::string_view more) {
    return ScriptedHttpServer::Answer(
        200, absl::StrCat("<ListMultipartUploadsResult>", more, "<Upload><Key>", key,
                          "</Key><UploadId>u</UploadId></Upload></ListMultipartUploadsResult>"));
  };
  const std::string more =
      "<IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker>"
      "<NextUploadIdMarker>u</NextUploadIdMarker>";
  {
    const ScriptedHttpServer server({page("a", more), page("b", "")});
    const auto uploads = ClientOf(server).ListMultipartUploads("p");
    ASSERT_TRUE(uploads.ok()) << uploads.status();
    ASSERT_THAT(*uploads, SizeIs(2));
    EXPECT_EQ((*uploads)[1].key, "b");
    EXPECT_THAT(server.requests()[1],
                HasSubstr("?key-marker=a&prefix=p&upload-id-marker=u&uploads= HTTP"));
  }
  // A server that goes round in circles.
  const ScriptedHttpServer server({page("a", more)});
  EXPECT_EQ(ClientOf(server).ListMultipartUploads("p").status().code(),
            absl::StatusCode::kInternal);
}

TEST_F(S3ClientTest, RefusesAnAnswerThatIsNone) {
  const ScriptedHttpServer server({ScriptedHttpServer::Answer(200, "<html>hello</html>")});
  S3Client& client = ClientOf(server);
  const absl::StatusCode internal = absl::StatusCode::kInternal;
  EXPECT_EQ(client.CreateMultipartUpload("key").status().code(), internal);
  EXPECT_EQ(client.UploadPart("key", "u", 1, "x").status().code(), internal);
  EXPECT_EQ(client.CompleteMultipartUpload("key", "u", {"a"}, 7).code(), internal);
  EXPECT_EQ(client.ListMultipartUploads("p").status().code(), internal);
  EXPECT_EQ(client.ListObjects("p", "").status().code(), internal);
}

TEST_F(S3ClientTest, RefusesAnAnswerWithoutAnEnd) {
  const ScriptedHttpServer server(
      {ScriptedHttpServer::Answer(200, std::string((4 << 20) + 1, 'x'))});
  EXPECT_EQ(ClientOf(server).ListObjects("p", "").status().code(), absl::StatusCode::kInternal);
}

TEST_F(S3ClientTest, NeedsBucketRegionAndKeys) {
  S3Options options = OptionsFor("https://s3.example");
  EXPECT_TRUE(S3Client::Create(options, &clock_).ok());
  for (std::string* const field :
       {&options.endpoint, &options.bucket, &options.region, &options.credentials.access_key_id,
        &options.credentials.secret_access_key}) {
    std::string value;
    field->swap(value);
    const absl::Status status = S3Client::Create(options, &clock_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    field->swap(value);
  }
}

}  // namespace
}  // namespace docshare::platform
