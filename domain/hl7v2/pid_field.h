#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/identifier.pb.h"

namespace docshare {

// One value of sourcePatientInfo: PID-n|value, for example "PID-5|Nordmann^Kari".
//
// Source: ITI TF-3:4.2.3.1.7 (Field), ITI TF-3:4.2.3.2.24 (sourcePatientInfo).

std::string RenderPidField(const metadata::v1::PidField& field);

// RenderPidField() of the result gives back `text`.
//
// Returns kInvalidArgument unless the text starts with PID-, a number from 1 to 99 and '|', has
// right escapes and no second '|' after it, and no repetition ('~') in PID-7 and PID-8; also when
// it does not fit in a slot (CheckSlotValue()). The value may be empty.
absl::StatusOr<metadata::v1::PidField> ParsePidField(absl::string_view text);

// The status of ParsePidField() of RenderPidField(), told from the fields where they suffice.
absl::Status CheckPidField(const metadata::v1::PidField& field);

}  // namespace docshare
