#include "repository/content/content_hasher.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace docshare::repository {
namespace {

template <size_t kSize>
std::string HexOf(const std::array<uint8_t, kSize>& bytes) {
  return absl::BytesToHexString({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

class ContentHasherTest : public testing::Test {
 protected:
  const HashAlgorithms algorithms_ = HashAlgorithms::Fetch().value();
  const ContentId id_{{}};
};

// Source: FIPS 180-2, the example "abc"; the empty message is well known.
TEST_F(ContentHasherTest, KnowsThePublishedHashes) {
  ContentHasher empty(&algorithms_);
  const auto of_empty = empty.Finish(id_);
  ASSERT_TRUE(of_empty.ok());
  EXPECT_EQ(of_empty->size_bytes, 0u);
  EXPECT_EQ(HexOf(of_empty->sha1), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(HexOf(of_empty->sha256),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  ContentHasher abc(&algorithms_);
  ASSERT_TRUE(abc.Update("abc").ok());
  const auto of_abc = abc.Finish(id_);
  ASSERT_TRUE(of_abc.ok());
  EXPECT_EQ(of_abc->size_bytes, 3u);
  EXPECT_EQ(HexOf(of_abc->sha1), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(HexOf(of_abc->sha256),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(ContentHasherTest, DoesNotCareHowTheBytesCome) {
  const std::string bytes(10000, 'x');
  ContentHasher whole(&algorithms_);
  ASSERT_TRUE(whole.Update(bytes).ok());
  ContentHasher pieces(&algorithms_);
  for (size_t begin = 0; begin < bytes.size(); begin += 333) {
    ASSERT_TRUE(pieces.Update(absl::string_view(bytes).substr(begin, 333)).ok());
  }
  ASSERT_TRUE(pieces.Update("").ok());
  EXPECT_EQ(pieces.size_bytes(), bytes.size());
  EXPECT_EQ(*whole.Finish(id_), *pieces.Finish(id_));
}

}  // namespace
}  // namespace docshare::repository
