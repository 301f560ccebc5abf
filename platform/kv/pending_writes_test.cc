#include "platform/kv/pending_writes.h"

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/memory_kv_store.h"

namespace docshare::platform {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::Pair;

using RowList = std::vector<std::pair<std::string, std::string>>;

RowList Drain(KvIterator* iterator) {
  RowList rows;
  for (; iterator->Valid(); iterator->Next()) {
    rows.emplace_back(std::string(iterator->key()), std::string(iterator->value()));
  }
  EXPECT_TRUE(iterator->status().ok()) << iterator->status();
  return rows;
}

RowList ScanOf(const KvReader& reader, absl::string_view lower = "", absl::string_view upper = "") {
  return Drain(reader.Scan(lower, upper).get());
}

KvBatch Puts(std::initializer_list<std::pair<absl::string_view, absl::string_view>> rows) {
  KvBatch batch;
  for (const auto& [key, value] : rows) batch.Put(key, value);
  return batch;
}

KvBatch Deletes(std::initializer_list<absl::string_view> keys) {
  KvBatch batch;
  for (const absl::string_view key : keys) batch.Delete(key);
  return batch;
}

KvBatch RangeDelete(absl::string_view begin, absl::string_view end) {
  KvBatch batch;
  batch.DeleteRange(begin, end);
  return batch;
}

class PendingWritesTest : public testing::Test {
 protected:
  PendingWritesTest() {
    const KvBatch rows = Puts({{"a", "1"}, {"c", "3"}, {"e", "5"}});
    EXPECT_TRUE(base_.Write(rows, Durability::kSynced).ok());
  }

