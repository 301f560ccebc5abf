#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/identifier.pb.h"

namespace docshare {

// A role or specialty of an author: plain text, which is no HL7 and is never escaped, or the coded
// form code^^^&code_system&ISO with the delimiters of the code escaped.
//
// Source: ITI TF-3:4.2.3.1.4.3, 4.2.3.1.4.4 (authorRole, authorSpecialty).

std::string RenderCodedText(const metadata::v1::CodedText& coded_text);

// RenderCodedText() of the result gives back `text`.
// Returns kInvalidArgument for a text with '^' that has not the coded form, and for one that does
// not fit in a slot (CheckSlotValue()).
absl::StatusOr<metadata::v1::CodedText> ParseCodedText(absl::string_view text);

// The status of ParseCodedText() of RenderCodedText(), told from the fields where they suffice.
absl::Status CheckCodedText(const metadata::v1::CodedText& coded_text);

}  // namespace docshare
