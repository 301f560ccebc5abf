#include "admin/cli/told_failure.h"

#include "absl/strings/cord.h"

namespace docshare::admin {
namespace {

// A payload that never leaves this process.
constexpr char kToldTypeUrl[] = "docshare.admin.cli/told";

}  // namespace

absl::Status ToldFailure(absl::Status status) {
  status.SetPayload(kToldTypeUrl, absl::Cord("told"));
  return status;
}

bool IsTold(const absl::Status& status) { return status.GetPayload(kToldTypeUrl).has_value(); }

}  // namespace docshare::admin
