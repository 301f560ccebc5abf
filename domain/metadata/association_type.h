#pragma once

#include "absl/strings/string_view.h"

// The association types of the standard, by URN.
//
// Source: ITI TF-3:4.2.2, table 4.2.2-1; IsSnapshotOf from ITI TF-3:4.2.2.2.6; the last two from
// the XDS Metadata Update supplement.
namespace docshare {

inline constexpr char kHasMember[] = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember";
inline constexpr char kReplace[] = "urn:ihe:iti:2007:AssociationType:RPLC";
inline constexpr char kTransform[] = "urn:ihe:iti:2007:AssociationType:XFRM";
inline constexpr char kAppend[] = "urn:ihe:iti:2007:AssociationType:APND";
inline constexpr char kTransformAndReplace[] = "urn:ihe:iti:2007:AssociationType:XFRM_RPLC";
inline constexpr char kSigns[] = "urn:ihe:iti:2007:AssociationType:signs";
inline constexpr char kIsSnapshotOf[] = "urn:ihe:iti:2010:AssociationType:IsSnapshotOf";
inline constexpr char kUpdateAvailabilityStatus[] =
    "urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus";
inline constexpr char kSubmitAssociation[] = "urn:ihe:iti:2010:AssociationType:SubmitAssociation";

inline constexpr const char* kAllAssociationTypes[] = {
    kHasMember,           kReplace, kTransform,    kAppend,
    kTransformAndReplace, kSigns,   kIsSnapshotOf, kUpdateAvailabilityStatus,
    kSubmitAssociation};

// Whether an association of this type links two documents.
inline bool IsRelationship(absl::string_view type) {
  return type == kReplace || type == kTransform || type == kAppend ||
         type == kTransformAndReplace || type == kSigns || type == kIsSnapshotOf;
}

// Whether it says that its source takes the place of its target.
inline bool IsReplacement(absl::string_view type) {
  return type == kReplace || type == kTransformAndReplace;
}

// Whether it says that its source was made from its target by transformation.
inline bool IsTransformation(absl::string_view type) {
  return type == kTransform || type == kTransformAndReplace;
}

// Whether its source is deprecated with its target. Source: ITI TF-3:4.2.2.2.3.
inline bool IsDependent(absl::string_view type) { return type == kTransform || type == kAppend; }

// Whether it tells the registry what to do, and is for Update Document Set [ITI-57] only.
inline bool IsUpdateTrigger(absl::string_view type) {
  return type == kUpdateAvailabilityStatus || type == kSubmitAssociation;
}

}  // namespace docshare
