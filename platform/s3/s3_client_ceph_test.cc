// S3Client against a real S3 server.

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/clock/fake_clock.h"
#include "platform/clock/system_clock.h"
#include "platform/s3/s3_client.h"
#include "platform/s3/testing/ceph_s3_environment.h"
#include "platform/s3/testing/ceph_s3_server.h"
#include "platform/s3/testing/flipping_proxy.h"

namespace docshare::platform {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string BytesOf(size_t size) {
  std::minstd_rand random(static_cast<uint32_t>(size) + 1);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 8);
  return bytes;
}

const auto* const kEnvironment = testing::AddGlobalTestEnvironment(new CephS3Environment);

class S3ClientCephTest : public testing::Test {
 protected:
  S3ClientCephTest() : client_(ClientWith(server().Options())) {}

  static CephS3Server& server() { return CephS3Environment::server(); }

  std::unique_ptr<S3Client> ClientWith(const S3Options& options) {
    auto client = S3Client::Create(options, &clock_);
    EXPECT_TRUE(client.ok()) << client.status();
    return *std::move(client);
  }

  std::string Get(const std::string& key, uint64_t offset, size_t size) {
    std::string bytes(size, '\0');
    const auto range = client_->GetRange(key, offset, absl::MakeSpan(bytes));
    EXPECT_TRUE(range.ok()) << range.status();
    return range.ok() ? bytes.substr(0, range->size_bytes) : "";
  }

  std::vector<std::string> Keys(const std::string& prefix) {
    const auto page = client_->ListObjects(prefix, "");
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> keys;
    for (const auto& object : page->objects) keys.push_back(object.key);
    return keys;
  }

  SystemClock clock_;
  std::unique_ptr<S3Client> client_;
};

TEST_F(S3ClientCephTest, GivesBackWhatWasPut) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{1} << 20}) {
    const std::string bytes = BytesOf(size);
    const absl::Status put = client_->PutObject("put/a key+of/\xc3\xa5", bytes);
    ASSERT_TRUE(put.ok()) << put;
    EXPECT_EQ(*client_->HeadObject("put/a key+of/\xc3\xa5"), size);
    if (size > 0) {
      EXPECT_TRUE(Get("put/a key+of/\xc3\xa5", 0, size) == bytes);
    }
  }
  EXPECT_THAT(Keys("put/"), ElementsAre("put/a key+of/\xc3\xa5"));
}

