#pragma once

#include "absl/strings/string_view.h"
#include "repository/registry_client/registry_client.h"

namespace docshare::repository {

// What an attempt to register tells about the fate of the submission.
enum class RegistrationVerdict {
  // It is registered.
  kRegistered,
  // The registry weighed it by its rules and said no.
  kRefused,
  // The registry turned this attempt away without weighing it (role, load, disk). Says nothing
  // about attempts before.
  kTurnedAway,
  // No answer, or one that does not tell: it may be registered or not.
  kUnclear,
};

RegistrationVerdict VerdictOf(const RegistrationResult& result);

// For the log.
absl::string_view ToString(RegistrationVerdict verdict);

}  // namespace docshare::repository
