#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "consumer/cli/terminal.h"

namespace docshare::consumer {

// Asks the person at the terminal to type `name`, because what follows cannot be undone:
//
//   This withdraws the document for good. Type 2.999.7.1 to go on:
//
// `consequence` is the first sentence. With `yes`, the flag --yes, nobody is asked.
// Returns kInvalidArgument when nobody can be asked, kCancelled for any other answer.
absl::Status Confirm(const Terminal& terminal, bool yes, absl::string_view consequence,
                     const std::string& name);

}  // namespace docshare::consumer
