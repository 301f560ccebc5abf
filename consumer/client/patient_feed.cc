#include "consumer/client/patient_feed.h"

#include "absl/time/clock.h"
#include "platform/rpc/retry.h"

namespace docshare::consumer {

using docshare::registry::v1::FeedPatientRequest;
using docshare::registry::v1::FeedPatientResponse;
using docshare::registry::v1::MergePatientsRequest;
using docshare::registry::v1::MergePatientsResponse;
using docshare::registry::v1::RegistryService;

PatientFeed::PatientFeed(CallLimits limits) : limits_(limits) {}

absl::StatusOr<std::unique_ptr<PatientFeed>> PatientFeed::Create(
    const PatientFeedOptions& options) {
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = platform::OpenChannel(options.registry);
  if (!channel.ok()) return channel.status();
  std::unique_ptr<PatientFeed> feed(new PatientFeed(options.limits));
  feed->registry_ = RegistryService::NewStub(*channel);
  return feed;
}

absl::StatusOr<FeedPatientResponse> PatientFeed::Feed(const FeedPatientRequest& request) {
  FeedPatientResponse response;
  absl::Status status = platform::CallWithRetry(
      limits_.retry, absl::Now() + limits_.call_timeout, [&](grpc::ClientContext& context) {
        return registry_->FeedPatient(&context, request, &response);
      });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<MergePatientsResponse> PatientFeed::Merge(const MergePatientsRequest& request) {
  MergePatientsResponse response;
  absl::Status status = platform::CallWithRetry(
      limits_.retry, absl::Now() + limits_.call_timeout, [&](grpc::ClientContext& context) {
        return registry_->MergePatients(&context, request, &response);
      });
  if (!status.ok()) return status;
  return response;
}

}  // namespace docshare::consumer
