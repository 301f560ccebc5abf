#include "consumer/client/document_digest.h"

#include <gtest/gtest.h>

namespace docshare::consumer {
namespace {

TEST(DocumentDigestTest, NoBytesHaveTheWellKnownHashes) {
  ContentSummary summary = DocumentDigest().Finish();
  EXPECT_EQ(summary.size_bytes, 0u);
  EXPECT_EQ(summary.sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(summary.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(DocumentDigestTest, PiecesGiveTheHashesOfTheWhole) {
  DocumentDigest digest;
  digest.Update("a");
  digest.Update("");
  digest.Update("bc");
  EXPECT_EQ(digest.size_bytes(), 3u);
  ContentSummary summary = digest.Finish();
  EXPECT_EQ(summary.size_bytes, 3u);
  EXPECT_EQ(summary.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(summary.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace docshare::consumer
