// WatchDocuments over the wire, to a whole registry in this process.

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/rpc/status_mapping.h"
#include "registry/server/testing/registry_server.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kKari[] = "12838520020";
constexpr char kOla[] = "30916130186";

// A follower. It keeps the place of the last response it has seen.
class Follower {
 public:
  Follower(const RegistryServer& server, const v1::WatchDocumentsRequest& request)
      : stub_(server.Stub()), reader_(stub_->WatchDocuments(&context_, request)) {}

  ~Follower() {
    context_.TryCancel();
    if (!finished_) Finish().IgnoreError();
  }

  // The next response; false at the end of the stream.
  bool Read() {
    response_.Clear();
    if (!reader_->Read(&response_)) return false;
    for (const auto& change : response_.changes()) changes_.push_back(change);
    place_.set_after_position(response_.reached_position());
    place_.clear_after_number();
    if (response_.has_reached_number()) place_.set_after_number(response_.reached_number());
    return true;
  }

  // Reads until there are so many changes.
  void ReadUntil(size_t changes) {
    while (changes_.size() < changes) ASSERT_TRUE(Read());
  }

  absl::Status Finish() {
    finished_ = true;
    return platform::FromGrpcStatus(reader_->Finish());
  }

  void Cancel() { context_.TryCancel(); }

  const v1::WatchDocumentsResponse& response() const { return response_; }
  const std::vector<v1::DocumentChange>& changes() const { return changes_; }
  // A request that goes on from here.
  const v1::WatchDocumentsRequest& place() const { return place_; }

 private:
  std::unique_ptr<v1::RegistryService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchDocumentsResponse>> reader_;
  v1::WatchDocumentsResponse response_;
  std::vector<v1::DocumentChange> changes_;
  v1::WatchDocumentsRequest place_;
  bool finished_ = false;
};

v1::RegisterDocumentSetRequest OneEntry(const char* patient = kKari) {
  return ASubmission().OfPatient(patient).With(AnEntry()).Build();
}

TEST(WatchDocumentsTest, FirstResponseComesAtOnceAndTellsThePlace) {
  RegistryServer server;
  server.FeedPatient(kKari);
  Follower follower(server, {});
  ASSERT_TRUE(follower.Read());
  EXPECT_EQ(follower.response().changes_size(), 0);
  EXPECT_EQ(follower.response().reached_position(), 1u);
  EXPECT_FALSE(follower.response().has_reached_number());
}

TEST(WatchDocumentsTest, NewCommitsArriveWithinASecond) {
  RegistryServer server;
  server.FeedPatient(kKari);
  Follower follower(server, {});
  ASSERT_TRUE(follower.Read());
  const auto registered = server.Register(OneEntry());
  const absl::Time committed = absl::Now();
  ASSERT_TRUE(follower.Read());
  EXPECT_LT(absl::Now() - committed, absl::Seconds(1));
  ASSERT_EQ(follower.response().changes_size(), 1);
  const v1::DocumentChange& change = follower.response().changes(0);
  EXPECT_EQ(change.position(), registered.commit_position());
  EXPECT_EQ(change.entry_uuid(), registered.assigned_ids(1).entry_uuid());
  EXPECT_EQ(change.document_entry().patient_id().id(), kKari);
}

TEST(WatchDocumentsTest, FiltersLetThroughWhatMatches) {
  RegistryServer server;
  server.FeedPatient(kKari);
  server.FeedPatient(kOla);
  v1::WatchDocumentsRequest request;
  *request.mutable_patient_id() = APatient(kKari);
  Follower follower(server, request);
  server.Register(OneEntry(kOla));
  const auto wanted = server.Register(OneEntry(kKari));
  follower.ReadUntil(1);
  ASSERT_EQ(follower.changes().size(), 1u);
  EXPECT_EQ(follower.changes()[0].position(), wanted.commit_position());
}

TEST(WatchDocumentsTest, NothingIsMissedOrSentTwiceOverBreaksAndRestarts) {
  RegistryServer server;
  server.FeedPatient(kKari);
  constexpr int kRounds = 4;
  constexpr int kSubmissions = 20;
  std::vector<std::pair<uint64_t, uint32_t>> seen;
  std::set<uint64_t> committed;
  v1::WatchDocumentsRequest place;
  for (int round = 0; round < kRounds; ++round) {
    Follower follower(server, place);
    std::thread writer([&] {
      for (int i = 0; i < kSubmissions; ++i) {
        committed.insert(
            server.Register(ASubmission().OfPatient(kKari).With(AnEntry()).With(AnEntry()).Build())
                .commit_position());
      }
    });
    // The follower breaks off in the middle, in some rounds within a submission.
    const size_t enough = kSubmissions + static_cast<size_t>(round);
    while (follower.changes().size() < enough) ASSERT_TRUE(follower.Read());
    for (const auto& change : follower.changes()) {
      seen.emplace_back(change.position(), change.number());
    }
    place = follower.place();
    follower.Cancel();
    writer.join();
    if (round % 2 == 0) {
      server.Stop();
      server.Start();
    }
  }
  Follower last(server, place);
  last.ReadUntil(2 * kRounds * kSubmissions - seen.size());
  for (const auto& change : last.changes()) seen.emplace_back(change.position(), change.number());
  std::vector<std::pair<uint64_t, uint32_t>> expected;
  for (uint64_t position : committed) {
    expected.emplace_back(position, 0);
    expected.emplace_back(position, 1);
  }
  EXPECT_EQ(seen, expected);
}

