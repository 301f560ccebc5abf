#pragma once

#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::registry {

// The submission that a message of ITI-61 brings, in the form that rules take.
v1::RegisterDocumentSetRequest SubmissionOf(
    const v1::RegisterOnDemandDocumentEntryRequest& request);

}  // namespace docshare::registry
