#include "repository/admin/stray_sweep.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/clock/fake_clock.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "platform/random/random_uuid_source.h"
#include "repository/content/local_content_store.h"

namespace docshare::repository {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A store of files, whose rows can be lost.
class StraySweepTest : public ::testing::Test {
 protected:
  std::unique_ptr<LocalContentStore> Open(platform::KvStore* kv) {
    return *LocalContentStore::Open({.path = folder_.path() + "/documents",
                                     .reserved_free_bytes = 0,
                                     .key_encryption = platform::TestKeyRing()},
                                    kv, &uuids_);
  }

  // A document in a file, claimed.
  ContentId Store(LocalContentStore& store, platform::KvStore& kv) {
    std::unique_ptr<ContentWriter> writer = *store.NewDocument(0);
    EXPECT_TRUE(writer->Append(std::string(1'000'000, 'x')).ok());
    const StoredContent content = *writer->Finish();
    platform::KvBatch batch;
    store.Claim(content.id, &batch);
    EXPECT_TRUE(kv.Write(batch, platform::Durability::kSynced).ok());
    store.Keep(content);
    return content.id;
  }

  std::vector<ContentId> Sweep(LocalContentStore& store, bool remove) {
    std::vector<ContentId> found;
    const absl::Status swept = StraySweep(&store, &clock_)
                                   .Run(remove, [&](const SweepProgress& progress,
                                                    const std::vector<StrayContent>& strays) {
                                     last_ = progress;
                                     for (const StrayContent& stray : strays)
                                       found.push_back(stray.id);
                                     return absl::OkStatus();
                                   });
    EXPECT_TRUE(swept.ok()) << swept;
    return found;
  }

  size_t Files() const {
    size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      if (entry.is_regular_file()) ++count;
    }
    return count;
  }

  platform::TemporaryFolder folder_;
  platform::RandomUuidSource uuids_;
  platform::MemoryKvStore kv_;
  // What is left of it after a backup was restored.
  platform::MemoryKvStore older_kv_;
  std::unique_ptr<LocalContentStore> store_ = Open(&kv_);
  std::unique_ptr<LocalContentStore> restored_ = Open(&older_kv_);
  // Files have the time of the machine.
  platform::FakeClock clock_{absl::Now()};
  SweepProgress last_;
};

TEST_F(StraySweepTest, FindsAndRemovesWhatNoRowKnows) {
  const ContentId lost = Store(*store_, kv_);
  const ContentId kept = Store(*restored_, older_kv_);
  clock_.Advance(StraySweep::kSafeAge + absl::Minutes(1));
  EXPECT_THAT(Sweep(*restored_, false), ElementsAre(lost));
  EXPECT_EQ(Files(), 2u);
  EXPECT_EQ(last_.looked_at, 2u);
  EXPECT_EQ(last_.removed, 0u);

  EXPECT_THAT(Sweep(*restored_, true), ElementsAre(lost));
  EXPECT_EQ(last_.removed, 1u);
  EXPECT_EQ(Files(), 1u);
  EXPECT_TRUE(restored_->Open(kept).ok());
  EXPECT_THAT(Sweep(*restored_, true), IsEmpty());
}

TEST_F(StraySweepTest, LeavesWhatIsYoung) {
  Store(*store_, kv_);
  clock_.Advance(StraySweep::kSafeAge - absl::Minutes(1));
  EXPECT_THAT(Sweep(*restored_, true), IsEmpty());
  EXPECT_EQ(last_.young, 1u);
  EXPECT_EQ(Files(), 1u);
}

TEST_F(StraySweepTest, LeavesWhatIsNobodysYet) {
  std::unique_ptr<ContentWriter> finished = *store_->NewDocument(0);
  ASSERT_TRUE(finished->Append(std::string(1'000'000, 'x')).ok());
  ASSERT_TRUE(finished->Finish().ok());
  std::unique_ptr<ContentWriter> writing = *store_->NewDocument(0);
  ASSERT_TRUE(writing->Append(std::string(1'000'000, 'x')).ok());
  clock_.Advance(StraySweep::kSafeAge + absl::Minutes(1));
  EXPECT_THAT(Sweep(*store_, true), IsEmpty());
  EXPECT_EQ(last_.young, 0u);
  EXPECT_TRUE(writing->Finish().ok());
  EXPECT_EQ(Files(), 2u);
}

TEST_F(StraySweepTest, EndsWhenItIsTold) {
  int told = 0;
  const absl::Status swept =
      StraySweep(store_.get(), &clock_).Run(true, [&](const SweepProgress&, const auto&) {
        ++told;
        return absl::CancelledError("enough");
      });
  EXPECT_EQ(swept, absl::CancelledError("enough"));
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace docshare::repository
