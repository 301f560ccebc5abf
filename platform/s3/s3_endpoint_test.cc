#include "platform/s3/s3_endpoint.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

TEST(S3EndpointTest, TakesSecureEndpointsAndThisMachine) {
  for (const std::string url : {"https://s3.eu-north-1.amazonaws.com", "https://ceph.example:8443",
                                "https://[2001:db8::1]:8443", "http://127.0.0.1:8000",
                                "http://[::1]:8000", "http://localhost"}) {
    const auto endpoint = ParseS3Endpoint(url);
    ASSERT_TRUE(endpoint.ok()) << endpoint.status();
    EXPECT_EQ(endpoint->Url(), url);
  }
}

// The Host header, which is signed, has no port when it is the scheme's own.
TEST(S3EndpointTest, LeavesOutTheOrdinaryPort) {
  EXPECT_EQ(ParseS3Endpoint("https://s3.example:443/")->Url(), "https://s3.example");
  EXPECT_EQ(ParseS3Endpoint("http://localhost:80")->Url(), "http://localhost");
  EXPECT_EQ(ParseS3Endpoint("https://s3.example:80")->Url(), "https://s3.example:80");
}

TEST(S3EndpointTest, RefusesAnythingElse) {
  for (const std::string text :
       {"", "s3.example", "ftp://s3.example", "https://", "https://:443", "https://s3.example:0",
        "https://s3.example:65536", "https://s3.example:x", "https://s3.example/path",
        "https://user:secret@s3.example", "https://s3.example?x", "http://s3.example",
        "http://127.0.0.1.example:80", "http://localhost.example"}) {
    EXPECT_EQ(ParseS3Endpoint(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace docshare::platform
