#include "platform/kv/kv_batch.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "put key=value", "delete key", "delete [begin, end)".
std::vector<std::string> Describe(const KvBatch& batch) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < batch.size(); ++i) {
    const KvOperation operation = batch.operation(i);
    switch (operation.kind) {
      case KvOperationKind::kPut:
        lines.push_back(absl::StrCat("put ", operation.key, "=", operation.value));
        break;
      case KvOperationKind::kDelete:
        lines.push_back(absl::StrCat("delete ", operation.key));
        break;
      case KvOperationKind::kDeleteRange:
        lines.push_back(absl::StrCat("delete [", operation.key, ", ", operation.value, ")"));
        break;
    }
  }
  return lines;
}

TEST(KvBatchTest, StartsEmpty) {
  const KvBatch batch;
  EXPECT_TRUE(batch.empty());
  EXPECT_EQ(batch.size(), 0u);
  EXPECT_EQ(batch.approximate_size_bytes(), 0u);
}

TEST(KvBatchTest, KeepsOperationsInOrder) {
  KvBatch batch;
  batch.Put("b", "1");
  batch.Delete("a");
  batch.DeleteRange("c", "d");
  batch.Put("", "");
  EXPECT_FALSE(batch.empty());
  EXPECT_THAT(Describe(batch), ElementsAre("put b=1", "delete a", "delete [c, d)", "put ="));
}

TEST(KvBatchTest, IgnoresARangeWithNothingInIt) {
  KvBatch batch;
  batch.DeleteRange("b", "b");
  batch.DeleteRange("b", "a");
  EXPECT_TRUE(batch.empty());
}

TEST(KvBatchTest, AppendsAfterItsOwn) {
  KvBatch first;
  first.Put("a", "1");
  KvBatch second;
  second.Delete("b");
  second.Put("c", "3");
  first.Append(second);
  EXPECT_THAT(Describe(first), ElementsAre("put a=1", "delete b", "put c=3"));
  EXPECT_THAT(Describe(second), ElementsAre("delete b", "put c=3"));
}

TEST(KvBatchTest, AppendsItself) {
  KvBatch batch;
  batch.Put("a", "1");
  batch.Put("b", "2");
  batch.Append(batch);
  EXPECT_THAT(Describe(batch), ElementsAre("put a=1", "put b=2", "put a=1", "put b=2"));
}

TEST(KvBatchTest, CopiesAreIndependent) {
  KvBatch batch;
  batch.Put("a", "1");
  KvBatch copy = batch;
  copy.Put("b", "2");
  batch.Clear();
  EXPECT_THAT(Describe(batch), IsEmpty());
  EXPECT_THAT(Describe(copy), ElementsAre("put a=1", "put b=2"));
}

TEST(KvBatchTest, CountsItsBytes) {
  KvBatch batch;
  batch.Put("key", std::string(1000, 'v'));
  EXPECT_GE(batch.approximate_size_bytes(), 1003u);
  EXPECT_LE(batch.approximate_size_bytes(), 1020u);
}

TEST(KvBatchDeathTest, RefusesAnIndexBeyondTheEnd) {
  KvBatch batch;
  batch.Put("a", "1");
  EXPECT_DEATH(batch.operation(1), "index");
}

}  // namespace
}  // namespace docshare::platform
