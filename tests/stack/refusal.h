#pragma once

#include <gmock/gmock.h>

#include <string>

#include "absl/status/status.h"
#include "domain/errors/xds_error.h"

namespace docshare::tests {

// Matches a status that carries an error of the standard with this code at this location.
//
//   EXPECT_THAT(status, HasRegistryError("XDSRegistryMetadataError", "submission_set.unique_id"));
MATCHER_P2(HasRegistryError, code, location, "") {
  const absl::optional<metadata::v1::RegistryErrorList> list = RegistryErrorsOf(arg);
  if (!list.has_value()) {
    *result_listener << "which carries no error of the standard";
    return false;
  }
  for (const metadata::v1::RegistryError& error : list->errors()) {
    if (error.error_code() == std::string(code) && error.location() == std::string(location)) {
      return true;
    }
  }
  *result_listener << "which carries " << list->ShortDebugString().substr(0, 2000);
  return false;
}

MATCHER_P(HasStatusCode, code, "") {
  const absl::Status& status = arg;
  *result_listener << "which is " << status.ToString().substr(0, 2000);
  return status.code() == code;
}

}  // namespace docshare::tests
