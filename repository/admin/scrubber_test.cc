#include "repository/admin/scrubber.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/clock/system_clock.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/random/sequence_uuid_source.h"
#include "repository/admin/background_scrub.h"
#include "repository/admin/disk_usage.h"
#include "repository/content/content_keys.h"
#include "repository/content/memory_content_store.h"

namespace docshare::repository {
namespace {

using platform::Durability;
using platform::KvBatch;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ScrubberTest : public ::testing::Test {
 protected:
  StoredDocument Store(const std::string& unique_id, const std::string& bytes,
                       const std::string& class_code = "") {
    std::unique_ptr<ContentWriter> writer = *content_.NewDocument(0);
    EXPECT_TRUE(writer->Append(bytes).ok());
    StoredDocument document{*UniqueId::Parse(unique_id), *writer->Finish(), "text/plain",
                            class_code};
    KvBatch batch;
    Catalogue::PutDocument(document, &batch);
    content_.Claim(document.content.id, &batch);
    EXPECT_TRUE(kv_.Write(batch, Durability::kSynced).ok());
    return document;
  }

  void Overwrite(const std::string& key, const std::string& value) {
    KvBatch batch;
    batch.Put(key, value);
    ASSERT_TRUE(kv_.Write(batch, Durability::kSynced).ok());
  }

  // Flips a bit in the middle of the row of a document's bytes.
  void Damage(const StoredDocument& document) {
    std::string row = **kv_.Get(ContentKey(document.content.id));
    row[row.size() / 2] = static_cast<char>(row[row.size() / 2] ^ 1);
    Overwrite(ContentKey(document.content.id), row);
  }

  // Unique ids of what a whole walk finds damaged.
  std::vector<std::string> Walk(uint64_t bytes_per_second = 0) {
    std::vector<std::string> damaged;
    const absl::Status walked =
        scrubber_.Walk("", bytes_per_second,
                       [&](const ScrubProgress& progress, const std::string&,
                           const std::vector<DamagedItem>& items) {
                         last_ = progress;
                         for (const DamagedItem& item : items) damaged.push_back(item.unique_id);
                         return absl::OkStatus();
                       });
    EXPECT_TRUE(walked.ok()) << walked;
    return damaged;
  }

  platform::MemoryKvStore kv_;
  platform::SequenceUuidSource uuids_;
  MemoryContentStore content_{&kv_, &uuids_};
  std::unique_ptr<Catalogue> catalogue_ =
      *Catalogue::Open(&kv_, *RepositoryUniqueId::Parse("2.999.1"));
  HashAlgorithms algorithms_ = *HashAlgorithms::Fetch();
  std::string log_text_;
  platform::OperationalLog log_{
      "test", [this](absl::string_view line) { log_text_.append(line.data(), line.size()); }};
  Scrubber scrubber_{catalogue_.get(), &content_, &algorithms_, &log_};
  ScrubProgress last_;
};

TEST_F(ScrubberTest, WalksThroughEveryDocument) {
  // More than one page.
  for (int i = 0; i < 300; ++i) Store(absl::StrCat("2.999.", i), std::string(10, 'x'));
  EXPECT_THAT(Walk(), IsEmpty());
  EXPECT_EQ(last_.documents, 300u);
  EXPECT_EQ(last_.bytes, 3000u);
  EXPECT_EQ(log_text_, "");
}

TEST_F(ScrubberTest, FindsEveryKindOfDamageAndGoesOn) {
  const StoredDocument flipped = Store("2.999.1", "some bytes");
  Store("2.999.2", "whole");
  const StoredDocument without_content = Store("2.999.3", "some bytes");
  const StoredDocument without_key = Store("2.999.4", "some bytes");
  const StoredDocument swapped = Store("2.999.5", "some bytes");
  const StoredDocument unreadable = Store("2.999.6", "some bytes");
  const StoredDocument misplaced = Store("2.999.7", "some bytes");
  Damage(flipped);
  KvBatch batch;
  batch.Delete(ContentKey(without_content.content.id));
  batch.Delete(DocumentKeyKey(without_key.content.id));
  ASSERT_TRUE(kv_.Write(batch, Durability::kSynced).ok());
  Overwrite(ContentKey(swapped.content.id), **kv_.Get(ContentKey(misplaced.content.id)));
  Overwrite(
      "\x02"
      "2.999.6",
      "no row");
  Overwrite(
      "\x02"
      "2.999.7",
      **kv_.Get("\x02"
                "2.999.2"));
  EXPECT_THAT(Walk(),
              ElementsAre("2.999.1", "2.999.3", "2.999.4", "2.999.5", "2.999.6", "2.999.7"));
  EXPECT_EQ(last_.documents, 7u);
  EXPECT_EQ(last_.damaged, 6u);
  // The log names contents, not documents.
  EXPECT_TRUE(absl::StrContains(log_text_, flipped.content.id.ToHex()));
  EXPECT_FALSE(absl::StrContains(log_text_, "2.999."));
}

TEST_F(ScrubberTest, CountsAllWalksAndKnowsWhatIsStillDamaged) {
  const StoredDocument mended = Store("2.999.1", "some bytes");
  const std::string row = **kv_.Get(ContentKey(mended.content.id));
  Damage(mended);
  const StoredDocument removed = Store("2.999.2", "some bytes");
  Damage(removed);
  const StoredDocument replaced = Store("2.999.3", "some bytes");
  Damage(replaced);
  Overwrite(
      "\x02"
      "2.999.4",
      "no row");
  Walk();
  EXPECT_EQ(scrubber_.damaged_documents(), 4u);
  EXPECT_EQ(scrubber_.damage_found(), 4u);
  EXPECT_EQ(scrubber_.verified_documents(), 4u);

  KvBatch batch;
  Catalogue::DeleteDocument(removed.unique_id, &batch);
  ASSERT_TRUE(kv_.Write(batch, Durability::kSynced).ok());
  EXPECT_EQ(scrubber_.damaged_documents(), 3u);
  Store("2.999.3", "published anew");
  EXPECT_EQ(scrubber_.damaged_documents(), 2u);
  Store("2.999.4", "published anew");
  EXPECT_EQ(scrubber_.damaged_documents(), 1u);
  // As from a backup: only verification can tell.
  Overwrite(ContentKey(mended.content.id), row);
  EXPECT_EQ(scrubber_.damaged_documents(), 1u);
  Walk();
  EXPECT_EQ(scrubber_.damaged_documents(), 0u);
  EXPECT_EQ(scrubber_.damage_found(), 4u);
  EXPECT_EQ(scrubber_.verified_documents(), 7u);
}

TEST_F(ScrubberTest, KeepsItsPace) {
  for (int i = 0; i < 4; ++i) Store(absl::StrCat("2.999.", i), std::string(1000, 'x'));
  const absl::Time begin = absl::Now();
  EXPECT_THAT(Walk(20'000), IsEmpty());
  EXPECT_GE(absl::Now() - begin, absl::Milliseconds(190));
}

TEST_F(ScrubberTest, EndsWhenItIsTold) {
  Store("2.999.1", "first");
  Store("2.999.2", "second");
  const absl::Status walked = scrubber_.Walk(
      "", 1, [](const ScrubProgress&, const std::string&, const std::vector<DamagedItem>&) {
        return absl::CancelledError("enough");
      });
  EXPECT_TRUE(absl::IsCancelled(walked)) << walked;
}

TEST_F(ScrubberTest, BeginsWhereItIsTold) {
  for (int i = 1; i < 6; ++i) Store(absl::StrCat("2.999.", i), "x");
  int documents = 0;
  ASSERT_TRUE(scrubber_
                  .Walk("2.999.3", 0,
                        [&](const ScrubProgress& progress, const std::string&,
                            const std::vector<DamagedItem>&) {
                          documents = static_cast<int>(progress.documents);
                          return absl::OkStatus();
                        })
                  .ok());
  EXPECT_EQ(documents, 2);
}

TEST_F(ScrubberTest, RunsInTheBackgroundAndTellsWhatItFound) {
  Damage(Store("2.999.1", "some bytes"));
  Store("2.999.2", "whole");
  platform::SystemClock clock;
  BackgroundScrub scrub(&scrubber_, catalogue_.get(), &clock, &log_, 0);
  scrub.Start();
  while (scrub.result().ended == absl::InfinitePast()) absl::SleepFor(absl::Milliseconds(1));
  scrub.Stop();
  EXPECT_EQ(scrub.result().whole.documents, 2u);
  EXPECT_EQ(scrub.result().whole.damaged, 1u);
  EXPECT_EQ(*catalogue_->ScrubPosition(), "");
}

TEST_F(ScrubberTest, StopsAtOnceInTheMiddleOfAWalk) {
  Store("2.999.1", std::string(1000, 'x'));
  platform::SystemClock clock;
  BackgroundScrub scrub(&scrubber_, catalogue_.get(), &clock, &log_, 1);
  scrub.Start();
  while (scrub.result().running.bytes == 0) absl::SleepFor(absl::Milliseconds(1));
  const absl::Time begin = absl::Now();
  scrub.Stop();
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  EXPECT_EQ(scrub.result().ended, absl::InfinitePast());
}

TEST_F(ScrubberTest, DiskUsageIsToldByClass) {
  Store("2.999.1", "12345", "A^^1.2");
  Store("2.999.2", "123", "B^^1.2");
  Store("2.999.3", "1234", "B^^1.2");
  Store("2.999.4", "1");
  const auto usage = CountDiskUsage(*catalogue_, [](uint64_t) { return absl::OkStatus(); });
  ASSERT_TRUE(usage.ok()) << usage.status();
  ASSERT_EQ(usage->size(), 3u);
  EXPECT_EQ(usage->at("A^^1.2").bytes, 5u);
  EXPECT_EQ(usage->at("B^^1.2").documents, 2u);
  EXPECT_EQ(usage->at("B^^1.2").bytes, 7u);
  EXPECT_EQ(usage->at("").documents, 1u);
}

}  // namespace
}  // namespace docshare::repository
