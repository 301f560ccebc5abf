#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace docshare::platform {

// Why gRPC may have failed to listen on `address`, for a person: gRPC tells only that it failed, so
// this tries to bind the address itself. A guess when the reason has gone in between.
std::string ReasonNotToListen(absl::string_view address);

}  // namespace docshare::platform
