#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/identifier.pb.h"

namespace docshare {

// HL7 type CXi, something a document refers to: id^^^authority^type_code^home_community_id.
//
// Source: ITI TF-3:4.2.3.1.7 (CXi), ITI TF-3:4.2.3.2.28 (referenceIdList).

// The CXi text; `verbatim` when it is set.
std::string RenderCxi(const metadata::v1::ReferenceId& reference_id);

// Fills `verbatim` when RenderCxi() of the other fields would not give back `text`.
//
// Returns kInvalidArgument unless CXi.1 and CXi.5 are there, CXi.2 and CXi.3 are empty, CXi.4 is
// absent, a namespace, or of the form &OID&ISO, and present for the referral, order and encounterId
// types of IHE, and CXi.6 is absent or a homeCommunityId; also for wrong escapes, more components,
// and a text that does not fit in a slot (CheckSlotValue()). An authority with a type that needs
// none is let through, because real sources send it.
absl::StatusOr<metadata::v1::ReferenceId> ParseCxi(absl::string_view text);

}  // namespace docshare
