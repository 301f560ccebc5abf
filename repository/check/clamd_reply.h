#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace docshare::repository {

// What clamd's answer to INSTREAM, without the zero at its end, means for the document:
//
//   stream: OK            ok
//   stream: NAME FOUND    kInvalidArgument, with the name of the signature, in printable ASCII and
//                         at most 80 characters of it
//   INSTREAM size limit exceeded. ERROR
//                         kInvalidArgument: the document is larger than clamd's StreamMaxLength,
//                         and will be so the next time
//   anything else         kUnavailable, with `address`. Nothing of the answer is shown: who knows
//                         what it quotes
//
// Source: clamd(8), INSTREAM.
absl::Status VerdictOfReply(absl::string_view reply, const std::string& address);

}  // namespace docshare::repository
