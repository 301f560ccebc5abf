#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "docshare/metadata/v1/availability.pb.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"
#include "registry/objects/object_editor.h"
#include "registry/update/update_operations.h"

namespace docshare::registry {

// A new version that may be stored, and the version it follows.
struct AcceptedVersion {
  UpdateOperations::NewVersion operation;
  EntryUuid before;
  EntryUuid after;
  // Of the new version.
  uint64_t patient_number = 0;
  uint32_t version = 0;
  metadata::v1::AvailabilityStatus status = metadata::v1::AVAILABILITY_STATUS_APPROVED;
  bool propagates = true;
};

// The rules of a new version that need the registry's state. Returns the versions that are in order
// and adds every fault of the others:
//
//   logicalID known (62)                    UnresolvedReferenceException, XDSMetadataVersionError
//   same kind, uniqueId, objectType (63)    XDSMetadataIdentifierError
//   previous_version is the newest (64),    XDSMetadataVersionError
//   asked when all else is in order
//   a Folder is Approved                    XDSMetadataUpdateError
//   patient known (36)                      XDSUnknownPatientId
//
// and with kRestricted those of CheckRestrictedAttributes(). Hash and size may change under an
// unchanged uniqueId: a document that is assembled late gets them by an update.
//
// Requires operations that DecodeUpdate() found without a fault.
// Source: ITI XDS Metadata Update supplement, 3.57.4.1.3.3.1.2 and 3.57.4.1.3.3.3.2.
absl::StatusOr<std::vector<AcceptedVersion>> CheckNewVersions(const UpdateContent& content,
                                                              const UpdateOperations& operations,
                                                              UpdateScope scope,
                                                              const platform::KvReader& store,
                                                              RegistryErrors& errors);

// Stores a new version with the status of the version before, which becomes an older one, and the
// HasMember by which it came.
absl::Status InstallVersion(const UpdateContent& content, const AcceptedVersion& version,
                            ObjectEditor& editor);

}  // namespace docshare::registry
