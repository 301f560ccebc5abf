#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "consumer/client/call_limits.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "platform/rpc/channel.h"

namespace docshare::consumer {

struct PatientFeedOptions {
  platform::ChannelOptions registry;
  CallLimits limits;
};

// The Patient Identity Source actor: tells one registry which patients exist, and which of them are
// one. Holds one connection, made on first use.
//
// Thread-safe. Calls block.
// Source: ITI TF-1:10.1.1.6.
class PatientFeed {
 public:
  // Connects to nothing yet. Returns the errors of platform::OpenChannel.
  static absl::StatusOr<std::unique_ptr<PatientFeed>> Create(const PatientFeedOptions& options);

  // Makes a patient known. May be repeated, and is repeated on UNAVAILABLE.
  // Returns the errors of FeedPatient, with the standard's errors (see RegistryErrorsOf).
  absl::StatusOr<docshare::registry::v1::FeedPatientResponse> Feed(
      const docshare::registry::v1::FeedPatientRequest& request);

  // Joins two records of one person, for good. May be repeated, and is repeated on UNAVAILABLE.
  // Returns the errors of MergePatients, with the standard's errors.
  absl::StatusOr<docshare::registry::v1::MergePatientsResponse> Merge(
      const docshare::registry::v1::MergePatientsRequest& request);

 private:
  explicit PatientFeed(CallLimits limits);

  const CallLimits limits_;
  std::unique_ptr<docshare::registry::v1::RegistryService::Stub> registry_;
};

}  // namespace docshare::consumer
