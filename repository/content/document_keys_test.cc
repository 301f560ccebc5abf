#include "repository/content/document_keys.h"

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/memory_kv_store.h"
#include "repository/content/content_keys.h"

namespace docshare::repository {
namespace {

using platform::Durability;
using platform::KvBatch;
using platform::SecretKey;
using platform::TestKeyRing;

ContentId Id(uint8_t number) { return ContentId({number}); }

class DocumentKeysTest : public testing::Test {
 protected:
  void Store(DocumentKeys& keys, uint8_t number) {
    ASSERT_TRUE(keys.Write(Id(number), SecretKey::Random(), {}, Durability::kSynced).ok());
  }

  std::string Row(uint8_t number) { return **kv_.Get(DocumentKeyKey(Id(number))); }

  platform::MemoryKvStore kv_;
};

TEST_F(DocumentKeysTest, OpensWhatAnotherCipherOfTheSameContentSealed) {
  DocumentKeys keys(TestKeyRing(), &kv_);
  Store(keys, 1);
  Store(keys, 2);
  std::string sealed(3 + ContentCipher::kTagBytes, '\0');
  (*keys.CipherOf(Id(1)))->Seal(0, "", "abc", sealed.data());
  std::string opened(sealed.size(), '\0');
  EXPECT_TRUE((*keys.CipherOf(Id(1)))->Open(0, "", sealed, opened.data()).ok());
  EXPECT_EQ(opened.substr(0, 3), "abc");
  EXPECT_TRUE(absl::IsDataLoss((*keys.CipherOf(Id(2)))->Open(0, "", sealed, opened.data())));
}

TEST_F(DocumentKeysTest, AMissingOrForeignKeyIsNamed) {
  DocumentKeys keys(TestKeyRing(), &kv_);
  const absl::Status missing = keys.CipherOf(Id(1)).status();
  EXPECT_TRUE(absl::IsDataLoss(missing));
  EXPECT_TRUE(absl::StrContains(missing.message(), Id(1).ToHex())) << missing;
  Store(keys, 1);
  KvBatch batch;
  batch.Put(DocumentKeyKey(Id(2)), Row(1));
  ASSERT_TRUE(kv_.Write(batch, Durability::kSynced).ok());
  EXPECT_TRUE(absl::IsDataLoss(keys.CipherOf(Id(2)).status()));
  DocumentKeys others(TestKeyRing({"other"}), &kv_);
  const absl::Status other = others.CipherOf(Id(1)).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(other)) << other;
  EXPECT_TRUE(absl::StrContains(other.message(), "wrapping key test ")) << other;
}

TEST_F(DocumentKeysTest, RewrapsInStepsWhatIsUnderOlderKeys) {
  DocumentKeys old_keys(TestKeyRing({"old"}), &kv_);
  for (uint8_t i = 0; i < 7; ++i) Store(old_keys, i);
  DocumentKeys keys(TestKeyRing({"new", "old"}), &kv_);
  Store(keys, 7);
  const std::string newest = Row(7);
  std::string sealed(3 + ContentCipher::kTagBytes, '\0');
  (*keys.CipherOf(Id(3)))->Seal(0, "", "abc", sealed.data());

  absl::optional<ContentId> begin;
  int64_t seen = 0, rewrapped = 0, steps = 0;
  do {
    const auto step = keys.Rewrap(begin, 3);
    ASSERT_TRUE(step.ok()) << step.status();
    seen += step->seen;
    rewrapped += step->rewrapped;
    begin = step->next;
    ++steps;
  } while (begin);
  EXPECT_EQ(seen, 8);
  EXPECT_EQ(rewrapped, 7);
  EXPECT_EQ(steps, 3);
  EXPECT_EQ(Row(7), newest);
  EXPECT_EQ(keys.Rewrap(absl::nullopt, 100)->rewrapped, 0);

  DocumentKeys new_only(TestKeyRing({"new"}), &kv_);
  const auto cipher = new_only.CipherOf(Id(3));
  ASSERT_TRUE(cipher.ok()) << cipher.status();
  EXPECT_TRUE((*cipher)->Open(0, "", sealed, sealed.data()).ok());
}

TEST_F(DocumentKeysTest, DestroysWhatIsNotedAndNothingElse) {
  for (const uint8_t count : {1, 20}) {
    DocumentKeys keys(TestKeyRing(), &kv_);
    KvBatch notes;
    for (uint8_t i = 0; i < count; ++i) {
      Store(keys, i);
      DocumentKeys::NoteToDestroy(Id(i), &notes);
    }
    Store(keys, 100);
    ASSERT_TRUE(kv_.Write(notes, Durability::kSynced).ok());
    EXPECT_EQ(*keys.DestroyNoted(), count);
    for (uint8_t i = 0; i < count; ++i) EXPECT_FALSE(kv_.Get(DocumentKeyKey(Id(i)))->has_value());
    EXPECT_TRUE(kv_.Get(DocumentKeyKey(Id(100)))->has_value());
    EXPECT_EQ(*keys.DestroyNoted(), 0);
  }
}

TEST_F(DocumentKeysTest, RewrapNamesAKeyThatDoesNotOpen) {
  DocumentKeys old_keys(TestKeyRing({"old"}), &kv_);
  Store(old_keys, 5);
  DocumentKeys keys(TestKeyRing({"new"}), &kv_);
  const absl::Status status = keys.Rewrap(absl::nullopt, 10).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), Id(5).ToHex())) << status;
}

}  // namespace
}  // namespace docshare::repository
