#include "registry/feed/read_changes.h"

#include <atomic>
#include <thread>
#include <vector>

#include "domain/errors/xds_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/objects/testing/edited_store.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::ElementsAre;

constexpr char kKari[] = "12838520020";
constexpr char kOla[] = "30916130186";

class ReadChangesTest : public ::testing::Test {
 protected:
  ReadChangesTest() : kari_(edited_.AddPatient(kKari)), ola_(edited_.AddPatient(kOla)) {}

  FeedBatch Read(const FeedPlace& after, const v1::WatchDocumentsRequest& request = {},
                 const FeedLimits& limits = {}) {
    auto filter = ChangeFilter::Create(request);
    EXPECT_TRUE(filter.ok()) << filter.status();
    auto batch = ReadChanges(edited_.store(), *filter, after, limits);
    EXPECT_TRUE(batch.ok()) << batch.status();
    return batch.ok() ? *batch : FeedBatch();
  }

  static v1::WatchDocumentsResponse Parse(const FeedBatch& batch) {
    v1::WatchDocumentsResponse response;
    EXPECT_TRUE(response.ParseFromString(batch.response));
    EXPECT_EQ(static_cast<size_t>(response.changes_size()), batch.changes);
    EXPECT_EQ(response.reached_position(), batch.reached.position);
    EXPECT_EQ(response.has_reached_number(), batch.reached.number.has_value());
    return response;
  }

  EditedStore edited_;
  const uint64_t kari_;
  const uint64_t ola_;
};

TEST_F(ReadChangesTest, EmptyFeedIsCaughtUpAtTheDurablePosition) {
  const FeedBatch batch = Read({});
  EXPECT_TRUE(batch.caught_up);
  EXPECT_EQ(batch.reached.position, edited_.store().durable_position());
  EXPECT_EQ(Parse(batch).changes_size(), 0);
}

