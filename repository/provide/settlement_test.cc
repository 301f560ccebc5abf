#include "repository/provide/settlement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "platform/clock/fake_clock.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/memory_kv_store.h"
#include "repository/provide/testing/repository_process.h"

namespace docshare::repository {
namespace {

using ::testing::HasSubstr;

constexpr SubmissionKey kFirst = {1};
constexpr SubmissionKey kSecond = {2};

class SettlementTest : public ::testing::Test {
 protected:
  PendingSubmission APending(const std::string& unique_id, const std::string& bytes) {
    return APendingIn(process_, unique_id, bytes);
  }

  // A pending submission of one document, its bytes stored and unclaimed.
  PendingSubmission APendingIn(RepositoryProcess& process, const std::string& unique_id,
                               const std::string& bytes) {
    std::unique_ptr<ContentWriter> writer = *process.content()->NewDocument(0);
    EXPECT_TRUE(writer->Append(bytes).ok());
    PendingSubmission pending;
    pending.registration.add_document_entries()->set_unique_id(unique_id);
    pending.documents.push_back(
        StoredDocument{*UniqueId::Parse(unique_id), *writer->Finish(), "text/plain", ""});
    return pending;
  }

  platform::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  platform::MemoryKvStore kv_;
  FakeRegistryClient registry_;
  RepositoryProcess process_{&kv_, &registry_, &clock_};
  Settlement& settlement_ = *process_.settlement();
};

TEST_F(SettlementTest, PendingIsDurableAndClaimed) {
  ASSERT_TRUE(settlement_.MakePending(kFirst, APending("2.999.1", "bytes")).ok());
  kv_.DropUnsynced();
  EXPECT_EQ(process_.PendingRows(), 1);
  EXPECT_EQ(process_.ContentRows(), 1);
  EXPECT_EQ(process_.Orphans(), 0);
  EXPECT_EQ(process_.BytesOf("2.999.1"), absl::nullopt);
}

TEST_F(SettlementTest, AvailableCanBeRetrieved) {
  PendingSubmission pending = APending("2.999.1", "bytes");
  ASSERT_TRUE(settlement_.MakePending(kFirst, pending).ok());
  ASSERT_TRUE(settlement_.MakeAvailable(kFirst, pending).ok());
  EXPECT_EQ(process_.BytesOf("2.999.1"), "bytes");
  EXPECT_EQ(process_.PendingRows(), 0);
  EXPECT_EQ(process_.Orphans(), 0);
}

TEST_F(SettlementTest, WhatIsPendingBecomesAvailableOnAFullDisk) {
  platform::MemoryKvStore memory;
  platform::FaultyKvStore kv(&memory);
  RepositoryProcess process{&kv, &registry_, &clock_};
  Settlement& settlement = *process.settlement();
  PendingSubmission pending = APendingIn(process, "2.999.1", "bytes");
  ASSERT_TRUE(settlement.MakePending(kFirst, pending).ok());
  kv.FillDisk();
  EXPECT_TRUE(settlement.MakeAvailable(kFirst, pending).ok());
  EXPECT_EQ(process.BytesOf("2.999.1"), "bytes");
  EXPECT_TRUE(absl::IsResourceExhausted(settlement.MakePending(kSecond, pending)));
}

TEST_F(SettlementTest, APowerLossMayMakeItPendingAgain) {
  PendingSubmission pending = APending("2.999.1", "bytes");
  ASSERT_TRUE(settlement_.MakePending(kFirst, pending).ok());
  ASSERT_TRUE(settlement_.MakeAvailable(kFirst, pending).ok());
  kv_.DropUnsynced();
  EXPECT_EQ(process_.PendingRows(), 1);
  ASSERT_TRUE(settlement_.MakeAvailable(kFirst, pending).ok());
  EXPECT_EQ(process_.BytesOf("2.999.1"), "bytes");
}

TEST_F(SettlementTest, DiscardedIsGoneWithItsBytes) {
  PendingSubmission pending = APending("2.999.1", "bytes");
  ASSERT_TRUE(settlement_.MakePending(kFirst, pending).ok());
  ASSERT_TRUE(settlement_.Discard(kFirst, pending).ok());
  EXPECT_EQ(process_.PendingRows(), 0);
  EXPECT_EQ(process_.ContentRows(), 0);
  EXPECT_EQ(process_.Orphans(), 0);
}

TEST_F(SettlementTest, DiscardingWhatIsNotPendingIsHarmless) {
  PendingSubmission pending = APending("2.999.1", "bytes");
  ASSERT_TRUE(settlement_.Discard(kFirst, pending).ok());
  EXPECT_EQ(process_.ContentRows(), 0);
  EXPECT_EQ(process_.Orphans(), 0);
}

TEST_F(SettlementTest, TheFirstCopyOfADocumentStays) {
  PendingSubmission first = APending("2.999.1", "bytes");
  PendingSubmission second = APending("2.999.1", "bytes");
  ASSERT_TRUE(settlement_.MakePending(kFirst, first).ok());
  ASSERT_TRUE(settlement_.MakePending(kSecond, second).ok());
  ASSERT_TRUE(settlement_.MakeAvailable(kFirst, first).ok());
  ASSERT_TRUE(settlement_.MakeAvailable(kSecond, second).ok());
  EXPECT_EQ((**process_.catalogue()->FindDocument(*UniqueId::Parse("2.999.1"))).content.id,
            first.documents[0].content.id);
  EXPECT_EQ(process_.ContentRows(), 1);
  EXPECT_EQ(process_.log_text(), "");
}

TEST_F(SettlementTest, ReportsOtherBytesOfTheSameSha1) {
  PendingSubmission first = APending("2.999.1", "bytes");
  PendingSubmission second = APending("2.999.1", "other");
  ASSERT_TRUE(settlement_.MakePending(kFirst, first).ok());
  ASSERT_TRUE(settlement_.MakePending(kSecond, second).ok());
  ASSERT_TRUE(settlement_.MakeAvailable(kFirst, first).ok());
  ASSERT_TRUE(settlement_.MakeAvailable(kSecond, second).ok());
  EXPECT_EQ(process_.BytesOf("2.999.1"), "bytes");
  EXPECT_EQ(process_.ContentRows(), 1);
  EXPECT_THAT(process_.log_text(), HasSubstr("sha1_collision"));
}

}  // namespace
}  // namespace docshare::repository
