#include "registry/admin/object_counts.h"

#include <random>

#include "domain/metadata/testing/submission_builder.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/index/object_by_uuid.h"
#include "registry/objects/testing/edited_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;

TEST(CountObjectsTest, SmallRegistryIsCounted) {
  EditedStore edited;
  edited.AddPatient("12838520020");
  edited.AddPatient("30916130186");
  edited.Register(ASubmission().With(AnEntry()).With(AnEntry()).With(AFolder()).Build());
  auto counts = CountObjects(edited.reader());
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->patients, 2u);
  EXPECT_EQ(counts->document_entries, 2u);
  EXPECT_EQ(counts->submission_sets, 1u);
  EXPECT_EQ(counts->folders, 1u);
  EXPECT_EQ(counts->associations, 3u);
  EXPECT_TRUE(counts->exact);
}

TEST(CountObjectsTest, EmptyRegistryHasNothing) {
  auto counts = CountObjects(platform::MemoryKvStore());
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->patients + counts->document_entries + counts->associations, 0u);
  EXPECT_TRUE(counts->exact);
}

TEST(CountObjectsTest, LargeRegistryIsEstimated) {
  constexpr int kObjects = 150000;
  std::mt19937_64 random(20240131);
  platform::MemoryKvStore store;
  platform::KvBatch batch;
  for (int i = 0; i < kObjects; ++i) {
    EntryUuid::Bytes bytes;
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
    storage::v1::ObjectLocator locator;
    // Two of three are associations.
    locator.set_kind(i % 3 == 0 ? storage::v1::OBJECT_KIND_DOCUMENT_ENTRY
                                : storage::v1::OBJECT_KIND_ASSOCIATION);
    WriteObjectLocator(EntryUuid::FromBytes(bytes), locator, batch);
  }
  ASSERT_TRUE(store.Write(batch, platform::Durability::kSynced).ok());
  auto counts = CountObjects(store);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_FALSE(counts->exact);
  EXPECT_NEAR(static_cast<double>(counts->document_entries), kObjects / 3.0, 2000);
  EXPECT_NEAR(static_cast<double>(counts->associations), kObjects * 2.0 / 3, 4000);
}

TEST(CountObjectsTest, DamagedRowsAreLeftOut) {
  platform::MemoryKvStore store;
  platform::KvBatch batch;
  batch.Put(ObjectByUuidKey(EntryUuid::Derive("1.2", "x")), "\xff");
  batch.Put("\x08\x01", "\xff");
  ASSERT_TRUE(store.Write(batch, platform::Durability::kSynced).ok());
  auto counts = CountObjects(store);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->document_entries, 0u);
}

}  // namespace
}  // namespace docshare::registry
