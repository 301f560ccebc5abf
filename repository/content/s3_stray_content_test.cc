// Objects and uploads in a real bucket of which the rows know nothing.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/clock/system_clock.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/random/random_uuid_source.h"
#include "platform/s3/testing/ceph_s3_environment.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/s3_content_store.h"

namespace docshare::repository {
namespace {

using platform::CephS3Environment;
using platform::S3Client;
using testing::UnorderedElementsAre;

constexpr char kPrefix[] = "documents/";

const auto* const kEnvironment = testing::AddGlobalTestEnvironment(new CephS3Environment);

class S3StrayContentTest : public testing::Test {
 protected:
  std::unique_ptr<S3ContentStore> Open(platform::KvStore* kv) {
    return *S3ContentStore::Open({.prefix = kPrefix,
                                  .part_bytes = S3Client::kMinPartBytes,
                                  .key_encryption = platform::TestKeyRing()},
                                 client_.get(), kv, &uuids_);
  }

  static ContentId Store(S3ContentStore& store) {
    const auto writer = store.NewDocument(0);
    EXPECT_TRUE((*writer)->Append(std::string(2 * kChunkBytes, 'x')).ok());
    return (*writer)->Finish()->id;
  }

  static std::string KeyOf(const ContentId& id) { return absl::StrCat(kPrefix, id.ToHex()); }

  platform::SystemClock clock_;
  platform::RandomUuidSource uuids_;
  const std::unique_ptr<S3Client> client_ =
      S3Client::Create(CephS3Environment::server().Options(), &clock_).value();
};

TEST_F(S3StrayContentTest, FindsAndRemovesObjectsAndUploadsThatNobodyKnows) {
  platform::MemoryKvStore kv;
  const auto store = Open(&kv);
  const ContentId lost = Store(*store);
  const auto writer = store->NewDocument(0);
  // More than a part: the upload has begun.
  ASSERT_TRUE((*writer)->Append(std::string(S3Client::kMinPartBytes + 2 * kChunkBytes, 'x')).ok());
  ASSERT_TRUE(client_->PutObject(absl::StrCat(kPrefix, "notes"), "somebody else's").ok());
  // Rows of a backup from before both.
  platform::MemoryKvStore older_kv;
  const auto restored = Open(&older_kv);
  const ContentId kept = Store(*restored);

  std::vector<StrayContent> strays;
  uint64_t looked_at = 0;
  const absl::Status looked =
      restored->ForEachStray([&](uint64_t so_far, const std::vector<StrayContent>& found) {
        looked_at = so_far;
        strays.insert(strays.end(), found.begin(), found.end());
        return absl::OkStatus();
      });

  ASSERT_TRUE(looked.ok()) << looked;
  EXPECT_EQ(looked_at, 4u);
  ASSERT_EQ(strays.size(), 2u);
  EXPECT_EQ(strays[0].size_bytes, 0u) << "the upload";
  EXPECT_TRUE(strays[1].id == lost);
  EXPECT_EQ(strays[1].size_bytes, *client_->HeadObject(KeyOf(lost)));
  for (const StrayContent& stray : strays) {
    EXPECT_LT(absl::AbsDuration(absl::Now() - stray.written), absl::Hours(1)) << stray.written;
    EXPECT_EQ(store->RemoveStray(stray.id).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_TRUE(restored->RemoveStray(stray.id).ok());
    EXPECT_TRUE(restored->RemoveStray(stray.id).ok());
  }
  EXPECT_TRUE(client_->ListMultipartUploads(kPrefix)->empty());
  std::vector<std::string> keys;
  const auto page = client_->ListObjects(kPrefix, "");
  ASSERT_TRUE(page.ok()) << page.status();
  for (const auto& object : page->objects) keys.push_back(object.key);
  EXPECT_THAT(keys, UnorderedElementsAre(KeyOf(kept), absl::StrCat(kPrefix, "notes")));
}

}  // namespace
}  // namespace docshare::repository
