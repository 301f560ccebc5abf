#pragma once

#include "absl/status/statusor.h"
#include "absl/types/variant.h"
#include "docshare/registry/v1/association_queries.pb.h"
#include "docshare/registry/v1/document_queries.pb.h"
#include "docshare/registry/v1/folder_queries.pb.h"
#include "docshare/registry/v1/multi_patient_queries.pb.h"
#include "docshare/registry/v1/patient_queries.pb.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "docshare/registry/v1/submission_set_queries.pb.h"
#include "domain/ebrim/stored_query_request.h"

namespace docshare {

// The request of the RPC that answers a stored query, in the order of StoredQuery.
using QueryMessage = absl::variant<
    registry::v1::FindDocumentsRequest, registry::v1::FindSubmissionSetsRequest,
    registry::v1::FindFoldersRequest, registry::v1::GetAllRequest,
    registry::v1::GetDocumentsRequest, registry::v1::GetFoldersRequest,
    registry::v1::GetAssociationsRequest, registry::v1::GetDocumentsAndAssociationsRequest,
    registry::v1::GetSubmissionSetsRequest, registry::v1::GetSubmissionSetAndContentsRequest,
    registry::v1::GetFolderAndContentsRequest, registry::v1::GetFoldersForDocumentRequest,
    registry::v1::GetRelatedDocumentsRequest, registry::v1::FindDocumentsByReferenceIdRequest,
    registry::v1::FindDocumentsExcludeRequest,
    registry::v1::FindDocumentsForMultiplePatientsRequest,
    registry::v1::FindFoldersForMultiplePatientsRequest>;

// Understands the values of a query's parameters. Pages and commit position are left to the caller.
//
// Returns kInvalidArgument with all faults, each with the parameter's name as location:
// XDSRegistryError for a code without coding scheme, a CX, a time, a number, an object type or a
// documentAvailability that is none; XDSStoredQueryMissingParam for a required parameter whose
// statuses are all unknown. Unknown statuses are dropped, other texts are not looked at.
//
// Source: ITI TF-2:3.18.4.1.2.3.4 to 3.18.4.1.2.3.7.
absl::StatusOr<QueryMessage> ToQueryMessage(const StoredQueryRequest& request);

}  // namespace docshare
