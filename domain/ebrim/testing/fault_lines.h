#pragma once

#include <string>
#include <vector>

#include "domain/errors/xds_error.h"

namespace docshare::testing {

// "code at location" of each fault and warning, in order.
std::vector<std::string> FaultLines(const RegistryErrors& errors);

}  // namespace docshare::testing