TEST_F(ReadChangesTest, TellsWhatHappenedWithTheEntryAsItIsNow) {
  const EntryUuid uuid = edited_.Register(AnEntry().OfPatient(kKari).WithUniqueId("2.999.77.1"));
  edited_.Edit([&](ObjectEditor& editor) {
    EXPECT_TRUE(editor.SetDocumentStatus(uuid, metadata::v1::AVAILABILITY_STATUS_DEPRECATED).ok());
  });
  const v1::WatchDocumentsResponse response = Parse(Read({}));
  ASSERT_EQ(response.changes_size(), 2);
  const v1::DocumentChange& first = response.changes(0);
  EXPECT_EQ(first.position(), 3u);
  EXPECT_EQ(first.number(), 0u);
  EXPECT_EQ(first.kind(), v1::DOCUMENT_CHANGE_KIND_REGISTERED);
  EXPECT_EQ(first.entry_uuid(), uuid.ToString());
  EXPECT_EQ(first.unique_id(), "2.999.77.1");
  EXPECT_EQ(first.repository_unique_id(), first.document_entry().repository_unique_id());
  EXPECT_FALSE(first.repository_unique_id().empty());
  EXPECT_EQ(first.committed_s(), 1003);
  // As it is now, not as it was then.
  EXPECT_EQ(first.document_entry().availability_status(),
            metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  EXPECT_EQ(response.changes(1).position(), 4u);
  EXPECT_EQ(response.changes(1).kind(), v1::DOCUMENT_CHANGE_KIND_DEPRECATED);
}

TEST_F(ReadChangesTest, RemovedDocumentComesWithoutItsEntry) {
  const EntryUuid uuid = edited_.Register(AnEntry().OfPatient(kKari));
  edited_.Edit([&](ObjectEditor& editor) { EXPECT_TRUE(editor.Remove(uuid).ok()); });
  const v1::WatchDocumentsResponse response = Parse(Read({}));
  ASSERT_EQ(response.changes_size(), 2);
  EXPECT_EQ(response.changes(1).kind(), v1::DOCUMENT_CHANGE_KIND_REMOVED);
  EXPECT_FALSE(response.changes(0).has_document_entry());
  EXPECT_FALSE(response.changes(1).has_document_entry());
  EXPECT_FALSE(response.changes(1).unique_id().empty());
}

// Who follows Kari's documents must not see Ola's, whatever its UUID was before.
TEST_F(ReadChangesTest, AnotherDocumentWithTheUuidOfARemovedOneIsNotShown) {
  const std::string urn = "urn:uuid:00000000-0000-4000-8000-000000000077";
  const EntryUuid uuid = edited_.Register(AnEntry().OfPatient(kKari).WithEntryUuid(urn));
  edited_.Edit([&](ObjectEditor& editor) { EXPECT_TRUE(editor.Remove(uuid).ok()); });
  edited_.Register(AnEntry().OfPatient(kOla).WithEntryUuid(urn));
  v1::WatchDocumentsRequest of_kari;
  *of_kari.mutable_patient_id() = APatient(kKari);
  const v1::WatchDocumentsResponse response = Parse(Read({}, of_kari));
  ASSERT_EQ(response.changes_size(), 2);
  EXPECT_FALSE(response.changes(0).has_document_entry());
  EXPECT_FALSE(response.changes(1).has_document_entry());
  const v1::WatchDocumentsResponse all = Parse(Read({}));
  ASSERT_EQ(all.changes_size(), 3);
  EXPECT_FALSE(all.changes(0).has_document_entry());
  EXPECT_TRUE(all.changes(2).has_document_entry());
}

TEST_F(ReadChangesTest, GoesOnInTheMiddleOfASubmission) {
  auto submission = ASubmission().OfPatient(kKari);
  for (int i = 0; i < 5; ++i) submission.With(AnEntry());
  edited_.Register(submission.Build());
  FeedLimits limits;
  limits.max_changes = 2;
  std::vector<uint32_t> numbers;
  FeedPlace place;
  FeedBatch batch;
  do {
    batch = Read(place, {}, limits);
    const v1::WatchDocumentsResponse response = Parse(batch);
    for (const auto& change : response.changes()) numbers.push_back(change.number());
    place = batch.reached;
  } while (!batch.caught_up);
  EXPECT_THAT(numbers, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_FALSE(place.number.has_value());
}

TEST_F(ReadChangesTest, BatchEndsAtItsBytes) {
  for (int i = 0; i < 3; ++i) edited_.Register(AnEntry().OfPatient(kKari));
  FeedLimits limits;
  limits.max_bytes = 1;
  const FeedBatch batch = Read({}, {}, limits);
  EXPECT_EQ(batch.changes, 1u);
  EXPECT_FALSE(batch.caught_up);
}

TEST_F(ReadChangesTest, ReachesThePlaceBehindRowsThatDoNotMatch) {
  for (int i = 0; i < 3; ++i) edited_.Register(AnEntry().OfPatient(kOla));
  v1::WatchDocumentsRequest request;
  *request.mutable_patient_id() = APatient(kKari);
  FeedLimits limits;
  limits.max_rows = 2;
  const FeedBatch first = Read({}, request, limits);
  EXPECT_EQ(first.changes, 0u);
  EXPECT_FALSE(first.caught_up);
  EXPECT_EQ(first.reached.position, 4u);
  EXPECT_TRUE(Read(first.reached, request, limits).caught_up);
}

TEST_F(ReadChangesTest, PlaceAtTheLastNumberOfAPositionGoesOnBehindIt) {
  edited_.Register(AnEntry().OfPatient(kKari));
  FeedPlace place{2, 0xffffffffu};
  EXPECT_EQ(Read(place).changes, 1u);
  place.position = 3;
  EXPECT_EQ(Read(place).changes, 0u);
}

TEST_F(ReadChangesTest, PositionsThatMayBeGivenAgainAreNotReached) {
  const uint64_t durable = edited_.store().durable_position();
  ASSERT_TRUE(edited_.store().Commit({}, durable + 3, false).ok());
  EXPECT_EQ(Read({}).reached.position, durable);
  // The place of a query's reply, say: what comes is sent, maybe once more.
  EXPECT_EQ(Read({durable + 2, absl::nullopt}).reached.position, durable);
}

TEST_F(ReadChangesTest, PlaceAheadOfTheRegistryIsRefused) {
  auto filter = ChangeFilter::Create({});
  auto batch = ReadChanges(edited_.store(), *filter, {99, absl::nullopt}, {});
  EXPECT_TRUE(absl::IsFailedPrecondition(batch.status()));
  ASSERT_TRUE(RegistryErrorsOf(batch.status()).has_value());
  EXPECT_EQ(RegistryErrorsOf(batch.status())->errors(0).location(), "after_position");
}

TEST_F(ReadChangesTest, DamagedRowIsDataLoss) {
  platform::KvBatch batch;
  batch.Put(std::string("\x0f\0\0\0\0\0\0\0\x03\0\0\0\0", 13), "\xff");
  edited_.Commit(batch);
  auto filter = ChangeFilter::Create({});
  EXPECT_TRUE(absl::IsDataLoss(ReadChanges(edited_.store(), *filter, {}, {}).status()));
}

TEST_F(ReadChangesTest, NothingIsMissedOrTornWhileOthersCommit) {
  constexpr int kSubmissions = 200;
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < kSubmissions; ++i) {
      edited_.Register(ASubmission().OfPatient(kKari).With(AnEntry()).With(AnEntry()).Build());
    }
    done = true;
  });
  FeedLimits limits;
  limits.max_changes = 7;
  std::vector<std::pair<uint64_t, uint32_t>> seen;
  FeedPlace place;
  for (bool last = false; !last;) {
    last = done;
    FeedBatch batch;
    do {
      batch = Read(place, {}, limits);
      const v1::WatchDocumentsResponse response = Parse(batch);
      for (const auto& change : response.changes()) {
        seen.emplace_back(change.position(), change.number());
      }
      place = batch.reached;
    } while (!batch.caught_up);
  }
  writer.join();
  ASSERT_EQ(seen.size(), size_t{2 * kSubmissions});
  for (size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].first, 3 + i / 2);
    EXPECT_EQ(seen[i].second, i % 2);
  }
}

}  // namespace
}  // namespace docshare::registry
