#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/patient_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetAll: one page, as the wire form of its response: the submission sets and
// documents of the patient, newest first each, the folders, and every association that begins or
// ends at one of them.
//
// Nothing but the page is kept in memory: the associations are found by a second walk over the
// objects. One whose source is in the answer comes with its source, any other with its target, so
// each comes once.
// Returns kInvalidArgument with every faulty parameter; an unknown patient has nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.4.
absl::StatusOr<std::string> GetAll(const v1::GetAllRequest& request, const RegistryStore& store);

}  // namespace docshare::registry
