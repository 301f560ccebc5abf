#include "registry/query/query_parameters.h"

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"

namespace docshare::registry {

absl::Status CheckStateIsNewEnough(uint64_t min_commit_position, const RegistryStore& store) {
  const uint64_t position = store.commit_position();
  if (position >= min_commit_position) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("this server is at commit position ", position,
                                             ", the query asks for ", min_commit_position,
                                             "; try again shortly"));
}

absl::Status CheckReturnType(v1::ReturnType return_type) {
  if (return_type == v1::RETURN_TYPE_OBJECT_REF || return_type == v1::RETURN_TYPE_LEAF_CLASS) {
    return absl::OkStatus();
  }
  return XdsError(XdsErrorCode::kStoredQueryMissingParam, "return_type",
                  "say RETURN_TYPE_LEAF_CLASS for whole objects or RETURN_TYPE_OBJECT_REF for ids");
}

absl::Status MalformedParameter(absl::string_view location, absl::string_view context) {
  return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRegistryError,
                            location, context);
}

}  // namespace docshare::registry
