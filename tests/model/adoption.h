#pragma once

#include <string>

#include "tests/model/real_registry.h"
#include "tests/model/registry_model.h"

namespace docshare::tests {

// Gives what the model expects the registry to have made by itself the names that the registry
// gave: new versions are found by their logicalID, associations by their type and ends. Returns
// what the registry did not make, for people, or nothing.
std::string AdoptNames(const RealRegistry& registry, const CommandOutcome& outcome,
                       RegistryModel& model);

}  // namespace docshare::tests