TEST_F(S3ClientCephTest, ReadsRanges) {
  const std::string bytes = BytesOf(100000);
  ASSERT_TRUE(client_->PutObject("range", bytes).ok());
  EXPECT_TRUE(Get("range", 0, 10) == bytes.substr(0, 10));
  EXPECT_TRUE(Get("range", 50000, 10000) == bytes.substr(50000, 10000));
  std::string buffer(200, '\0');
  const auto end = client_->GetRange("range", 99900, absl::MakeSpan(buffer));
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_EQ(end->size_bytes, 100u);
  EXPECT_EQ(end->object_bytes, 100000u);
  EXPECT_EQ(client_->GetRange("range", 100000, absl::MakeSpan(buffer)).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST_F(S3ClientCephTest, AnAbsentObjectIsNotFound) {
  char byte = 0;
  EXPECT_EQ(client_->HeadObject("absent").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(client_->GetRange("absent", 0, absl::MakeSpan(&byte, 1)).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_TRUE(client_->DeleteObject("absent").ok());
}

TEST_F(S3ClientCephTest, DeletesAnObject) {
  ASSERT_TRUE(client_->PutObject("deleted", "x").ok());
  EXPECT_TRUE(client_->DeleteObject("deleted").ok());
  EXPECT_TRUE(client_->DeleteObject("deleted").ok());
  EXPECT_EQ(client_->HeadObject("deleted").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(S3ClientCephTest, MakesAnObjectOfParts) {
  const std::string bytes = BytesOf(S3Client::kMinPartBytes + 1000);
  const auto upload = client_->CreateMultipartUpload("parts");
  ASSERT_TRUE(upload.ok()) << upload.status();
  EXPECT_FALSE(upload->repeated);
  std::vector<std::string> etags;
  for (const absl::string_view part : {absl::string_view(bytes).substr(0, S3Client::kMinPartBytes),
                                       absl::string_view(bytes).substr(S3Client::kMinPartBytes)}) {
    const auto etag =
        client_->UploadPart("parts", upload->upload_id, static_cast<int>(etags.size()) + 1, part);
    ASSERT_TRUE(etag.ok()) << etag.status();
    etags.push_back(*etag);
  }
  EXPECT_THAT(*client_->ListMultipartUploads("parts"), SizeIs(1));
  EXPECT_EQ(client_->HeadObject("parts").status().code(), absl::StatusCode::kNotFound);
  const absl::Status completed =
      client_->CompleteMultipartUpload("parts", upload->upload_id, etags, bytes.size());
  ASSERT_TRUE(completed.ok()) << completed;
  EXPECT_THAT(*client_->ListMultipartUploads("parts"), IsEmpty());
  EXPECT_TRUE(Get("parts", 0, bytes.size()) == bytes);
}

TEST_F(S3ClientCephTest, AbortsAnUpload) {
  const auto upload = client_->CreateMultipartUpload("aborted/upload");
  ASSERT_TRUE(upload.ok()) << upload.status();
  ASSERT_TRUE(client_->UploadPart("aborted/upload", upload->upload_id, 1, "x").ok());
  const auto listed = client_->ListMultipartUploads("aborted/");
  ASSERT_THAT(*listed, SizeIs(1));
  EXPECT_EQ((*listed)[0].key, "aborted/upload");
  EXPECT_EQ((*listed)[0].upload_id, upload->upload_id);
  EXPECT_TRUE(client_->AbortMultipartUpload("aborted/upload", upload->upload_id).ok());
  EXPECT_TRUE(client_->AbortMultipartUpload("aborted/upload", upload->upload_id).ok());
  EXPECT_THAT(*client_->ListMultipartUploads("aborted/"), IsEmpty());
  EXPECT_EQ(client_->UploadPart("aborted/upload", upload->upload_id, 1, "x").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(S3ClientCephTest, ListsObjectsFromAKeyOn) {
  for (const char* key : {"list/a", "list/b", "list/c", "lisu"}) {
    ASSERT_TRUE(client_->PutObject(key, "x").ok());
  }
  EXPECT_THAT(Keys("list/"), ElementsAre("list/a", "list/b", "list/c"));
  const auto rest = client_->ListObjects("list/", "list/a");
  ASSERT_TRUE(rest.ok()) << rest.status();
  ASSERT_THAT(rest->objects, SizeIs(2));
  EXPECT_EQ(rest->objects[0].key, "list/b");
  EXPECT_EQ(rest->objects[0].size_bytes, 1u);
  EXPECT_FALSE(rest->is_truncated);
}

TEST_F(S3ClientCephTest, AWrongSecretIsDenied) {
  S3Options options = server().Options();
  options.credentials.secret_access_key = "wrong-secret-of-mine";
  const absl::Status status = ClientWith(options)->PutObject("denied", "x");
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "secret access key")) << status;
  EXPECT_FALSE(absl::StrContains(status.message(), "wrong-secret-of-mine")) << status;
}

TEST_F(S3ClientCephTest, AWrongClockIsDenied) {
  const FakeClock slow(absl::Now() - absl::Hours(2));
  const auto client = S3Client::Create(server().Options(), &slow);
  const absl::Status status = (*client)->PutObject("denied", "x");
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "clock")) << status;
}

TEST_F(S3ClientCephTest, AnAbsentBucketIsNoAbsentObject) {
  S3Options options = server().Options();
  options.bucket = "absent-bucket";
  const auto client = ClientWith(options);
  char byte = 0;
  EXPECT_EQ(client->GetRange("key", 0, absl::MakeSpan(&byte, 1)).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(client->DeleteObject("key").code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(S3ClientCephTest, SpeaksTls) {
  const auto client = ClientWith(server().TlsOptions());
  const absl::Status put = client->PutObject("tls", "hidden on the way");
  ASSERT_TRUE(put.ok()) << put;
  EXPECT_EQ(Get("tls", 0, 100), "hidden on the way");
}

TEST_F(S3ClientCephTest, TrustsNoServerWithoutAGoodCertificate) {
  S3Options unknown_authority = server().TlsOptions();
  unknown_authority.ca_file.clear();
  S3Options wrong_name = server().TlsOptions();
  wrong_name.endpoint = absl::StrCat("https://localhost:", server().tls_port());
  for (const S3Options& options : {unknown_authority, wrong_name}) {
    const absl::Status put = ClientWith(options)->PutObject("untrusted", "x");
    EXPECT_EQ(put.code(), absl::StatusCode::kFailedPrecondition) << put;
    EXPECT_TRUE(absl::StrContains(put.message(), "certificate")) << put;
  }
  EXPECT_THAT(Keys("untrusted"), IsEmpty());
}

// The server checks the SHA-256 of what it gets.
TEST_F(S3ClientCephTest, RepeatsAnUploadThatChangedOnTheWay) {
  const std::string bytes = BytesOf(1 << 20);
  FlippingProxy proxy(server().port(), 500000);
  S3Options options = server().Options();
  options.endpoint = absl::StrCat("http://127.0.0.1:", proxy.port());
  const absl::Status put = ClientWith(options)->PutObject("flipped", bytes);
  EXPECT_TRUE(put.ok()) << put;
  EXPECT_TRUE(proxy.flipped());
  EXPECT_TRUE(Get("flipped", 0, bytes.size()) == bytes);
}

TEST_F(S3ClientCephTest, StoresNothingThatChangedOnTheWay) {
  FlippingProxy proxy(server().port(), 500000);
  S3Options options = server().Options();
  options.endpoint = absl::StrCat("http://127.0.0.1:", proxy.port());
  // No time for a second attempt.
  options.initial_backoff = absl::Minutes(10);
  options.max_backoff = absl::Minutes(10);
  const absl::Status put = ClientWith(options)->PutObject("refused", BytesOf(1 << 20));
  EXPECT_EQ(put.code(), absl::StatusCode::kUnavailable) << put;
  EXPECT_TRUE(absl::StrContains(put.message(), "XAmzContentSHA256Mismatch")) << put;
  EXPECT_EQ(client_->HeadObject("refused").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(S3ClientCephTest, AFullQuotaIsNamed) {
  ASSERT_TRUE(server().SetQuota(4096).ok());
  const absl::Status put = client_->PutObject("quota", BytesOf(1 << 20));
  EXPECT_EQ(put.code(), absl::StatusCode::kResourceExhausted) << put;
  ASSERT_TRUE(server().SetQuota(uint64_t{1} << 40).ok());
  const absl::Status again = client_->PutObject("quota", BytesOf(1 << 20));
  EXPECT_TRUE(again.ok()) << again;
}

TEST_F(S3ClientCephTest, GoesOnAfterARestartOfTheServer) {
  ASSERT_TRUE(client_->PutObject("restart", "before").ok());
  server().KillGateway();
  S3Options options = server().Options();
  options.total_timeout = absl::Milliseconds(200);
  EXPECT_EQ(ClientWith(options)->HeadObject("restart").status().code(),
            absl::StatusCode::kUnavailable);
  ASSERT_TRUE(server().StartGateway().ok());
  EXPECT_EQ(Get("restart", 0, 6), "before");
}

}  // namespace
}  // namespace docshare::platform
