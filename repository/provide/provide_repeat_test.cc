// The same submission or the same document more than once: repeated, from two sources, at once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "platform/kv/memory_kv_store.h"
#include "repository/provide/testing/repository_process.h"

namespace docshare::repository {
namespace {

using docshare::testing::AnEntry;
using registry::v1::RegisterDocumentSetRequest;
using registry::v1::RegisterDocumentSetResponse;
using ::testing::ElementsAre;

class ProvideRepeatTest : public ::testing::Test {
 protected:
  static std::string UniqueIdOf(const Provision& provision) {
    return provision.metadata.document_entries(0).unique_id();
  }

  platform::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  platform::MemoryKvStore kv_;
  FakeRegistryClient registry_;
  RepositoryProcess repository_{&kv_, &registry_, &clock_};
};

TEST_F(ProvideRepeatTest, ARepeatedCallTakesOverWhatWaits) {
  registry_.SetDown(true);
  Provision provision = AProvision();
  for (int call = 0; call < 5; ++call) {
    EXPECT_EQ(repository_.Provide(provision).status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(repository_.PendingRows(), 1);
    EXPECT_EQ(repository_.ContentRows(), 1);
  }
  registry_.SetDown(false);

  EXPECT_TRUE(repository_.Provide(provision).ok());

  EXPECT_EQ(repository_.BytesOf(UniqueIdOf(provision)), "a document");
  EXPECT_EQ(repository_.PendingRows(), 0);
  EXPECT_EQ(repository_.ContentRows(), 1);
  EXPECT_EQ(repository_.Orphans(), 0);
}

TEST_F(ProvideRepeatTest, ARepeatedCallIsAnsweredAsTheFirstTime) {
  Provision provision = AProvision();
  absl::StatusOr<RegisterDocumentSetResponse> first = repository_.Provide(provision);

  absl::StatusOr<RegisterDocumentSetResponse> second = repository_.Provide(provision);

  ASSERT_TRUE(first.ok() && second.ok()) << second.status();
  EXPECT_FALSE(first->already_registered());
  EXPECT_TRUE(second->already_registered());
  EXPECT_EQ(second->commit_position(), first->commit_position());
  EXPECT_EQ(second->assigned_ids(1).entry_uuid(), first->assigned_ids(1).entry_uuid());
  EXPECT_EQ(repository_.ContentRows(), 1);
}

TEST_F(ProvideRepeatTest, KeepsOneCopyOfADocumentPublishedTwice) {
  Provision first = AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "same");
  Provision second = AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "same");

  ASSERT_TRUE(repository_.Provide(first).ok());
  ASSERT_TRUE(repository_.Provide(second).ok());

  EXPECT_EQ(registry_.registered().size(), 2);
  EXPECT_EQ(repository_.ContentRows(), 1);
  EXPECT_EQ(repository_.BytesOf("2.999.77"), "same");
}

TEST_F(ProvideRepeatTest, ARefusedSubmissionLeavesDocumentsThatWereThereBefore) {
  ASSERT_TRUE(
      repository_.Provide(AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "same"))
          .ok());
  registry_.FailNext(XdsError(XdsErrorCode::kUnknownPatientId, "", ""));

  ASSERT_FALSE(
      repository_.Provide(AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "same"))
          .ok());

  EXPECT_EQ(repository_.BytesOf("2.999.77"), "same");
  EXPECT_EQ(repository_.ContentRows(), 1);
}

