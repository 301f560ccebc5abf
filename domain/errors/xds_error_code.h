#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "docshare/metadata/v1/registry_error.pb.h"

namespace docshare {

// Every error code the standard gives to ITI-18, ITI-41, ITI-42, ITI-43, ITI-57, ITI-62 and ITI-92,
// except the retired XDSReplaceFailed, which nobody may send.
//
// Source: ITI TF-3:4.2.4.2, table 4.2.4.1-2; those of updates and removals from the supplements XDS
// Metadata Update, Remove Metadata and Documents, Restricted Metadata Update.
enum class XdsErrorCode {
  kDocumentQueued,
  kInvalidDocumentContent,
  kLocalPolicyRestriction,
  kPartialAppendContentNotProcessed,
  kPartialFolderContentNotProcessed,
  kPartialRelationshipContentNotProcessed,
  kPartialReplaceContentNotProcessed,
  kPartialTransformNotProcessed,
  kPartialTransformReplaceNotProcessed,
  kReferencesExist,
  kUnavailableRecipient,
  kUnknownRecipient,
  kUnmodifiableMetadata,
  kUnresolvedReference,
  kDocumentUniqueIdError,
  kDuplicateUniqueIdInRegistry,
  kExtraMetadataNotSaved,
  kInvalidRequest,
  kMetadataAnnotation,
  kMetadataIdentifier,
  kMetadataUpdate,
  kMetadataUpdateOperation,
  kMetadataVersion,
  kMissingDocument,
  kMissingDocumentMetadata,
  kMissingHomeCommunityId,
  kNonIdenticalHash,
  kNonIdenticalSize,
  kObjectType,
  kPatientIdDoesNotMatch,
  kPatientIdReconciliation,
  kRegistryBusy,
  kRegistryDeprecatedDocument,
  kRegistryDuplicateUniqueIdInMessage,
  kRegistryError,
  kRegistryMetadataError,
  kRegistryNotAvailable,
  kRegistryOutOfResources,
  kRemoveDocumentsError,
  kRepositoryBusy,
  kRepositoryDuplicateUniqueIdInMessage,
  kRepositoryError,
  kRepositoryMetadataError,
  kRepositoryOutOfResources,
  kResultNotSinglePatient,
  kStoredQueryMissingParam,
  kStoredQueryParamNumber,
  kTooManyResults,
  kUnavailableCommunity,
  kUnknownCommunity,
  kUnknownPatientId,
  kUnknownRepositoryId,
  kUnknownStoredQuery,
  kUnreferencedObject,
};

// Every value of the enum, each once.
absl::Span<const XdsErrorCode> AllXdsErrorCodes();

// The standard's name, for example "XDSUnknownPatientId".
absl::string_view ToString(XdsErrorCode code);

// The code with that name; nullopt for a name that is not in the table.
absl::optional<XdsErrorCode> ParseXdsErrorCode(absl::string_view name);

// The status code of a call refused with `code`. Never kOk.
absl::StatusCode StatusCodeOf(XdsErrorCode code);

// SEVERITY_WARNING for the codes that the standard sends beside a success, else SEVERITY_ERROR.
metadata::v1::Severity DefaultSeverityOf(XdsErrorCode code);

}  // namespace docshare
