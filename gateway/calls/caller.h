#pragma once

#include <string>

#include "absl/time/time.h"
#include "platform/rpc/peer_identity.h"

namespace docshare::gateway {

// Who asked the gateway. Every call that the request becomes is made in this system's name.
struct Caller {
  // As its certificate names it, see platform::PeerIdentity.
  std::string system;
};

// How long calls may take.
struct CallLimits {
  // One question or one change, its repetitions included.
  absl::Duration call_timeout = absl::Seconds(25);
  // One transfer of documents.
  absl::Duration transfer_timeout = absl::Hours(6);
};

}  // namespace docshare::gateway
