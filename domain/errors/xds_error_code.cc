#include "domain/errors/xds_error_code.h"

#include <array>
#include <cstdlib>

namespace docshare {
namespace {

using metadata::v1::SEVERITY_ERROR;
using metadata::v1::SEVERITY_WARNING;

struct Row {
  XdsErrorCode code;
  absl::string_view name;
  absl::StatusCode status_code;
  metadata::v1::Severity severity;
};

// Status codes of the warnings matter only when somebody refuses with one.
constexpr Row kTable[] = {
    {XdsErrorCode::kDocumentQueued, "DocumentQueued", absl::StatusCode::kUnavailable,
     SEVERITY_WARNING},
    {XdsErrorCode::kInvalidDocumentContent, "InvalidDocumentContent",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kLocalPolicyRestriction, "LocalPolicyRestrictionError",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
    {XdsErrorCode::kPartialAppendContentNotProcessed, "PartialAppendContentNotProcessed",
     absl::StatusCode::kInvalidArgument, SEVERITY_WARNING},
    {XdsErrorCode::kPartialFolderContentNotProcessed, "PartialFolderContentNotProcessed",
     absl::StatusCode::kInvalidArgument, SEVERITY_WARNING},
    {XdsErrorCode::kPartialRelationshipContentNotProcessed,
     "PartialRelationshipContentNotProcessed", absl::StatusCode::kInvalidArgument,
     SEVERITY_WARNING},
    {XdsErrorCode::kPartialReplaceContentNotProcessed, "PartialReplaceContentNotProcessed",
     absl::StatusCode::kInvalidArgument, SEVERITY_WARNING},
    {XdsErrorCode::kPartialTransformNotProcessed, "PartialTransformNotProcessed",
     absl::StatusCode::kInvalidArgument, SEVERITY_WARNING},
    {XdsErrorCode::kPartialTransformReplaceNotProcessed, "PartialTransformReplaceNotProcessed",
     absl::StatusCode::kInvalidArgument, SEVERITY_WARNING},
    {XdsErrorCode::kReferencesExist, "ReferencesExistException",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
    {XdsErrorCode::kUnavailableRecipient, "UnavailableRecipient", absl::StatusCode::kUnavailable,
     SEVERITY_ERROR},
    {XdsErrorCode::kUnknownRecipient, "UnknownRecipient", absl::StatusCode::kInvalidArgument,
     SEVERITY_ERROR},
    {XdsErrorCode::kUnmodifiableMetadata, "UnmodifiableMetadataError",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
    {XdsErrorCode::kUnresolvedReference, "UnresolvedReferenceException",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kDocumentUniqueIdError, "XDSDocumentUniqueIdError", absl::StatusCode::kNotFound,
     SEVERITY_ERROR},
    {XdsErrorCode::kDuplicateUniqueIdInRegistry, "XDSDuplicateUniqueIdInRegistry",
     absl::StatusCode::kAlreadyExists, SEVERITY_ERROR},
    {XdsErrorCode::kExtraMetadataNotSaved, "XDSExtraMetadataNotSaved",
     absl::StatusCode::kInvalidArgument, SEVERITY_WARNING},
    {XdsErrorCode::kInvalidRequest, "XDSInvalidRequestException",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kMetadataAnnotation, "XDSMetadataAnnotationError",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kMetadataIdentifier, "XDSMetadataIdentifierError",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
    {XdsErrorCode::kMetadataUpdate, "XDSMetadataUpdateError", absl::StatusCode::kFailedPrecondition,
     SEVERITY_ERROR},
    {XdsErrorCode::kMetadataUpdateOperation, "XDSMetadataUpdateOperationError",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kMetadataVersion, "XDSMetadataVersionError",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
    {XdsErrorCode::kMissingDocument, "XDSMissingDocument", absl::StatusCode::kInvalidArgument,
     SEVERITY_ERROR},
    {XdsErrorCode::kMissingDocumentMetadata, "XDSMissingDocumentMetadata",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kMissingHomeCommunityId, "XDSMissingHomeCommunityId",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kNonIdenticalHash, "XDSNonIdenticalHash", absl::StatusCode::kAlreadyExists,
     SEVERITY_ERROR},
    {XdsErrorCode::kNonIdenticalSize, "XDSNonIdenticalSize", absl::StatusCode::kAlreadyExists,
     SEVERITY_ERROR},
    {XdsErrorCode::kObjectType, "XDSObjectTypeError", absl::StatusCode::kInvalidArgument,
     SEVERITY_ERROR},
    {XdsErrorCode::kPatientIdDoesNotMatch, "XDSPatientIdDoesNotMatch",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kPatientIdReconciliation, "XDSPatientIDReconciliationError",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
    {XdsErrorCode::kRegistryBusy, "XDSRegistryBusy", absl::StatusCode::kResourceExhausted,
     SEVERITY_ERROR},
    {XdsErrorCode::kRegistryDeprecatedDocument, "XDSRegistryDeprecatedDocumentError",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
    {XdsErrorCode::kRegistryDuplicateUniqueIdInMessage, "XDSRegistryDuplicateUniqueIdInMessage",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kRegistryError, "XDSRegistryError", absl::StatusCode::kInternal, SEVERITY_ERROR},
    {XdsErrorCode::kRegistryMetadataError, "XDSRegistryMetadataError",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kRegistryNotAvailable, "XDSRegistryNotAvailable", absl::StatusCode::kUnavailable,
     SEVERITY_ERROR},
    {XdsErrorCode::kRegistryOutOfResources, "XDSRegistryOutOfResources",
     absl::StatusCode::kResourceExhausted, SEVERITY_ERROR},
    {XdsErrorCode::kRemoveDocumentsError, "XDSRemoveDocumentsError",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
    {XdsErrorCode::kRepositoryBusy, "XDSRepositoryBusy", absl::StatusCode::kResourceExhausted,
     SEVERITY_ERROR},
    {XdsErrorCode::kRepositoryDuplicateUniqueIdInMessage, "XDSRepositoryDuplicateUniqueIdInMessage",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kRepositoryError, "XDSRepositoryError", absl::StatusCode::kInternal,
     SEVERITY_ERROR},
    {XdsErrorCode::kRepositoryMetadataError, "XDSRepositoryMetadataError",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kRepositoryOutOfResources, "XDSRepositoryOutOfResources",
     absl::StatusCode::kResourceExhausted, SEVERITY_ERROR},
    {XdsErrorCode::kResultNotSinglePatient, "XDSResultNotSinglePatient",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
    {XdsErrorCode::kStoredQueryMissingParam, "XDSStoredQueryMissingParam",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kStoredQueryParamNumber, "XDSStoredQueryParamNumber",
     absl::StatusCode::kInvalidArgument, SEVERITY_ERROR},
    {XdsErrorCode::kTooManyResults, "XDSTooManyResults", absl::StatusCode::kFailedPrecondition,
     SEVERITY_ERROR},
    {XdsErrorCode::kUnavailableCommunity, "XDSUnavailableCommunity", absl::StatusCode::kUnavailable,
     SEVERITY_ERROR},
    {XdsErrorCode::kUnknownCommunity, "XDSUnknownCommunity", absl::StatusCode::kNotFound,
     SEVERITY_ERROR},
    {XdsErrorCode::kUnknownPatientId, "XDSUnknownPatientId", absl::StatusCode::kFailedPrecondition,
     SEVERITY_ERROR},
    {XdsErrorCode::kUnknownRepositoryId, "XDSUnknownRepositoryId", absl::StatusCode::kNotFound,
     SEVERITY_ERROR},
    {XdsErrorCode::kUnknownStoredQuery, "XDSUnknownStoredQuery", absl::StatusCode::kInvalidArgument,
     SEVERITY_ERROR},
    {XdsErrorCode::kUnreferencedObject, "XDSUnreferencedObjectException",
     absl::StatusCode::kFailedPrecondition, SEVERITY_ERROR},
};

constexpr size_t kCount = sizeof(kTable) / sizeof(kTable[0]);

// The table is in the order of the enum, without gaps: a code is its own index.
constexpr bool IsInOrder() {
  for (size_t i = 0; i < kCount; ++i) {
    if (static_cast<size_t>(kTable[i].code) != i) return false;
  }
  return static_cast<size_t>(XdsErrorCode::kUnreferencedObject) + 1 == kCount;
}
static_assert(IsInOrder());

const Row& RowOf(XdsErrorCode code) {
  const size_t index = static_cast<size_t>(code);
  if (index >= kCount) std::abort();
  return kTable[index];
}

}  // namespace

absl::Span<const XdsErrorCode> AllXdsErrorCodes() {
  static constexpr auto kCodes = [] {
    std::array<XdsErrorCode, kCount> codes{};
    for (size_t i = 0; i < kCount; ++i) codes[i] = kTable[i].code;
    return codes;
  }();
  return kCodes;
}

absl::string_view ToString(XdsErrorCode code) { return RowOf(code).name; }

absl::optional<XdsErrorCode> ParseXdsErrorCode(absl::string_view name) {
  for (const Row& row : kTable) {
    if (row.name == name) return row.code;
  }
  return absl::nullopt;
}

absl::StatusCode StatusCodeOf(XdsErrorCode code) { return RowOf(code).status_code; }

metadata::v1::Severity DefaultSeverityOf(XdsErrorCode code) { return RowOf(code).severity; }

}  // namespace docshare
