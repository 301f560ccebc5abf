#include "gateway/xds/refusal.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"

namespace docshare::gateway {
namespace {

XdsErrorCode CodeFor(Actor actor, absl::StatusCode code) {
  const bool registry = actor == Actor::kRegistry;
  switch (code) {
    case absl::StatusCode::kResourceExhausted:
      return registry ? XdsErrorCode::kRegistryBusy : XdsErrorCode::kRepositoryBusy;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return registry ? XdsErrorCode::kRegistryNotAvailable : XdsErrorCode::kRepositoryError;
    default:
      return registry ? XdsErrorCode::kRegistryError : XdsErrorCode::kRepositoryError;
  }
}

}  // namespace

bool IsFault(const absl::Status& status) {
  return absl::IsPermissionDenied(status) || absl::IsUnauthenticated(status);
}

RegistryResponse RefusalBy(Actor actor, const absl::Status& status) {
  return ResponseTo(WithXdsErrorIfMissing(status, CodeFor(actor, status.code())));
}

void LocateInEbrim(const SubmitObjects& submission, metadata::v1::RegistryErrorList* errors) {
  for (metadata::v1::RegistryError& error : *errors->mutable_errors()) {
    const std::string id = submission.ObjectIdAt(error.location());
    if (id.empty()) continue;
    error.set_code_context(absl::StrCat(error.location(), ": ", error.code_context()));
    error.set_location(id);
  }
}

}  // namespace docshare::gateway
