#include "platform/s3/s3_signature.h"

#include <ostream>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

const S3Credentials kCredentials = {"AKIAIOSFODNN7EXAMPLE",
                                    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};

struct Example {
  std::string name;
  std::string method;
  std::string path;
  S3Parameters query;
  // Besides host, x-amz-content-sha256 and x-amz-date.
  S3Parameters headers;
  std::string payload;
  std::string signed_headers;
  std::string signature;
};

std::ostream& operator<<(std::ostream& out, const Example& example) { return out << example.name; }

class S3SignatureExampleTest : public testing::TestWithParam<Example> {};

// Source: the examples of "Signature Calculations for the Authorization Header" in the Amazon S3
// API Reference.
TEST_P(S3SignatureExampleTest, IsThatOfThePublishedExample) {
  const Example& example = GetParam();
  S3SignedRequest request = {.method = example.method,
                             .path = example.path,
                             .query = example.query,
                             .headers = example.headers,
                             .payload_sha256 = S3PayloadHash(example.payload)};
  request.headers.emplace_back("host", "examplebucket.s3.amazonaws.com");
  request.headers.emplace_back("x-amz-date", "20130524T000000Z");
  request.headers.emplace_back("x-amz-content-sha256", request.payload_sha256);
  EXPECT_EQ(S3Authorization(kCredentials, "us-east-1", "20130524T000000Z", request),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            "SignedHeaders=" +
                example.signed_headers + ", Signature=" + example.signature);
}

INSTANTIATE_TEST_SUITE_P(
    Published, S3SignatureExampleTest,
    testing::Values(
        Example{.name = "get_object",
                .method = "GET",
                .path = "/test.txt",
                .headers = {{"range", "bytes=0-9"}},
                .signed_headers = "host;range;x-amz-content-sha256;x-amz-date",
                .signature = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
        Example{.name = "put_object",
                .method = "PUT",
                .path = "/test%24file.text",
                .headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                            {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                .payload = "Welcome to Amazon S3.",
                .signed_headers = "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                .signature = "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
        Example{.name = "get_bucket_lifecycle",
                .method = "GET",
                .path = "/",
                .query = {{"lifecycle", ""}},
                .signed_headers = "host;x-amz-content-sha256;x-amz-date",
                .signature = "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
        Example{.name = "list_objects",
                .method = "GET",
                .path = "/",
                .query = {{"prefix", "J"}, {"max-keys", "2"}},
                .signed_headers = "host;x-amz-content-sha256;x-amz-date",
                .signature = "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"}),
    [](const auto& tested) { return tested.param.name; });

TEST(S3SignatureTest, HashesAnEmptyPayload) {
  EXPECT_EQ(S3PayloadHash(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(S3SignatureTest, EncodesAllButUnreservedCharacters) {
  EXPECT_EQ(S3UriEncode("/test$file.text", true), "/test%24file.text");
  EXPECT_EQ(S3UriEncode("aZ09-._~", false), "aZ09-._~");
  EXPECT_EQ(S3UriEncode("a/b c+d\xc3\xa5", false), "a%2Fb%20c%2Bd%C3%A5");
}

TEST(S3SignatureTest, SortsTheQueryByItsEncodedNames) {
  EXPECT_EQ(S3CanonicalQuery({{"uploads", ""}, {"prefix", "a/b"}, {"key-marker", "x"}}),
            "key-marker=x&prefix=a%2Fb&uploads=");
}

TEST(S3SignatureTest, WritesTheTimeInUtc) {
  EXPECT_EQ(S3Timestamp(absl::FromUnixSeconds(1369353600)), "20130524T000000Z");
}

TEST(S3SignatureTest, HidesTheSecret) {
  const std::string authorization = S3Authorization(kCredentials, "us-east-1", "20130524T000000Z",
                                                    {.method = "GET", .path = "/"});
  EXPECT_FALSE(absl::StrContains(authorization, kCredentials.secret_access_key));
}

}  // namespace
}  // namespace docshare::platform
