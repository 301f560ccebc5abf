#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "tests/ebrim/real_case.h"

namespace docshare::tests {

// The ebRIM 3.0 message that a case sends: taken out of its SOAP or HTTP wrapping and, for the NIST
// toolkit's templates, with symbols replaced, ids assigned and ebRIM 2.1 converted, as the README
// of the real test inputs tells. Values that would come from other steps or from a server are made
// up, of the right kind, the same symbol the same everywhere.
//
// Returns kNotFound with the reason where there is no such message.
absl::StatusOr<std::string> SentMessage(const std::string& real_data_dir,
                                        const RealCase& real_case);

// The XML document in `bytes`, which may be the document itself, or HTTP or MIME with a SOAP
// envelope in it. Returns kNotFound when there is none.
absl::StatusOr<std::string> XmlIn(const std::string& bytes);

// Whether ReadEbrimMessage() can look for it: a request or response of ebRIM.
bool IsEbrimMessage(absl::string_view local_name);

}  // namespace docshare::tests
