#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/xml/xml_document.h"
#include "gateway/calls/caller.h"
#include "gateway/calls/registry_calls.h"

namespace docshare::gateway {

// What an lcm:SubmitObjectsRequest asks a registry for.
enum class SubmissionKind {
  kRegisterDocumentSet,            // ITI-42
  kRegisterOnDemandDocumentEntry,  // ITI-61
  kUpdateDocumentSet,              // ITI-57
  kRestrictedUpdateDocumentSet,    // ITI-92
};

// Does what the lcm:SubmitObjectsRequest asks for and answers with an rs:RegistryResponse.
//
// Returns kInvalidArgument for another message, and kPermissionDenied and kUnauthenticated when the
// registry does not serve the caller: SOAP faults. Every other refusal is in the answer.
//
// Source: ITI TF-2:3.42.4.1, 3.61.4.1; ITI supplements Metadata Update 3.57.4.1 and Restricted
// Metadata Update 3.92.
absl::StatusOr<std::string> AnswerSubmission(const XmlNode& body, SubmissionKind kind,
                                             const RegistryCalls& registry, const Caller& caller);

}  // namespace docshare::gateway
