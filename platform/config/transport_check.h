#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "docshare/config/v1/transport.pb.h"
#include "platform/config/config_faults.h"

namespace docshare::platform {

// Reports what is missing or contradictory in the settings of one end of a connection. `field` is
// the name of the message in its configuration. Whether the files can be read, and whether plain
// text is allowed on the address, is found out when credentials are made of them.
void CheckListener(const docshare::config::v1::Listener& listener, absl::string_view field,
                   ConfigFaults& faults);
void CheckEndpoint(const docshare::config::v1::Endpoint& endpoint, absl::string_view field,
                   ConfigFaults& faults);

// Reports a `metrics_address` that is neither empty nor an IP address and a port.
void CheckMetricsAddress(const std::string& address, ConfigFaults& faults);

}  // namespace docshare::platform
