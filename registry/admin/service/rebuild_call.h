#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/sync_stream.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "docshare/admin/v1/registry_admin_service.pb.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "registry/admin/command_sender.h"
#include "registry/admin/index_rebuild.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// One RebuildIndexes call: sends the pieces through the log and tells the caller how far it is.
class RebuildCall {
 public:
  // Everything must outlive the call.
  struct Collaborators {
    const RegistryStore* store;
    const CommandSender* commands;
    const platform::Clock* clock;
    platform::OperationalLog* log;
    // True once the server drains: the rebuild ends with UNAVAILABLE.
    const std::atomic<bool>* draining;
  };

  RebuildCall(const Collaborators& with, const grpc::ServerContext* context,
              grpc::ServerWriter<admin::v1::RebuildIndexesResponse>* writer, std::string caller)
      : with_(with), context_(context), writer_(writer), caller_(std::move(caller)) {}

  absl::Status Run(bool compare_only);

 private:
  // Why the rebuild has to end now; ok when it does not.
  absl::Status Stopped() const;
  absl::StatusOr<RebuiltRows> Apply(const storage::v1::RebuildIndexesCommand& piece) const;
  absl::Status Tell(const RebuildProgress& progress);

  const Collaborators with_;
  const grpc::ServerContext* const context_;
  grpc::ServerWriter<admin::v1::RebuildIndexesResponse>* const writer_;
  const std::string caller_;
  absl::Time told_ = absl::InfinitePast();
  uint64_t rows_ = 0;
  uint64_t changed_ = 0;
  uint64_t unreadable_ = 0;
};

}  // namespace docshare::registry
