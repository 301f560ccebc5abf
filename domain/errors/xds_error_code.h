#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "docshare/metadata/v1/registry_error.pb.h"

namespace docshare {

// Every error code the standard gives to ITI-18, ITI-41, ITI-42 and ITI-43, except the retired
// XDSReplaceFailed, which nobody may send.
//
// Source: ITI TF-3:4.2.4.2, table 4.2.4.1-2.
enum class XdsErrorCode {
  kDocumentQueued,
  kInvalidDocumentContent,
  kPartialAppendContentNotProcessed,
  kPartialFolderContentNotProcessed,
  kPartialRelationshipContentNotProcessed,
  kPartialReplaceContentNotProcessed,
  kPartialTransformNotProcessed,
  kPartialTransformReplaceNotProcessed,
  kUnavailableRecipient,
  kUnknownRecipient,
  kUnresolvedReference,
  kDocumentUniqueIdError,
  kDuplicateUniqueIdInRegistry,
  kExtraMetadataNotSaved,
  kMissingDocument,
  kMissingDocumentMetadata,
  kMissingHomeCommunityId,
  kNonIdenticalHash,
  kNonIdenticalSize,
  kPatientIdDoesNotMatch,
  kRegistryBusy,
  kRegistryDeprecatedDocument,
  kRegistryDuplicateUniqueIdInMessage,
  kRegistryError,
  kRegistryMetadataError,
  kRegistryNotAvailable,
  kRegistryOutOfResources,
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
