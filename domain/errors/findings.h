#pragma once

#include "absl/strings/string_view.h"
#include "domain/errors/xds_error.h"

namespace docshare {

// What is done about a fault of a rule that a community configures.
enum class Enforcement {
  // Nothing: the rule is not looked at.
  kOff,
  // The caller is told; the submission is accepted.
  kWarn,
  // The submission is refused.
  kRefuse,
};

// What rules found in a request: faults, which refuse it, and warnings, which do not. They are kept
// apart, so that no number of warnings can hide a fault. Copyable; not thread-safe.
class Findings {
 public:
  // Adds nothing for kOff.
  void Add(Enforcement enforcement, XdsErrorCode code, absl::string_view location,
           absl::string_view context);
  // The same of each entry of `found`, whatever its own severity. `prefix` goes before its context.
  void AddAll(Enforcement enforcement, const RegistryErrors& found, absl::string_view prefix = "");

  // Every entry has severity error.
  const RegistryErrors& faults() const { return faults_; }
  RegistryErrors& faults() { return faults_; }
  // Every entry has severity warning.
  const RegistryErrors& warnings() const { return warnings_; }

  // True once more faults change nothing: a loop over many elements may stop.
  bool full() const { return faults_.full(); }

 private:
  RegistryErrors faults_;
  RegistryErrors warnings_;
};

}  // namespace docshare
