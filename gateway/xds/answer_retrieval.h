#pragma once

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "domain/ids/home_community_id.h"
#include "domain/xml/xml_document.h"
#include "gateway/calls/caller.h"
#include "gateway/calls/repository_calls.h"
#include "gateway/xds/answer_stream.h"

namespace docshare::gateway {

// Answers an xds:RetrieveDocumentSetRequest [ITI-43, 39] with an xds:RetrieveDocumentSetResponse.
// The repositories are asked for every document first, so that the response can say what became of
// each; then the bytes go through, a few MiB of small documents at a time being held. With
// `community`, as a Responding Gateway does: every request has to name it, every error says it.
//
// Returns, before anything is written, kInvalidArgument for another message, and kPermissionDenied
// and kUnauthenticated when a repository does not serve the caller: SOAP faults. Any later error
// breaks the answer off: the connection must be cut, so that nobody takes a part for the whole.
//
// Source: ITI TF-2:3.43.4.1, 3.39.4.1.
absl::Status AnswerRetrieval(const XmlNode& body, const absl::optional<HomeCommunityId>& community,
                             const RepositoryCalls& repositories, const Caller& caller,
                             AnswerStream& answer);

}  // namespace docshare::gateway
