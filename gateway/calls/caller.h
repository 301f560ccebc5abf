#pragma once

#include <grpcpp/client_context.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace docshare::gateway {

// Who asked the gateway. Every call that the request becomes is made in this system's name.
struct Caller {
  // As its certificate names it, see platform::PeerIdentity.
  std::string system;
  // A serialized rpc.v1.Claims: what its token says; empty without one.
  std::string claims;
};

// Returns kUnauthenticated for a system whose name metadata cannot carry: gRPC ends the process
// over anything but printable ASCII, and a common name may be anything.
absl::Status CheckCanIntroduce(absl::string_view system);

// Tells the core, in the metadata of a call, who asked. Requires CheckCanIntroduce().
void Introduce(const Caller& caller, grpc::ClientContext* context);

// How long calls may take.
struct CallLimits {
  // One question or one change, its repetitions included.
  absl::Duration call_timeout = absl::Seconds(25);
  // One transfer of documents.
  absl::Duration transfer_timeout = absl::Hours(6);
};

}  // namespace docshare::gateway
