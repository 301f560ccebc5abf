#pragma once

#include <string>

#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare {

// 32 bytes, SHA-256: what a submission says. Requires resolved ids (ResolveSubmissionIds()).
//
// The same submission sent again has the same digest. What the registry sets by itself and what
// makes no difference by the standard does not count: availability_status, version,
// last_update_time, a logical_id equal to the object's own id, upper or lower case of hash.
//
// Digests are stored and compared with digests made by older releases: a change of the form needs
// a new rule version of the command.
std::string ContentDigest(const registry::v1::RegisterDocumentSetRequest& request);

}  // namespace docshare
