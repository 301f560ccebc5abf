#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/submission_set.pb.h"

namespace docshare {

// Whom a submission is meant for: organisation|person|telecom, HL7 types XON|XCN|XTN.
//
// Source: ITI TF-3:4.2.3.3.7 (intendedRecipient).

// No bar follows the last part that is there.
std::string RenderIntendedRecipient(const metadata::v1::IntendedRecipient& recipient);

// RenderIntendedRecipient() of the result gives back `text` without bars at its end, which say
// nothing. Returns kInvalidArgument unless there is at least one part, no more than three, and each
// is valid by its own type; also when the text does not fit in a slot (CheckSlotValue()).
absl::StatusOr<metadata::v1::IntendedRecipient> ParseIntendedRecipient(absl::string_view text);

}  // namespace docshare
