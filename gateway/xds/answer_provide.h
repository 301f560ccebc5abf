#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/xml/xml_document.h"
#include "gateway/calls/caller.h"
#include "gateway/calls/repository_calls.h"
#include "gateway/soap/soap_message.h"

namespace docshare::gateway {

// Provides and registers the documents of an xds:ProvideAndRegisterDocumentSetRequest and answers
// with an rs:RegistryResponse [ITI-41]. Attachments go to the repository as they arrive, piece by
// piece.
//
// Returns kInvalidArgument for another message and for one whose attachments are not what it says,
// the error of `message` when it breaks off, and kPermissionDenied and kUnauthenticated when the
// repository does not serve the caller: SOAP faults, and nothing was stored. Every other refusal is
// in the answer.
//
// Source: ITI TF-2:3.41.4.1.
absl::StatusOr<std::string> AnswerProvide(const XmlNode& body, SoapMessage& message,
                                          const RepositoryCalls& repositories,
                                          const Caller& caller);

}  // namespace docshare::gateway
