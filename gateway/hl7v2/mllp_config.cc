#include "gateway/hl7v2/mllp_config.h"

#include <chrono>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"
#include "platform/rpc/transport_config.h"

namespace docshare::gateway {

MllpServerOptions MllpServerOptionsFrom(const config::v1::Mllp& mllp) {
  MllpServerOptions options;
  options.listen_address = mllp.listener().address();
  options.security = platform::TransportSecurityFrom(mllp.listener());
  options.port_file = mllp.listener().port_file();
  if (mllp.max_connections() > 0) options.max_connections = mllp.max_connections();
  if (mllp.message_limit_s() > 0) {
    options.limits.message_time = std::chrono::seconds(mllp.message_limit_s());
  }
  if (mllp.idle_limit_s() > 0) options.limits.idle_time = std::chrono::seconds(mllp.idle_limit_s());
  return options;
}

absl::StatusOr<CommunityAuthorities> CommunityAuthoritiesFrom(const config::v1::Mllp& mllp) {
  CommunityAuthorities community;
  for (const std::string& text : mllp.assigning_authorities()) {
    absl::StatusOr<Oid> oid = Oid::Parse(text);
    if (!oid.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("mllp.assigning_authorities: ", Quote(text), " is not an OID"));
    }
    community.oids.insert(*std::move(oid));
  }
  if (community.oids.empty()) {
    return absl::InvalidArgumentError(
        "mllp.assigning_authorities is empty; name the OIDs whose patients the feed may make "
        "known");
  }
  const std::string& text = mllp.default_assigning_authority();
  if (text.empty()) return community;
  absl::StatusOr<Oid> oid = Oid::Parse(text);
  if (!oid.ok() || community.oids.count(*oid) == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("mllp.default_assigning_authority: ", Quote(text),
                     " is none of mllp.assigning_authorities"));
  }
  community.without_oid = *std::move(oid);
  return community;
}

}  // namespace docshare::gateway
