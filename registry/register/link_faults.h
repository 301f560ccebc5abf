#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/errors/xds_error.h"
#include "registry/register/link_ends.h"

namespace docshare::registry {

// The faults that rules about associations have in common. An end is named by its UUID URN; a
// location is the place of that URN in the request.

// Adds what is wrong when the end is none of `wanted`, and returns false:
//
//   there is no such object (9)                         UnresolvedReferenceException
//   it is a submission set that is registered (11)      XDSRegistryMetadataError
//   it is another object                                `otherwise`
bool IsOfKind(const absl::optional<LinkEnd>& end, storage::v1::ObjectKind wanted,
              XdsErrorCode otherwise, const std::string& urn, absl::string_view location,
              RegistryErrors& faults);

// Checks 49 and 54: adds XDSRegistryDeprecatedDocumentError for what is not Approved.
void CheckApproved(const LinkEnd& end, const std::string& urn, absl::string_view location,
                   RegistryErrors& faults);

// Checks 38, 39 and 50: adds XDSPatientIdDoesNotMatch for an object of another patient.
void RefuseOtherPatient(const std::string& urn, absl::string_view location, RegistryErrors& faults);

}  // namespace docshare::registry
