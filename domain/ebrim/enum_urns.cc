#include "domain/ebrim/enum_urns.h"

#include "domain/ebrim/ebrim_names.h"

namespace docshare {

using metadata::v1::AssociationPropagation;
using metadata::v1::AvailabilityStatus;
using metadata::v1::DocumentAvailability;
using metadata::v1::DocumentEntryType;
using metadata::v1::SubmissionSetStatus;

AvailabilityStatus ParseAvailabilityStatus(absl::string_view urn) {
  if (urn == kApprovedStatus) return metadata::v1::AVAILABILITY_STATUS_APPROVED;
  if (urn == kDeprecatedStatus) return metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
  return metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED;
}

absl::string_view ToUrn(AvailabilityStatus status) {
  switch (status) {
    case metadata::v1::AVAILABILITY_STATUS_APPROVED:
      return kApprovedStatus;
    case metadata::v1::AVAILABILITY_STATUS_DEPRECATED:
      return kDeprecatedStatus;
    default:
      return "";
  }
}

DocumentAvailability ParseDocumentAvailability(absl::string_view urn) {
  if (urn == kOnline) return metadata::v1::DOCUMENT_AVAILABILITY_ONLINE;
  if (urn == kOffline) return metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE;
  return metadata::v1::DOCUMENT_AVAILABILITY_UNSPECIFIED;
}

absl::string_view ToUrn(DocumentAvailability availability) {
  switch (availability) {
    case metadata::v1::DOCUMENT_AVAILABILITY_ONLINE:
      return kOnline;
    case metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE:
      return kOffline;
    default:
      return "";
  }
}

DocumentEntryType ParseDocumentEntryType(absl::string_view urn) {
  if (urn == kStableObjectType) return metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE;
  if (urn == kOnDemandObjectType) return metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND;
  return metadata::v1::DOCUMENT_ENTRY_TYPE_UNSPECIFIED;
}

absl::string_view ToUrn(DocumentEntryType type) {
  switch (type) {
    case metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE:
      return kStableObjectType;
    case metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND:
      return kOnDemandObjectType;
    default:
      return "";
  }
}

SubmissionSetStatus ParseSubmissionSetStatus(absl::string_view text) {
  if (text == "Original") return metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL;
  if (text == "Reference") return metadata::v1::SUBMISSION_SET_STATUS_REFERENCE;
  return metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED;
}

absl::string_view ToText(SubmissionSetStatus status) {
  switch (status) {
    case metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL:
      return "Original";
    case metadata::v1::SUBMISSION_SET_STATUS_REFERENCE:
      return "Reference";
    default:
      return "";
  }
}

AssociationPropagation ParseAssociationPropagation(absl::string_view text) {
  if (text == "yes") return metadata::v1::ASSOCIATION_PROPAGATION_YES;
  if (text == "no") return metadata::v1::ASSOCIATION_PROPAGATION_NO;
  return metadata::v1::ASSOCIATION_PROPAGATION_UNSPECIFIED;
}

absl::string_view ToText(AssociationPropagation propagation) {
  switch (propagation) {
    case metadata::v1::ASSOCIATION_PROPAGATION_YES:
      return "yes";
    case metadata::v1::ASSOCIATION_PROPAGATION_NO:
      return "no";
    default:
      return "";
  }
}

}  // namespace docshare
