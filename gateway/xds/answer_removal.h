#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/xml/xml_document.h"
#include "gateway/calls/caller.h"
#include "gateway/calls/registry_calls.h"

namespace docshare::gateway {

// Removes the objects an lcm:RemoveObjectsRequest names and answers with an rs:RegistryResponse
// [ITI-62]. The location of an error is the entryUUID it is about.
//
// Returns kInvalidArgument for another message, and kPermissionDenied and kUnauthenticated when the
// registry does not serve the caller: SOAP faults. Every other refusal is in the answer.
//
// Source: ITI supplement Remove Metadata and Documents, 3.62.4.1.
absl::StatusOr<std::string> AnswerRemoval(const XmlNode& body, const RegistryCalls& registry,
                                          const Caller& caller);

}  // namespace docshare::gateway
