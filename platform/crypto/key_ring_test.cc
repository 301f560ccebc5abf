#include "platform/crypto/key_ring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/crypto/wrapped_key.h"

namespace docshare::platform {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kFirst(64, 'a');
const std::string kSecond(64, 'B');

config::v1::KeyRing Ring(const std::string& active,
                         const std::vector<std::pair<std::string, std::string>>& keys) {
  config::v1::KeyRing ring;
  ring.set_active_key_id(active);
  for (const auto& [id, hex] : keys) {
    ring.add_keys()->set_id(id);
    ring.mutable_keys(ring.keys_size() - 1)->set_aes256_hex(hex);
  }
  return ring;
}

std::unique_ptr<KeyRing> Created(const config::v1::KeyRing& ring) {
  auto created = KeyRing::Create("ring", ring);
  EXPECT_TRUE(created.ok()) << created.status();
  return created.ok() ? *std::move(created) : nullptr;
}

TEST(KeyRingTest, UnwrapsWhatItWrapped) {
  const auto ring = Created(Ring("2026-1", {{"2026-1", kFirst}}));
  const SecretKey key = SecretKey::Random();
  const auto wrapped = ring->Wrap(key, "document 1");
  ASSERT_TRUE(wrapped.ok());
  EXPECT_TRUE(ring->IsActive(*wrapped));
  const auto unwrapped = ring->Unwrap(*wrapped, "document 1");
  ASSERT_TRUE(unwrapped.ok()) << unwrapped.status();
  EXPECT_TRUE(*unwrapped == key);
  // At random: equal keys do not look equal.
  EXPECT_NE(*ring->Wrap(key, "document 1"), *wrapped);
}

TEST(KeyRingTest, KeysOfOtherContextsAndDamagedOnesDoNotOpen) {
  const auto ring = Created(Ring("k", {{"k", kFirst}}));
  const std::string wrapped = *ring->Wrap(SecretKey::Random(), "document 1");
  EXPECT_TRUE(absl::IsDataLoss(ring->Unwrap(wrapped, "document 2").status()));
  for (size_t bit = 0; bit < wrapped.size() * 8; ++bit) {
    std::string flipped = wrapped;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const absl::Status status = ring->Unwrap(flipped, "document 1").status();
    // A flipped id may be that of another key.
    EXPECT_TRUE(absl::IsDataLoss(status) || absl::IsFailedPrecondition(status)) << bit;
  }
  for (size_t size = 0; size < wrapped.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(ring->Unwrap(wrapped.substr(0, size), "document 1").status()));
  }
}

TEST(KeyRingTest, OlderKeysOpenAndAreNotActive) {
  const SecretKey key = SecretKey::Random();
  const std::string wrapped = *Created(Ring("old", {{"old", kFirst}}))->Wrap(key, "c");
  const auto rotated = Created(Ring("new", {{"old", kFirst}, {"new", kSecond}}));
  EXPECT_FALSE(rotated->IsActive(wrapped));
  ASSERT_TRUE(rotated->Unwrap(wrapped, "c").ok());
  EXPECT_TRUE(*rotated->Unwrap(wrapped, "c") == key);
  const std::string again = *rotated->Wrap(key, "c");
  EXPECT_TRUE(rotated->IsActive(again));
  const absl::Status missing = Created(Ring("old", {{"old", kFirst}}))->Unwrap(again, "c").status();
  EXPECT_TRUE(absl::IsFailedPrecondition(missing));
  EXPECT_THAT(std::string(missing.message()), HasSubstr("new"));
}

TEST(KeyRingTest, AnotherKeyOfTheSameIdIsNoticed) {
  const std::string wrapped = *Created(Ring("k", {{"k", kFirst}}))->Wrap(SecretKey::Random(), "c");
  EXPECT_TRUE(
      absl::IsDataLoss(Created(Ring("k", {{"k", kSecond}}))->Unwrap(wrapped, "c").status()));
}

TEST(KeyRingTest, FaultsNameTheFieldAndNoKey) {
  struct Case {
    config::v1::KeyRing ring;
    const char* field;
  };
  for (const Case& c :
       {Case{Ring("", {}), "active_key_id"}, Case{Ring("b", {{"a", kFirst}}), "active_key_id"},
        Case{Ring("a", {{"a", kFirst}, {"a", kSecond}}), "keys[1].id"},
        Case{Ring("a b", {{"a b", kFirst}}), "keys[0].id"},
        Case{Ring("a", {{"a", kFirst.substr(1)}}), "keys[0].aes256_hex"},
        Case{Ring("a", {{"a", kFirst.substr(1) + "g"}}), "keys[0].aes256_hex"}}) {
    const absl::Status status = KeyRing::Create("ring.textproto", c.ring).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr(absl::StrCat("ring.textproto: ", c.field)));
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("aaaa")));
  }
}

TEST(KeyRingTest, FilesThatOthersMayReadAreRefused) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/ring.textproto");
  std::ofstream(path) << "active_key_id: \"k\" keys { id: \"k\" aes256_hex: \"" << kFirst << "\" }";
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);
  const absl::Status open = KeyRing::Read(path).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(open)) << open;
  EXPECT_THAT(std::string(open.message()), HasSubstr("chmod 600"));
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  EXPECT_TRUE(KeyRing::Read(path).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(KeyRing::Read(path + ".none").status()));
}

TEST(KeyRingTest, TakesOnWhatTheFileSaysNow) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/reloaded.textproto");
  const auto write = [&](const config::v1::KeyRing& ring) {
    std::ofstream(path) << ring.DebugString();
    ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  };
  write(Ring("a", {{"a", kFirst}}));
  const auto ring = *KeyRing::Read(path);
  const std::string wrapped = *ring->Wrap(SecretKey::Random(), "c");
  write(Ring("b", {{"a", kFirst}, {"b", kSecond}}));
  ASSERT_TRUE(ring->Reload(path).ok());
  EXPECT_EQ(ring->active_key_id(), "b");
  EXPECT_FALSE(ring->IsActive(wrapped));
  EXPECT_TRUE(ring->Unwrap(wrapped, "c").ok());

  // Neither a broken file nor a key that became another one changes anything.
  write(Ring("none", {}));
  EXPECT_TRUE(absl::IsInvalidArgument(ring->Reload(path)));
  write(Ring("a", {{"a", kSecond}}));
  const absl::Status changed = ring->Reload(path);
  EXPECT_TRUE(absl::IsFailedPrecondition(changed)) << changed;
  EXPECT_THAT(std::string(changed.message()), HasSubstr("key a is another one"));
  EXPECT_EQ(ring->active_key_id(), "b");
  EXPECT_TRUE(ring->Unwrap(wrapped, "c").ok());
}

}  // namespace
}  // namespace docshare::platform
