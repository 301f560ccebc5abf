#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "gateway/hl7v2/patient_commands.h"
#include "platform/rpc/retry.h"

namespace docshare::gateway {

// How long commands may take, their repetitions included.
struct PatientCommandLimits {
  absl::Duration feed_timeout = absl::Seconds(10);
  // Of a merge and of a link change, which may move very many objects.
  absl::Duration move_timeout = absl::Minutes(1);
  // Repetition on UNAVAILABLE.
  platform::RetryPolicy retry;
};

// Runs commands as calls of RegistryService, in the sender's name: the metadata key
// "docshare-acting-for" holds it, see Role.ROLE_ACT_FOR.
class GrpcPatientCommands : public PatientCommands {
 public:
  explicit GrpcPatientCommands(const std::shared_ptr<grpc::Channel>& channel,
                               const PatientCommandLimits& limits = {});

  absl::Status Run(const std::string& system, const PatientCommand& command) override;

 private:
  const PatientCommandLimits limits_;
  const std::unique_ptr<registry::v1::RegistryService::Stub> registry_;
};

}  // namespace docshare::gateway
