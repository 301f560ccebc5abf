#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/xml/xml_document.h"
#include "gateway/calls/caller.h"
#include "gateway/calls/repository_calls.h"

namespace docshare::gateway {

// Removes the documents an rmd:RemoveDocumentsRequest names and answers with an rs:RegistryResponse
// [ITI-86]. The location of an error is the unique id of the document.
//
// Returns kInvalidArgument for another message, and kPermissionDenied and kUnauthenticated when a
// repository does not serve the caller: SOAP faults. Every other refusal is in the answer.
//
// Source: ITI supplement Remove Metadata and Documents, 3.86.4.1.
absl::StatusOr<std::string> AnswerDocumentRemoval(const XmlNode& body,
                                                  const RepositoryCalls& repositories,
                                                  const Caller& caller);

}  // namespace docshare::gateway
