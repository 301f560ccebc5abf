#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace docshare::consumer {

// `status` with a sentence that tells the person what to do next; it wins over the general one of
// NextStep(). Requires a status other than OK.
absl::Status WithNextStep(absl::Status status, absl::string_view sentence);

// What the person who ran the command can do about its failure: the sentence of WithNextStep(),
// else one for the first error of the standard, else one for the status code. Empty when there is
// nothing to say beyond the message. Quotes nothing of the request.
std::string NextStep(const absl::Status& status);

}  // namespace docshare::consumer
