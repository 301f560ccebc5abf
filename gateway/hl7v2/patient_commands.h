#pragma once

#include <string>

#include "absl/status/status.h"
#include "domain/hl7v2/patient_feed_message.h"

namespace docshare::gateway {

// The registry as the patient identity feed sees it. Thread-safe.
class PatientCommands {
 public:
  virtual ~PatientCommands() = default;

  // Runs the command in the name of `system`, which sent it. May be repeated: the registry changes
  // nothing the second time. Blocks.
  //
  // Returns the errors of the RPC, with the standard's errors (see RegistryErrorsOf), and
  // kUnauthenticated for a name that cannot be handed on.
  virtual absl::Status Run(const std::string& system, const PatientCommand& command) = 0;
};

}  // namespace docshare::gateway