TEST(WatchDocumentsTest, SlowFollowerHoldsUpNobodyAndMissesNothing) {
  RegistryServer server;
  server.FeedPatient(kKari);
  Follower slow(server, {});
  ASSERT_TRUE(slow.Read());
  // More than the windows of the stream hold.
  constexpr int kSubmissions = 40;
  const std::string comment(100 << 10, 'x');
  for (int i = 0; i < kSubmissions; ++i) {
    server.Register(ASubmission()
                        .OfPatient(kKari)
                        .With(AnEntry().Also([&](metadata::v1::DocumentEntry& entry) {
                          entry.mutable_comments()->add_localized()->set_value(comment);
                        }))
                        .Build());
  }
  Follower quick(server, {});
  quick.ReadUntil(kSubmissions);
  slow.ReadUntil(kSubmissions);
  EXPECT_EQ(slow.changes().size(), size_t{kSubmissions});
}

TEST(WatchDocumentsTest, DrainEndsTheStreamAtOnce) {
  RegistryServer server;
  Follower follower(server, {});
  ASSERT_TRUE(follower.Read());
  const absl::Time begin = absl::Now();
  server.Stop();
  EXPECT_LT(absl::Now() - begin, absl::Seconds(2));
  EXPECT_FALSE(follower.Read());
  EXPECT_TRUE(absl::IsUnavailable(follower.Finish()));
}

TEST(WatchDocumentsTest, PlaceAheadOfTheRegistryIsRefused) {
  RegistryServer server;
  v1::WatchDocumentsRequest request;
  request.set_after_position(1000);
  Follower follower(server, request);
  EXPECT_FALSE(follower.Read());
  const absl::Status status = follower.Finish();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_TRUE(RegistryErrorsOf(status).has_value());
}

TEST(WatchDocumentsTest, MalformedFilterIsRefusedWithItsLocation) {
  RegistryServer server;
  v1::WatchDocumentsRequest request;
  request.add_class_codes()->set_code("A00-1");
  Follower follower(server, request);
  EXPECT_FALSE(follower.Read());
  const absl::Status status = follower.Finish();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  ASSERT_TRUE(RegistryErrorsOf(status).has_value());
  EXPECT_EQ(RegistryErrorsOf(status)->errors(0).location(), "class_codes[0]");
}

TEST(WatchDocumentsTest, NeedsTheRole) {
  auto roles = RegistryServer::AllRoles();
  roles.erase(std::find(roles.begin(), roles.end(), config::v1::ROLE_WATCH));
  RegistryServer server(roles);
  Follower follower(server, {});
  EXPECT_FALSE(follower.Read());
  EXPECT_TRUE(absl::IsPermissionDenied(follower.Finish()));
}

TEST(WatchDocumentsTest, TooManyFollowersAreRefusedAndRoomComesBack) {
  RegistryServer server;
  std::vector<std::unique_ptr<Follower>> followers;
  for (int i = 0; i < 256; ++i) {
    followers.push_back(std::make_unique<Follower>(server, v1::WatchDocumentsRequest()));
    ASSERT_TRUE(followers.back()->Read()) << i;
  }
  {
    Follower refused(server, {});
    EXPECT_FALSE(refused.Read());
    EXPECT_TRUE(absl::IsResourceExhausted(refused.Finish()));
  }
  followers.pop_back();
  bool admitted = false;
  while (!admitted) admitted = Follower(server, {}).Read();
}

TEST(WatchDocumentsTest, LogNamesNoPatient) {
  RegistryServer server;
  server.FeedPatient(kKari);
  server.Register(OneEntry());
  v1::WatchDocumentsRequest request;
  *request.mutable_patient_id() = APatient(kKari);
  Follower follower(server, request);
  follower.ReadUntil(1);
  EXPECT_THAT(server.Log(), Not(HasSubstr(kKari)));
}

}  // namespace
}  // namespace docshare::registry
