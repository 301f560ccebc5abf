#pragma once

#include "absl/status/statusor.h"
#include "docshare/config/v1/gateway_config.pb.h"
#include "domain/hl7v2/patient_feed_message.h"
#include "gateway/hl7v2/mllp_server.h"

namespace docshare::gateway {

// The options that a configuration asks for; what it does not mention keeps its default.
MllpServerOptions MllpServerOptionsFrom(const config::v1::Mllp& mllp);

// Whose identifiers the feed takes. Returns kInvalidArgument, naming the field and its value, for
// what is no OID, for no authority at all, and for a default that is none of them.
absl::StatusOr<CommunityAuthorities> CommunityAuthoritiesFrom(const config::v1::Mllp& mllp);

}  // namespace docshare::gateway
