#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/ids/home_community_id.h"

namespace docshare::gateway {

// Whether a request to a Responding Gateway asks for the community it serves. `asked` is the text
// of the request; its prefix "urn:oid:" may be missing, as gateways in use leave it out. `where` is
// the location of the error, `rule` what a request without a community is told.
//
// Returns XDSMissingHomeCommunityId for an empty text and XDSUnknownCommunity for another
// community. Source: ITI TF-2:3.38.4.1.3, 3.39.4.1.3.
absl::Status CheckAskedCommunity(absl::string_view asked, const HomeCommunityId& served,
                                 absl::string_view where, absl::string_view rule);

}  // namespace docshare::gateway
