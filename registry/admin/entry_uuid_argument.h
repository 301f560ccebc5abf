#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"

namespace docshare::registry {

// The entryUUID of a request. Returns kInvalidArgument with XDSRegistryError for any other text.
inline absl::StatusOr<EntryUuid> EntryUuidArgument(const std::string& text) {
  auto uuid = EntryUuid::Parse(text);
  if (uuid.ok()) return uuid;
  return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRegistryError,
                            "entry_uuid", uuid.status().message());
}

// What there is to say when nothing has this entryUUID.
inline absl::Status NoSuchObject() {
  return absl::NotFoundError("no object of the registry has this id");
}

}  // namespace docshare::registry
