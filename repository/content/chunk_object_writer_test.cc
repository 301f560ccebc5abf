// Faults that a real server does not show on demand. See s3_content_store_test.cc for the rest.

#include "repository/content/chunk_object_writer.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/clock/system_clock.h"
#include "platform/crypto/secret_key.h"
#include "platform/s3/s3_client.h"
#include "platform/s3/testing/scripted_http_server.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_id.h"

namespace docshare::repository {
namespace {

using platform::S3Client;
using platform::ScriptedHttpServer;
using testing::SizeIs;
using testing::StartsWith;

std::string Begun(absl::string_view upload_id) {
  return ScriptedHttpServer::Answer(
      200, absl::StrCat("<InitiateMultipartUploadResult><UploadId>", upload_id,
                        "</UploadId></InitiateMultipartUploadResult>"));
}

class ChunkObjectWriterTest : public testing::Test {
 protected:
  // More than a part in all.
  absl::Status Write(const ScriptedHttpServer& server) {
    const auto client = S3Client::Create({.endpoint = server.url(),
                                          .bucket = "documents",
                                          .credentials = {"key", "secret"},
                                          .initial_backoff = absl::Milliseconds(1)},
                                         &clock_)
                            .value();
    ChunkObjectWriter writer(
        client.get(), "content",
        std::make_unique<ContentCipher>(platform::SecretKey::Random(), ContentId({})),
        S3Client::kMinPartBytes);
    const std::string chunk(kChunkBytes, 'x');
    absl::Status status;
    for (int i = 0; i < 21 && status.ok(); ++i) status = writer.AppendChunk(chunk);
    return status.ok() ? writer.Finish() : status;
  }

  platform::SystemClock clock_;
  const std::string part_ = ScriptedHttpServer::Answer(200, "", "ETag: \"e\"\r\n");
  const std::string completed_ = ScriptedHttpServer::Answer(
      200, "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
};

TEST_F(ChunkObjectWriterTest, UploadsPartsAndCompletes) {
  const ScriptedHttpServer server({Begun("u"), part_, part_, completed_});
  const absl::Status written = Write(server);
  ASSERT_TRUE(written.ok()) << written;
  const auto requests = server.requests();
  ASSERT_THAT(requests, SizeIs(4));
  EXPECT_THAT(requests[0], StartsWith("POST /documents/content?uploads= "));
  EXPECT_THAT(requests[1], StartsWith("PUT /documents/content?partNumber=1&uploadId=u "));
  EXPECT_THAT(requests[2], StartsWith("PUT /documents/content?partNumber=2&uploadId=u "));
  EXPECT_THAT(requests[3], StartsWith("POST /documents/content?uploadId=u "));
}

// The answer to the first request is lost: the server may have begun an upload that has no name
// here.
TEST_F(ChunkObjectWriterTest, AbortsAnUploadThatNobodyKnows) {
  const std::string uploads =
      ScriptedHttpServer::Answer(200,
                                 "<ListMultipartUploadsResult>"
                                 "<Upload><Key>content</Key><UploadId>lost</UploadId></Upload>"
                                 "<Upload><Key>content</Key><UploadId>u</UploadId></Upload>"
                                 "<Upload><Key>content2</Key><UploadId>other</UploadId></Upload>"
                                 "</ListMultipartUploadsResult>");
  const ScriptedHttpServer server({"", Begun("u"), part_, part_, uploads,
                                   "HTTP/1.1 204 X\r\nConnection: close\r\n\r\n", completed_});
  const absl::Status written = Write(server);
  ASSERT_TRUE(written.ok()) << written;
  const auto requests = server.requests();
  ASSERT_THAT(requests, SizeIs(7));
  EXPECT_THAT(requests[4], StartsWith("GET /documents?prefix=content&uploads= "));
  EXPECT_THAT(requests[5], StartsWith("DELETE /documents/content?uploadId=lost "));
  EXPECT_THAT(requests[6], StartsWith("POST /documents/content?uploadId=u "));
}

TEST_F(ChunkObjectWriterTest, ARefusalIsNoFaultOfTheCaller) {
  const ScriptedHttpServer server(
      {ScriptedHttpServer::Answer(403, "<Error><Code>AccessDenied</Code></Error>")});
  const absl::Status written = Write(server);
  EXPECT_EQ(written.code(), absl::StatusCode::kInternal) << written;
  EXPECT_THAT(std::string(written.message()), testing::HasSubstr("AccessDenied"));
}

}  // namespace
}  // namespace docshare::repository
