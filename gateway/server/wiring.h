#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/calls/registry_calls.h"
#include "gateway/calls/repository_calls.h"
#include "gateway/hl7v2/patient_feed_handler.h"
#include "gateway/registry_client/grpc_patient_commands.h"
#include "gateway/server/settings.h"
#include "gateway/services/answer_delivery.h"
#include "gateway/services/soap_handler.h"
#include "gateway/services/xds_services.h"
#include "platform/clock/system_clock.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/random/random_uuid_source.h"

namespace docshare::gateway {

// A gateway and everything it works with.
class Gateway {
 public:
  // `log` must outlive the gateway. Returns the errors of OpenChannel; a registry or repository
  // that cannot be reached is none: requests are told.
  static absl::StatusOr<std::unique_ptr<Gateway>> Open(Settings settings,
                                                       platform::OperationalLog* log);

  // Serves until a signal or a request arrives, then drains.
  absl::Status Serve(platform::ShutdownSignals& signals);

 private:
  Gateway(Settings settings, platform::OperationalLog* log);

  absl::Status Connect();

  const Settings settings_;
  platform::OperationalLog* const log_;
  const platform::SystemClock clock_;
  platform::RandomUuidSource uuids_;
  std::unique_ptr<RegistryCalls> registry_;
  std::unique_ptr<RepositoryCalls> repositories_;
  std::unique_ptr<XdsServices> services_;
  std::unique_ptr<AnswerDelivery> delivery_;
  std::unique_ptr<SoapHandler> soap_;
  // Null without a feed.
  std::unique_ptr<GrpcPatientCommands> commands_;
  std::unique_ptr<PatientFeedHandler> feed_;
};

}  // namespace docshare::gateway
