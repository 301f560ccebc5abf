#include "consumer/cli/exit_code.h"

#include "domain/errors/xds_error.h"

namespace docshare::consumer {

ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return ExitCode::kOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
      return RegistryErrorsOf(status).has_value() ? ExitCode::kRefused : ExitCode::kUsage;
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return ExitCode::kPermissionDenied;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return ExitCode::kUnavailable;
    case absl::StatusCode::kDataLoss:
      return ExitCode::kDamaged;
    case absl::StatusCode::kCancelled:
      return ExitCode::kInterrupted;
    default:
      return ExitCode::kRefused;
  }
}

std::string ExitCodeTable() {
  return "Exit codes:\n"
         "  0    done\n"
         "  1    the server refused (the standard's errors are printed) or failed\n"
         "  2    wrong arguments or configuration, or a local file that cannot be used\n"
         "  3    no such document or folder\n"
         "  4    permission denied\n"
         "  5    server unreachable, overloaded or too slow: try again later\n"
         "  6    damaged document: the bytes do not agree with their hash or size\n"
         "  130  interrupted\n";
}

}  // namespace docshare::consumer
