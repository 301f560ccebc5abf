#pragma once

#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/availability.pb.h"

// The words ebRIM has for values of our enums. UNSPECIFIED is "" on the way out, and what any other
// text is on the way in.
namespace docshare {

metadata::v1::AvailabilityStatus ParseAvailabilityStatus(absl::string_view urn);
absl::string_view ToUrn(metadata::v1::AvailabilityStatus status);

metadata::v1::DocumentAvailability ParseDocumentAvailability(absl::string_view urn);
absl::string_view ToUrn(metadata::v1::DocumentAvailability availability);

// objectType of an ExtrinsicObject.
metadata::v1::DocumentEntryType ParseDocumentEntryType(absl::string_view urn);
absl::string_view ToUrn(metadata::v1::DocumentEntryType type);

// "Original", "Reference".
metadata::v1::SubmissionSetStatus ParseSubmissionSetStatus(absl::string_view text);
absl::string_view ToText(metadata::v1::SubmissionSetStatus status);

// "yes", "no".
metadata::v1::AssociationPropagation ParseAssociationPropagation(absl::string_view text);
absl::string_view ToText(metadata::v1::AssociationPropagation propagation);

}  // namespace docshare
