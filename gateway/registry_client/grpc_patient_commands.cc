#include "gateway/registry_client/grpc_patient_commands.h"

#include <grpcpp/client_context.h>

#include <variant>

#include "absl/time/clock.h"
#include "gateway/calls/caller.h"

namespace docshare::gateway {
namespace {

using registry::v1::ChangePatientLinkRequest;
using registry::v1::ChangePatientLinkResponse;
using registry::v1::FeedPatientRequest;
using registry::v1::FeedPatientResponse;
using registry::v1::MergePatientsRequest;
using registry::v1::MergePatientsResponse;
using registry::v1::RegistryService;

// One call of the RPC that a command is for.
struct CallRegistry {
  RegistryService::Stub& registry;
  grpc::ClientContext& context;

  grpc::Status operator()(const FeedPatientRequest& request) const {
    FeedPatientResponse response;
    return registry.FeedPatient(&context, request, &response);
  }
  grpc::Status operator()(const MergePatientsRequest& request) const {
    MergePatientsResponse response;
    return registry.MergePatients(&context, request, &response);
  }
  grpc::Status operator()(const ChangePatientLinkRequest& request) const {
    ChangePatientLinkResponse response;
    return registry.ChangePatientLink(&context, request, &response);
  }
};

}  // namespace

GrpcPatientCommands::GrpcPatientCommands(const std::shared_ptr<grpc::Channel>& channel,
                                         const PatientCommandLimits& limits)
    : limits_(limits), registry_(RegistryService::NewStub(channel)) {}

absl::Status GrpcPatientCommands::Run(const std::string& system, const PatientCommand& command) {
  if (absl::Status known = CheckCanIntroduce(system); !known.ok()) return known;
  const bool is_feed = std::holds_alternative<FeedPatientRequest>(command);
  const absl::Time deadline = absl::Now() + (is_feed ? limits_.feed_timeout : limits_.move_timeout);
  return platform::CallWithRetry(limits_.retry, deadline, [&](grpc::ClientContext& context) {
    Introduce({.system = system, .claims = ""}, &context);
    return std::visit(CallRegistry{*registry_, context}, command);
  });
}

}  // namespace docshare::gateway
