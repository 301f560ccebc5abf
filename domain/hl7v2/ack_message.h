#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "domain/hl7v2/hl7_fault.h"
#include "domain/hl7v2/hl7_message.h"

namespace docshare {

// The acknowledgement of `message`, segments that end with CR: MSH and MSA, and ERR for a fault.
//
//   MSH  delimiters, charset, processing id and version of the message; its receiver is the sender
//        and the other way round; ACK^<its event>, and ^ACK from v2.4 on
//   MSA  AA without a fault, else what AckCodeOf() says; MSH-10 of the message; up to v2.4 the text
//        of the fault in MSA-3, at most 80 characters
//   ERR  up to v2.4 segment^sequence^field^code&text&HL70357 in ERR-1, from v2.5 on the place in
//        ERR-2, the code in ERR-3, E in ERR-4 and the text of the fault, at most 250 characters, in
//        ERR-8
//
// What is given back are the bytes that were sent, without control characters and at most 256 of
// each field. Characters beyond ASCII in the text of a fault are '?', since the charset is the
// sender's. A message whose version is not known here is answered in 2.3.1.
//
// `message` is null when it could not be read: then MSA-2 is empty, and nothing is given back.
// `control_id` names the answer, at most 20 characters.
//
// Source: HL7 v2.5 chapter 2.9 and 2.15.5, HL7 v2.3.1 chapter 2.24.8, ITI TF-2: C.2.3.
std::string AckMessage(const Hl7Message* message, const absl::optional<Hl7Fault>& fault,
                       absl::string_view control_id, absl::Time now);

}  // namespace docshare
