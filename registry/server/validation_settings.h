#pragma once

#include "docshare/config/v1/registry_config.pb.h"
#include "platform/config/config_faults.h"
#include "registry/validation/validation_policy.h"

namespace docshare::registry {

// Reports what is wrong with the settings `validation` and `code_files`: names that nobody knows,
// entries given twice, values that say nothing. Whether the files can be read is found out at the
// start (code_files.h).
void CheckValidationSettings(const config::v1::RegistryConfig& config,
                             platform::ConfigFaults& faults);

// Requires settings that CheckValidationSettings() accepts.
ValidationPolicy ToValidationPolicy(const config::v1::ValidationPolicy& policy);

}  // namespace docshare::registry
