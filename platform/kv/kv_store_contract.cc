#include "platform/kv/kv_store_contract.h"

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gmock/gmock.h"
#include "platform/kv/kv_batch.h"

namespace docshare::platform {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

using RowList = std::vector<std::pair<std::string, std::string>>;

// The rest of a scan. Fails the test when the scan ends in an error.
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

// The value of `key`, or "(none)".
std::string ValueOf(const KvReader& reader, absl::string_view key) {
  const auto value = reader.Get(key);
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() && value->has_value() ? **value : "(none)";
}

KvBatch BatchOf(std::initializer_list<std::pair<absl::string_view, absl::string_view>> rows) {
  KvBatch batch;
  for (const auto& [key, value] : rows) batch.Put(key, value);
  return batch;
}

void MustWrite(KvStore& store, const KvBatch& batch,
               Durability durability = Durability::kBuffered) {
  const absl::Status status = store.Write(batch, durability);
  ASSERT_TRUE(status.ok()) << status;
}

TEST_P(KvStoreContractTest, StartsEmpty) {
  EXPECT_EQ(ValueOf(store(), "a"), "(none)");
  EXPECT_THAT(ScanOf(store()), IsEmpty());
}

TEST_P(KvStoreContractTest, GivesBackWhatWasPut) {
  MustWrite(store(), BatchOf({{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(ValueOf(store(), "a"), "1");
  EXPECT_EQ(ValueOf(store(), "b"), "2");
  EXPECT_EQ(ValueOf(store(), "ab"), "(none)");
}

TEST_P(KvStoreContractTest, LaterPutOverridesEarlierOne) {
  MustWrite(store(), BatchOf({{"a", "1"}}));
  MustWrite(store(), BatchOf({{"a", "2"}}));
  EXPECT_EQ(ValueOf(store(), "a"), "2");
}

TEST_P(KvStoreContractTest, KeepsAnyBytes) {
  const std::string key("\x00\xff\x00k", 4);
  const std::string value("\x00\x01\xff", 3);
  MustWrite(store(), BatchOf({{key, value}, {"empty", ""}}));
  EXPECT_EQ(ValueOf(store(), key), value);
  EXPECT_EQ(ValueOf(store(), "empty"), "");
}

TEST_P(KvStoreContractTest, KeepsALargeValue) {
  std::string value(3 << 20, '\0');
  for (size_t i = 0; i < value.size(); ++i) value[i] = static_cast<char>(i * 7 + i / 256);
  MustWrite(store(), BatchOf({{"large", value}}), Durability::kSynced);
  EXPECT_TRUE(ValueOf(store(), "large") == value);
}

TEST_P(KvStoreContractTest, DeletesAKey) {
  MustWrite(store(), BatchOf({{"a", "1"}, {"b", "2"}}));
  KvBatch batch;
  batch.Delete("a");
  batch.Delete("never there");
  MustWrite(store(), batch);
  EXPECT_THAT(ScanOf(store()), ElementsAre(Pair("b", "2")));
}

TEST_P(KvStoreContractTest, DeletesARangeWithoutItsEnd) {
  MustWrite(store(), BatchOf({{"a", "1"}, {"b", "2"}, {"b1", "3"}, {"c", "4"}}));
  KvBatch batch;
  batch.DeleteRange("b", "c");
  MustWrite(store(), batch);
  EXPECT_THAT(ScanOf(store()), ElementsAre(Pair("a", "1"), Pair("c", "4")));
  EXPECT_EQ(ValueOf(store(), "b1"), "(none)");
}

TEST_P(KvStoreContractTest, AppliesABatchInItsOrder) {
  MustWrite(store(), BatchOf({{"a", "old"}, {"b", "old"}, {"c", "old"}}));
  KvBatch batch;
  batch.Put("a", "first");
  batch.Delete("a");
  batch.Put("a", "last");
  batch.Put("b", "first");
  batch.Delete("b");
  batch.Put("c1", "gone");
  batch.DeleteRange("c", "d");
  batch.Put("c2", "stays");
  MustWrite(store(), batch);
  EXPECT_THAT(ScanOf(store()), ElementsAre(Pair("a", "last"), Pair("c2", "stays")));
}

TEST_P(KvStoreContractTest, TakesAnEmptyBatch) {
  MustWrite(store(), KvBatch(), Durability::kBuffered);
  MustWrite(store(), KvBatch(), Durability::kSynced);
  EXPECT_THAT(ScanOf(store()), IsEmpty());
}

TEST_P(KvStoreContractTest, SyncsWithAndWithoutWrites) {
  EXPECT_TRUE(store().Sync().ok());
  MustWrite(store(), BatchOf({{"a", "1"}}));
  EXPECT_TRUE(store().Sync().ok());
  EXPECT_TRUE(store().Sync().ok());
  EXPECT_EQ(ValueOf(store(), "a"), "1");
}

TEST_P(KvStoreContractTest, MultiGetAnswersInTheOrderAsked) {
  MustWrite(store(), BatchOf({{"a", "1"}, {"b", "2"}, {"c", "3"}}));
  const std::vector<std::string> keys = {"c", "x", "a", "c"};
  const auto values = store().MultiGet(keys);
  ASSERT_EQ(values.size(), 4u);
  EXPECT_EQ(*values[0], absl::optional<std::string>("3"));
  EXPECT_EQ(*values[1], absl::optional<std::string>());
  EXPECT_EQ(*values[2], absl::optional<std::string>("1"));
  EXPECT_EQ(*values[3], absl::optional<std::string>("3"));
  EXPECT_THAT(store().MultiGet({}), IsEmpty());
}

TEST_P(KvStoreContractTest, ScansInOrderOfUnsignedBytes) {
  MustWrite(store(), BatchOf({{"\xff", "4"}, {"\x7f", "2"}, {"\x80", "3"}, {"", "0"}, {"a", "1"}}));
  EXPECT_THAT(ScanOf(store()), ElementsAre(Pair("", "0"), Pair("a", "1"), Pair("\x7f", "2"),
                                           Pair("\x80", "3"), Pair("\xff", "4")));
}

TEST_P(KvStoreContractTest, ScanHasItsLowerButNotItsUpperBound) {
  MustWrite(store(), BatchOf({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}));
  EXPECT_THAT(ScanOf(store(), "b", "d"), ElementsAre(Pair("b", "2"), Pair("c", "3")));
  EXPECT_THAT(ScanOf(store(), "b"), ElementsAre(Pair("b", "2"), Pair("c", "3"), Pair("d", "4")));
  EXPECT_THAT(ScanOf(store(), "", "b"), ElementsAre(Pair("a", "1")));
  EXPECT_THAT(ScanOf(store(), "aa", "b"), IsEmpty());
  EXPECT_THAT(ScanOf(store(), "b", "b"), IsEmpty());
  EXPECT_THAT(ScanOf(store(), "c", "b"), IsEmpty());
}

TEST_P(KvStoreContractTest, SeekStaysInTheRange) {
  MustWrite(store(), BatchOf({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}));
  const auto iterator = store().Scan("b", "d");
  iterator->Seek("c");
  ASSERT_TRUE(iterator->Valid());
  EXPECT_EQ(iterator->key(), "c");
  iterator->Seek("d");
  EXPECT_FALSE(iterator->Valid());
  iterator->Seek("a");
  ASSERT_TRUE(iterator->Valid());
  EXPECT_EQ(iterator->key(), "b");
  iterator->Seek("bb");
  EXPECT_THAT(Drain(iterator.get()), ElementsAre(Pair("c", "3")));
  iterator->Seek("zz");
  EXPECT_FALSE(iterator->Valid());
  EXPECT_TRUE(iterator->status().ok());
}

TEST_P(KvStoreContractTest, IteratorKeepsTheStateOfItsBirth) {
  MustWrite(store(), BatchOf({{"a", "1"}, {"b", "2"}}));
  const auto iterator = store().Scan("", "");
  KvBatch batch = BatchOf({{"a", "changed"}, {"c", "new"}});
  batch.Delete("b");
  MustWrite(store(), batch);
  iterator->Seek("");
  EXPECT_THAT(Drain(iterator.get()), ElementsAre(Pair("a", "1"), Pair("b", "2")));
}

TEST_P(KvStoreContractTest, SnapshotKeepsTheStateOfItsBirth) {
  MustWrite(store(), BatchOf({{"a", "1"}, {"b", "2"}}));
  const std::shared_ptr<const KvReader> snapshot = store().Snapshot();
  KvBatch batch = BatchOf({{"a", "changed"}, {"c", "new"}});
  batch.DeleteRange("b", "c");
  MustWrite(store(), batch);
  EXPECT_EQ(ValueOf(*snapshot, "a"), "1");
  EXPECT_EQ(ValueOf(*snapshot, "c"), "(none)");
  EXPECT_THAT(ScanOf(*snapshot), ElementsAre(Pair("a", "1"), Pair("b", "2")));
  const std::vector<std::string> keys = {"b", "c"};
  const auto values = snapshot->MultiGet(keys);
  EXPECT_EQ(*values[0], absl::optional<std::string>("2"));
  EXPECT_EQ(*values[1], absl::optional<std::string>());
  EXPECT_THAT(ScanOf(store()), ElementsAre(Pair("a", "changed"), Pair("c", "new")));
}

TEST_P(KvStoreContractTest, KeepsEveryRowOfConcurrentWriters) {
  constexpr int kWriters = 4;
  constexpr int kBatches = 50;
  std::vector<std::thread> writers;
  std::atomic<int> failures = 0;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, writer, &failures] {
      for (int i = 0; i < kBatches; ++i) {
        KvBatch batch;
        batch.Put(absl::StrCat("w", writer, "/", i), "x");
        batch.Put(absl::StrCat("last/", writer), absl::StrCat(i));
        const auto durability = i % 8 == 0 ? Durability::kSynced : Durability::kBuffered;
        if (!store().Write(batch, durability).ok()) ++failures;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(ScanOf(store(), "w", "x").size(), static_cast<size_t>(kWriters * kBatches));
  for (int writer = 0; writer < kWriters; ++writer) {
    EXPECT_EQ(ValueOf(store(), absl::StrCat("last/", writer)), absl::StrCat(kBatches - 1));
  }
}

TEST_P(KvStoreContractTest, ReadersNeverSeeHalfABatch) {
  MustWrite(store(), BatchOf({{"left", "0"}, {"right", "0"}}));
  std::atomic<bool> done = false;
  std::thread writer([this, &done] {
    for (int i = 1; i <= 500; ++i) {
      const std::string number = absl::StrCat(i);
      KvBatch batch;
      batch.Put("left", number);
      batch.Put("right", number);
      if (!store().Write(batch, Durability::kBuffered).ok()) break;
    }
    done = true;
  });
  int torn = 0;
  const std::vector<std::string> keys = {"left", "right"};
  do {
    const RowList rows = ScanOf(store());
    if (rows.size() != 2 || rows[0].second != rows[1].second) ++torn;
    const auto values = store().MultiGet(keys);
    if (**values[0] != **values[1]) ++torn;
    const auto snapshot = store().Snapshot();
    if (ValueOf(*snapshot, "left") != ValueOf(*snapshot, "right")) ++torn;
  } while (!done);
  writer.join();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(ValueOf(store(), "left"), "500");
}

}  // namespace
}  // namespace docshare::platform
