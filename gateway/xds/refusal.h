#pragma once

#include "absl/status/status.h"
#include "domain/ebrim/registry_response.h"
#include "domain/ebrim/submit_objects.h"

namespace docshare::gateway {

// Who did not do what was asked.
enum class Actor { kRegistry, kRepository };

// Whether a refusal is no business of the transaction, but of who may use the service at all: it is
// answered with a SOAP fault.
bool IsFault(const absl::Status& status);

// The failure with the errors that `status` carries. One that carries none, because the actor was
// not reached or broke down, gets the code that says so: Busy, OutOfResources, NotAvailable or
// Error.
RegistryResponse RefusalBy(Actor actor, const absl::Status& status);

// Writes the errors so that the sender of ebRIM understands them: an error at one of its objects
// has the object's id as location, and says in its context what of the object is wrong.
//
// Source: ITI TF-3:4.2.4.1 (location); for updates ITI XDS Metadata Update supplement 3.57.4.1.3.
void LocateInEbrim(const SubmitObjects& submission, metadata::v1::RegistryErrorList* errors);

}  // namespace docshare::gateway