  MemoryKvStore base_;
  PendingWrites pending_{&base_};
};

TEST_F(PendingWritesTest, ShowsTheBaseWhenNothingIsPending) {
  EXPECT_TRUE(pending_.empty());
  EXPECT_THAT(ScanOf(pending_), ElementsAre(Pair("a", "1"), Pair("c", "3"), Pair("e", "5")));
  EXPECT_EQ(*pending_.Get("a"), absl::optional<std::string>("1"));
  EXPECT_TRUE(pending_.TakeBatch().empty());
}

TEST_F(PendingWritesTest, ShowsPutsInTheirPlace) {
  pending_.Absorb(Puts({{"0", "first"}, {"b", "2"}, {"c", "new"}, {"f", "last"}}));
  EXPECT_THAT(ScanOf(pending_), ElementsAre(Pair("0", "first"), Pair("a", "1"), Pair("b", "2"),
                                            Pair("c", "new"), Pair("e", "5"), Pair("f", "last")));
  EXPECT_EQ(*pending_.Get("c"), absl::optional<std::string>("new"));
  EXPECT_EQ(*base_.Get("c"), absl::optional<std::string>("3"));
}

TEST_F(PendingWritesTest, HidesWhatIsDeleted) {
  pending_.Absorb(Deletes({"a", "never there", "e"}));
  EXPECT_THAT(ScanOf(pending_), ElementsAre(Pair("c", "3")));
  EXPECT_EQ(*pending_.Get("a"), absl::optional<std::string>());
}

TEST_F(PendingWritesTest, HidesARangeButNotWhatCameLater) {
  pending_.Absorb(Puts({{"b", "gone"}}));
  pending_.Absorb(RangeDelete("a", "e"));
  pending_.Absorb(Puts({{"c", "again"}}));
  EXPECT_THAT(ScanOf(pending_), ElementsAre(Pair("c", "again"), Pair("e", "5")));
  EXPECT_EQ(*pending_.Get("a"), absl::optional<std::string>());
  EXPECT_EQ(*pending_.Get("b"), absl::optional<std::string>());
}

TEST_F(PendingWritesTest, MultiGetMixesBaseAndPending) {
  pending_.Absorb(Puts({{"b", "2"}}));
  pending_.Absorb(Deletes({"a"}));
  pending_.Absorb(RangeDelete("e", "f"));
  const std::vector<std::string> keys = {"c", "b", "a", "e", "x"};
  const auto values = pending_.MultiGet(keys);
  ASSERT_EQ(values.size(), 5u);
  EXPECT_EQ(*values[0], absl::optional<std::string>("3"));
  EXPECT_EQ(*values[1], absl::optional<std::string>("2"));
  EXPECT_EQ(*values[2], absl::optional<std::string>());
  EXPECT_EQ(*values[3], absl::optional<std::string>());
  EXPECT_EQ(*values[4], absl::optional<std::string>());
}

TEST_F(PendingWritesTest, ScanHeedsItsBounds) {
  pending_.Absorb(Puts({{"b", "2"}, {"d", "4"}, {"f", "6"}}));
  EXPECT_THAT(ScanOf(pending_, "b", "e"),
              ElementsAre(Pair("b", "2"), Pair("c", "3"), Pair("d", "4")));
  EXPECT_THAT(ScanOf(pending_, "e"), ElementsAre(Pair("e", "5"), Pair("f", "6")));
  EXPECT_THAT(ScanOf(pending_, "d", "d"), IsEmpty());
}

TEST_F(PendingWritesTest, SeekMovesBothWaysAndStaysInTheRange) {
  pending_.Absorb(Puts({{"b", "2"}, {"d", "4"}}));
  const auto iterator = pending_.Scan("b", "e");
  iterator->Seek("d");
  ASSERT_TRUE(iterator->Valid());
  EXPECT_EQ(iterator->key(), "d");
  iterator->Seek("");
  ASSERT_TRUE(iterator->Valid());
  EXPECT_EQ(iterator->key(), "b");
  iterator->Seek("e");
  EXPECT_FALSE(iterator->Valid());
}

TEST_F(PendingWritesTest, TakesOneOperationAKeyInKeyOrder) {
  pending_.Absorb(Puts({{"z", "1"}, {"b", "1"}, {"b", "2"}}));
  pending_.Absorb(Deletes({"z"}));
  const KvBatch batch = pending_.TakeBatch();
  ASSERT_EQ(batch.size(), 2u);
  EXPECT_EQ(batch.operation(0).key, "b");
  EXPECT_EQ(batch.operation(0).value, "2");
  EXPECT_EQ(batch.operation(1).key, "z");
  EXPECT_EQ(batch.operation(1).kind, KvOperationKind::kDelete);
  EXPECT_TRUE(pending_.empty());
  EXPECT_EQ(pending_.approximate_size_bytes(), 0u);
}

TEST_F(PendingWritesTest, MeltsRangesThatOverlapOrTouch) {
  pending_.Absorb(RangeDelete("m", "p"));
  pending_.Absorb(RangeDelete("a", "c"));
  pending_.Absorb(RangeDelete("c", "e"));
  pending_.Absorb(RangeDelete("b", "d"));
  const KvBatch batch = pending_.TakeBatch();
  ASSERT_EQ(batch.size(), 2u);
  EXPECT_EQ(batch.operation(0).key, "a");
  EXPECT_EQ(batch.operation(0).value, "e");
  EXPECT_EQ(batch.operation(1).key, "m");
  EXPECT_EQ(batch.operation(1).value, "p");
}

TEST_F(PendingWritesTest, MayBeStacked) {
  pending_.Absorb(Puts({{"b", "2"}}));
  PendingWrites upper(&pending_);
  upper.Absorb(Deletes({"a", "b"}));
  upper.Absorb(Puts({{"d", "4"}}));
  EXPECT_THAT(ScanOf(upper), ElementsAre(Pair("c", "3"), Pair("d", "4"), Pair("e", "5")));
  EXPECT_THAT(ScanOf(pending_),
              ElementsAre(Pair("a", "1"), Pair("b", "2"), Pair("c", "3"), Pair("e", "5")));
}

TEST_F(PendingWritesTest, PassesOnErrorsOfTheBase) {
  FaultyKvStore faulty(&base_);
  PendingWrites pending(&faulty);
  pending.Absorb(Puts({{"b", "2"}}));
  const auto iterator = pending.Scan("", "");
  ASSERT_TRUE(iterator->Valid());
  faulty.Crash();
  EXPECT_FALSE(iterator->Valid());
  EXPECT_EQ(iterator->status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(pending.Get("a").status().code(), absl::StatusCode::kUnavailable);
  const std::vector<std::string> keys = {"a", "b"};
  EXPECT_EQ(pending.MultiGet(keys)[0].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(pending.MultiGet(keys)[1].ok());
}

TEST_F(PendingWritesTest, EndsTheProcessWhenAStaleIteratorIsUsed) {
  EXPECT_DEATH(
      {
        const auto iterator = pending_.Scan("", "");
        pending_.Absorb(Puts({{"b", "2"}}));
        iterator->Valid();
      },
      "generation_");
}

// The overlay must look at every moment as if its batches had been written, and so must the
// store once the batch is taken. Keys are few, so that operations meet.
TEST(PendingWritesRandomTest, LooksLikeAStoreThatTookTheBatches) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const auto key = [&random] { return absl::StrCat("k", random() % 30); };
  MemoryKvStore base;
  MemoryKvStore expected;
  PendingWrites pending(&base);
  for (int round = 0; round < 2000; ++round) {
    KvBatch batch;
    for (size_t i = random() % 5; i > 0; --i) {
      switch (random() % 4) {
        case 0:
          batch.Delete(key());
          break;
        case 1:
          batch.DeleteRange(key(), key());
          break;
        default:
          batch.Put(key(), absl::StrCat(round));
      }
    }
    pending.Absorb(batch);
    ASSERT_TRUE(expected.Write(batch, Durability::kBuffered).ok());

    const std::string lower = key();
    const std::string upper = key();
    ASSERT_THAT(ScanOf(pending, lower, upper), ElementsAreArray(ScanOf(expected, lower, upper)));
    ASSERT_EQ(*pending.Get(lower), *expected.Get(lower));
    const auto iterator = pending.Scan(lower, "");
    const auto expected_iterator = expected.Scan(lower, "");
    iterator->Seek(upper);
    expected_iterator->Seek(upper);
    ASSERT_THAT(Drain(iterator.get()), ElementsAreArray(Drain(expected_iterator.get())));

    if (random() % 10 == 0) {
      const size_t announced = pending.approximate_size_bytes();
      const KvBatch taken = pending.TakeBatch();
      ASSERT_EQ(taken.approximate_size_bytes(), announced);
      ASSERT_TRUE(base.Write(taken, Durability::kBuffered).ok());
    }
    ASSERT_THAT(ScanOf(pending), ElementsAreArray(ScanOf(expected)));
  }
}

}  // namespace
}  // namespace docshare::platform
