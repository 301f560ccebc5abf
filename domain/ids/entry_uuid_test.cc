#include "domain/ids/entry_uuid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/hash/hash_testing.h"
#include "absl/status/status.h"
#include "absl/types/span.h"

namespace docshare {
namespace {

constexpr char kUrn[] = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1";

TEST(EntryUuidTest, PrintsWhatItParsed) {
  const auto id = EntryUuid::Parse(kUrn);
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(id->ToString(), kUrn);
  EXPECT_EQ(id->bytes()[0], 0x7e);
  EXPECT_EQ(id->bytes()[15], 0xc1);
  EXPECT_EQ(EntryUuid::FromBytes(id->bytes()), *id);
}

TEST(EntryUuidTest, Check8RefusesEveryOtherText) {
  const char* const texts[] = {
      "",
      "urn:uuid:",
      "7edca82f-054d-47f2-a032-9b2a5b5186c1",
      "urn:uuid:7EDCA82F-054D-47F2-A032-9B2A5B5186C1",
      "URN:UUID:7edca82f-054d-47f2-a032-9b2a5b5186c1",
      "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c",
      "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c11",
      "urn:uuid:7edca82f054d-47f2-a032-9b2a5b5186c1-",
      "urn:uuid:7edca82f-054d-47f2-a032_9b2a5b5186c1",
      "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186cg",
      "urn:uuid:{edca82f-054d-47f2-a032-9b2a5b5186c1",
      " urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1",
      "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1 ",
      "document-1",
  };
  for (const char* text : texts) {
    EXPECT_EQ(EntryUuid::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(EntryUuidTest, ErrorNamesTheValueAndTheRule) {
  EXPECT_THAT(std::string(EntryUuid::Parse("urn:uuid:zz").status().message()),
              ::testing::AllOf(::testing::HasSubstr("'urn:uuid:zz'"),
                               ::testing::HasSubstr("lower-case hexadecimal")));
}

TEST(EntryUuidTest, OrdersByBytes) {
  const EntryUuid low = EntryUuid::FromBytes({1});
  const EntryUuid high = EntryUuid::FromBytes({2});
  EXPECT_LT(low, high);
  EXPECT_NE(low, high);
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly({low, high}));
}

// Ids already given depend on it. The value was computed by an independent program.
TEST(EntryUuidTest, DerivationIsFrozen) {
  EXPECT_EQ(EntryUuid::Derive("2.999.20.1", "document-1").ToString(),
            "urn:uuid:fb0b9201-d05d-4f3e-89af-c8851fffd68d");
}

TEST(EntryUuidTest, IdsOfOneSubmissionAreNeighbours) {
  const auto half = [](const EntryUuid& id) { return absl::MakeConstSpan(id.bytes()).first(8); };
  EXPECT_EQ(half(EntryUuid::Derive("1.2", "3")), half(EntryUuid::Derive("1.2", "4")));
  EXPECT_NE(half(EntryUuid::Derive("1.2", "3")), half(EntryUuid::Derive("1.3", "3")));
}

TEST(EntryUuidTest, DerivesOtherIdsFromOtherParts) {
  const EntryUuid id = EntryUuid::Derive("1.2", "3");
  EXPECT_EQ(id, EntryUuid::Derive("1.2", "3"));
  EXPECT_NE(id, EntryUuid::Derive("1.", "23"));
  EXPECT_NE(id, EntryUuid::Derive("1.2", "4"));
  EXPECT_NE(id, EntryUuid::Derive("1.3", "3"));
}

TEST(EntryUuidTest, TellsSymbolicIds) {
  EXPECT_TRUE(IsSymbolicId("document-1"));
  EXPECT_TRUE(IsSymbolicId("uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"));
  EXPECT_FALSE(IsSymbolicId(""));
  EXPECT_FALSE(IsSymbolicId(kUrn));
  EXPECT_FALSE(IsSymbolicId("urn:uuid:broken"));
}

}  // namespace
}  // namespace docshare
