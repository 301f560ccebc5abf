#include "consumer/client/patient_feed.h"

#include <gtest/gtest.h>

#include "consumer/client/testing/fake_registry.h"
#include "consumer/client/testing/loopback_server.h"
#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

using docshare::registry::v1::FeedPatientRequest;
using docshare::registry::v1::FeedPatientResponse;
using docshare::registry::v1::MergePatientsRequest;
using docshare::registry::v1::MergePatientsResponse;

class PatientFeedTest : public ::testing::Test {
 protected:
  PatientFeedTest() : server_({&registry_}) {
    PatientFeedOptions options;
    options.registry = server_.channel();
    options.limits.retry.initial_backoff = absl::Milliseconds(1);
    absl::StatusOr<std::unique_ptr<PatientFeed>> feed = PatientFeed::Create(options);
    EXPECT_TRUE(feed.ok()) << feed.status();
    feed_ = *std::move(feed);
    request_.mutable_patient_id()->set_id("20891270128");
    request_.mutable_demographics()->set_family_name("Nordmann");
  }

  FakeRegistry registry_;
  LoopbackServer server_;
  std::unique_ptr<PatientFeed> feed_;
  FeedPatientRequest request_;
};

TEST_F(PatientFeedTest, TellsWhetherThePatientIsNew) {
  absl::StatusOr<FeedPatientResponse> first = feed_->Feed(request_);
  absl::StatusOr<FeedPatientResponse> second = feed_->Feed(request_);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_TRUE(first->created());
  EXPECT_FALSE(second->created());
  EXPECT_EQ(registry_.fed().at(0).demographics().family_name(), "Nordmann");
}

TEST_F(PatientFeedTest, RepeatsWhileTheRegistryIsUnavailable) {
  registry_.failures().Plan(1, absl::UnavailableError("draining"));
  EXPECT_TRUE(feed_->Feed(request_).ok());
  EXPECT_EQ(registry_.failures().calls(), 2);
}

TEST_F(PatientFeedTest, MergesAndRepeatsWhileTheRegistryIsUnavailable) {
  ASSERT_TRUE(feed_->Feed(request_).ok());
  MergePatientsRequest merge;
  *merge.mutable_subsumed() = request_.patient_id();
  merge.mutable_surviving()->set_id("30916130186");
  registry_.failures().Plan(1, absl::UnavailableError("draining"));
  absl::StatusOr<MergePatientsResponse> response = feed_->Merge(merge);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(response->changed());
  EXPECT_EQ(registry_.failures().calls(), 3);
}

TEST_F(PatientFeedTest, RefusalComesBackWithItsErrors) {
  registry_.failures().Plan(1, Refusal(absl::StatusCode::kInvalidArgument,
                                       "XDSRegistryMetadataError", "not a CX", "patient_id"));
  absl::Status status = feed_->Feed(request_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(RegistryErrorsOf(status).has_value());
  EXPECT_EQ(RegistryErrorsOf(status)->errors(0).location(), "patient_id");
}

}  // namespace
}  // namespace docshare::consumer
