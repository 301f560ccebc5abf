#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "domain/ids/home_community_id.h"
#include "domain/query/stored_query_catalogue.h"
#include "domain/xml/xml_document.h"
#include "gateway/calls/caller.h"
#include "gateway/calls/registry_calls.h"

namespace docshare::gateway {

// Answers a query:AdhocQueryRequest [ITI-18, 38, 51] with a query:AdhocQueryResponse: every page of
// the registry's answer, written as it comes. With `community`, as a Responding Gateway does: the
// query may have to name the community, the answer names it in every object and in every error.
//
// Returns kInvalidArgument for another message, and kPermissionDenied and kUnauthenticated when the
// registry does not serve the caller: SOAP faults. Every other refusal is in the answer.
//
// Source: ITI TF-2:3.18.4.1, 3.51.4.1, 3.38.4.1.
absl::StatusOr<std::string> AnswerStoredQuery(const XmlNode& body, QueryTransaction transaction,
                                              const absl::optional<HomeCommunityId>& community,
                                              const RegistryCalls& registry, const Caller& caller);

}  // namespace docshare::gateway
