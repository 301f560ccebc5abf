#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace docshare {

// HL7 type XTN, a phone number or an e-mail address, which metadata.v1.Telecom keeps as text:
//   ^use^type^^country^area^number^extension   for example "^PRN^PH^^47^^12345678"
//   ^NET^Internet^address                      for example "^NET^Internet^name@example.org"
//
// Returns kInvalidArgument unless the text has one of these forms: a phone with a type and a number
// (XTN.7, or unformatted in XTN.12, which real sources use), an e-mail with an address and no use
// but NET; nothing else besides. Also for wrong escapes, and for a text that does not fit in a slot
// (CheckSlotValue()). Trailing delimiters say nothing.
//
// Source: ITI TF-3:4.2.3.1.7 (XTN).
absl::Status CheckXtn(absl::string_view text);

}  // namespace docshare
