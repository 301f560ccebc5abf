#pragma once

#include <grpcpp/grpcpp.h>

#include "docshare/registry/v1/registry_service.grpc.pb.h"

namespace docshare::registry {

// Base with these raw methods on top.
template <typename Base, template <typename> class... More>
struct WithMethods;

template <typename Base>
struct WithMethods<Base> {
  using Type = Base;
};

template <typename Base, template <typename> class Method, template <typename> class... More>
struct WithMethods<Base, Method, More...> {
  using Type = Method<typename WithMethods<Base, More...>::Type>;
};

using RegistryMethods = v1::RegistryService;

// The registry's service with every method raw: queries answer with bytes composed from stored
// rows, and a request that is no message gets an error of the standard, which it would not from
// generated code.
using RawRegistryService = WithMethods<
    // clang-format off
    v1::RegistryService::Service,
    // Changes.
    RegistryMethods::WithRawCallbackMethod_FeedPatient,
    RegistryMethods::WithRawCallbackMethod_MergePatients,
    RegistryMethods::WithRawCallbackMethod_ChangePatientLink,
    RegistryMethods::WithRawCallbackMethod_RegisterDocumentSet,
    RegistryMethods::WithRawCallbackMethod_RegisterOnDemandDocumentEntry,
    RegistryMethods::WithRawCallbackMethod_UpdateDocumentSet,
    RegistryMethods::WithRawCallbackMethod_RestrictedUpdateDocumentSet,
    RegistryMethods::WithRawCallbackMethod_RemoveMetadata,
    // Reads.
    RegistryMethods::WithRawCallbackMethod_ValidateSubmission,
    RegistryMethods::WithRawCallbackMethod_WatchDocuments,
    // Stored queries.
    RegistryMethods::WithRawCallbackMethod_FindDocuments,
    RegistryMethods::WithRawCallbackMethod_FindDocumentsByReferenceId,
    RegistryMethods::WithRawCallbackMethod_FindDocumentsExclude,
    RegistryMethods::WithRawCallbackMethod_FindDocumentsForMultiplePatients,
    RegistryMethods::WithRawCallbackMethod_FindFolders,
    RegistryMethods::WithRawCallbackMethod_FindFoldersForMultiplePatients,
    RegistryMethods::WithRawCallbackMethod_FindSubmissionSets,
    RegistryMethods::WithRawCallbackMethod_GetAll,
    RegistryMethods::WithRawCallbackMethod_GetAssociations,
    RegistryMethods::WithRawCallbackMethod_GetDocuments,
    RegistryMethods::WithRawCallbackMethod_GetDocumentsAndAssociations,
    RegistryMethods::WithRawCallbackMethod_GetFolderAndContents,
    RegistryMethods::WithRawCallbackMethod_GetFolders,
    RegistryMethods::WithRawCallbackMethod_GetFoldersForDocument,
    RegistryMethods::WithRawCallbackMethod_GetRelatedDocuments,
    RegistryMethods::WithRawCallbackMethod_GetSubmissionSetAndContents,
    RegistryMethods::WithRawCallbackMethod_GetSubmissionSets
    // clang-format on
    >::Type;

}  // namespace docshare::registry