TEST_F(ProvideRepeatTest, RefusesOtherBytesOfADocumentItHasWithoutAskingTheRegistry) {
  ASSERT_TRUE(
      repository_.Provide(AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "same"))
          .ok());
  const int calls = registry_.call_count();

  absl::Status hash =
      repository_.Provide(AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "SAME"))
          .status();
  absl::Status size = repository_
                          .Provide(AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"),
                                                "more"
                                                "!"))
                          .status();

  EXPECT_EQ(hash.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(CodesOf(hash), ElementsAre("XDSNonIdenticalHash"));
  EXPECT_THAT(CodesOf(size), ElementsAre("XDSNonIdenticalHash", "XDSNonIdenticalSize"));
  EXPECT_EQ(registry_.call_count(), calls);
  EXPECT_EQ(repository_.BytesOf("2.999.77"), "same");
  EXPECT_EQ(repository_.ContentRows(), 1);
}

TEST_F(ProvideRepeatTest, TwoPublishersOfTheSameBytesBothSucceed) {
  Provision outer = AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "same");
  Provision inner = AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "same");
  bool inside = false;
  registry_.OnCall([&](const RegisterDocumentSetRequest&) {
    if (std::exchange(inside, true)) return;
    // While the outer call is between storing and registering.
    EXPECT_TRUE(repository_.Provide(inner).ok());
  });

  EXPECT_TRUE(repository_.Provide(outer).ok());

  EXPECT_EQ(registry_.registered().size(), 2);
  EXPECT_EQ(repository_.ContentRows(), 1);
  EXPECT_EQ(repository_.Orphans(), 0);
  EXPECT_EQ(repository_.PendingRows(), 0);
}

TEST_F(ProvideRepeatTest, OfTwoPublishersOfOtherBytesOneSucceeds) {
  Provision outer = AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "outer");
  Provision inner = AProvisionOf(AnEntry().AsFromSource().WithUniqueId("2.999.77"), "inner");
  bool inside = false;
  registry_.OnCall([&](const RegisterDocumentSetRequest&) {
    if (std::exchange(inside, true)) return;
    EXPECT_TRUE(repository_.Provide(inner).ok());
  });

  absl::Status status = repository_.Provide(outer).status();

  EXPECT_THAT(CodesOf(status), ElementsAre("XDSNonIdenticalHash"));
  EXPECT_EQ(repository_.BytesOf("2.999.77"), "inner");
  EXPECT_EQ(repository_.ContentRows(), 1);
  EXPECT_EQ(repository_.PendingRows(), 0);
}

TEST_F(ProvideRepeatTest, TheSameSubmissionTwiceAtOnceSucceedsTwice) {
  Provision provision = AProvision();
  bool inside = false;
  registry_.OnCall([&](const RegisterDocumentSetRequest&) {
    if (std::exchange(inside, true)) return;
    EXPECT_TRUE(repository_.Provide(provision).ok());
  });

  EXPECT_TRUE(repository_.Provide(provision).ok());

  EXPECT_EQ(registry_.registered().size(), 1);
  EXPECT_EQ(repository_.ContentRows(), 1);
  EXPECT_EQ(repository_.PendingRows(), 0);
}

TEST_F(ProvideRepeatTest, ManyPublishersAtOnce) {
  std::atomic<int> published = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> publishers;
  for (int publisher = 0; publisher < 8; ++publisher) {
    publishers.emplace_back([&, publisher] {
      for (int i = 0; i < 50; ++i) {
        Provision provision =
            AProvisionOf(AnEntry().AsFromSource().WithUniqueId(absl::StrCat("2.999.88.", i)),
                         absl::StrCat("bytes ", publisher % 2));
        absl::Status status = repository_.Provide(provision).status();
        if (status.ok()) {
          ++published;
        } else {
          EXPECT_THAT(CodesOf(status), ElementsAre("XDSNonIdenticalHash"));
          ++refused;
        }
      }
    });
  }
  for (std::thread& publisher : publishers) publisher.join();

  EXPECT_EQ(published, 200);
  EXPECT_EQ(refused, 200);
  EXPECT_EQ(repository_.ContentRows(), 50);
  EXPECT_EQ(repository_.PendingRows(), 0);
  EXPECT_EQ(repository_.Orphans(), 0);
}

}  // namespace
}  // namespace docshare::repository
