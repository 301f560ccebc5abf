#include "repository/provide/registration_verdict.h"

#include <cstdlib>

#include "domain/errors/xds_error.h"

namespace docshare::repository {

RegistrationVerdict VerdictOf(const RegistrationResult& result) {
  const absl::Status& status = result.response.status();
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return RegistrationVerdict::kRegistered;
    // Only the registry itself answers with these; gRPC and what lies between never do.
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAlreadyExists:
      return RegistrationVerdict::kRefused;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kUnimplemented:
      return RegistrationVerdict::kTurnedAway;
    // gRPC uses it too, also for an answer that is too large: then the registry has decided.
    case absl::StatusCode::kResourceExhausted:
      return RegistryErrorsOf(status).has_value() ? RegistrationVerdict::kTurnedAway
                                                  : RegistrationVerdict::kUnclear;
    default:
      return RegistrationVerdict::kUnclear;
  }
}

absl::string_view ToString(RegistrationVerdict verdict) {
  switch (verdict) {
    case RegistrationVerdict::kRegistered:
      return "registered";
    case RegistrationVerdict::kRefused:
      return "refused";
    case RegistrationVerdict::kTurnedAway:
      return "turned_away";
    case RegistrationVerdict::kUnclear:
      return "unclear";
  }
  std::abort();
}

}  // namespace docshare::repository
