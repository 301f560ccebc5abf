#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/access/peer_roles.h"

namespace docshare {

// The name of the system that a call is made for: `peer`, who made it, or `acting_for`, the system
