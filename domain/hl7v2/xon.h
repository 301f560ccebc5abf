#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/identifier.pb.h"

namespace docshare {

// HL7 type XON, an organisation: name^^^^^&OID&ISO^^^^id.
//
// Source: ITI TF-3:4.2.3.1.7 (XON).

// The XON text; `verbatim` when it is set.
std::string RenderXon(const metadata::v1::Organization& organization);

// Fills `verbatim` when RenderXon() of the other fields would not give back `text`.
//
// Returns kInvalidArgument unless there is a name, nothing but XON.1, XON.6 and XON.10 is there,
// XON.6 is absent or of the form &OID&ISO, and present when XON.10 is there and is not an OID; also
// for wrong escapes, and for a text that does not fit in a slot (CheckSlotValue()).
absl::StatusOr<metadata::v1::Organization> ParseXon(absl::string_view text);

// The status of ParseXon() of the organisation's XON text, told from the fields where they suffice.
absl::Status CheckXon(const metadata::v1::Organization& organization);

}  // namespace docshare
