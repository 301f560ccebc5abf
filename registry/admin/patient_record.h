#pragma once

#include "absl/status/statusor.h"
#include "docshare/admin/v1/registry_admin_service.pb.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The work of LookUpPatient: a patient with the counts of its objects. Reads the patient's own rows
// and no others.
// Returns kInvalidArgument with XDSRegistryError for an identifier that is not a valid CX,
// kNotFound for one that was never fed. No message quotes the identifier.
absl::StatusOr<admin::v1::LookUpPatientResponse> LookUpPatient(
    const platform::KvReader& store, const admin::v1::LookUpPatientRequest& request);

}  // namespace docshare::registry
